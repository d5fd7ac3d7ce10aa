-- Dossiers that wait for the applicant at the end of a period and are late by the rule of 2.1: when they began to wait
-- their day was past, or papers were asked for a second time since their receipt. Given: over: the instant at which the
-- period is over; agencies: keys of units.
-- Who waits anywhere is little at any time and found by an index; each is then looked up by its key (OFFSET 0), not all
-- dossiers held to it.
WITH asked AS MATERIALIZED (
    SELECT dossier_id AS id, asked_at AS since, 'waiting_supplement' AS state
    FROM dossiers_supplement WHERE asked_at < %(over)s AND (answered_at IS NULL OR answered_at >= %(over)s)
    UNION ALL
    SELECT dossier_id, started_at, 'waiting_payment'
    FROM dossiers_pause WHERE kind = 'payment' AND started_at < %(over)s AND (ended_at IS NULL OR ended_at >= %(over)s)
), standing AS (
    SELECT
        d.id, d.procedure_code AS procedure, asked.since, asked.state, told.known ->> 'state' AS known_state,
        (told.known ->> 'agency')::bigint AS agency, (told.known ->> 'received_at')::timestamptz AS received,
        (told.known ->> 'appointed_due')::timestamptz AS due
    FROM asked
    CROSS JOIN LATERAL (
        SELECT id, procedure_code, agency_id FROM dossiers_dossier WHERE id = asked.id OFFSET 0
    ) AS d
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(one.key, one.value ORDER BY e.id) AS known
        FROM dossiers_dossierevent AS e CROSS JOIN LATERAL jsonb_each(e.data -> 'changed') AS one
        WHERE e.subject_id = d.id AND e.recorded_at < %(over)s
            AND one.key IN ('state', 'agency', 'received_at', 'appointed_due')
    ) AS told
    WHERE d.agency_id = ANY(%(agencies)s)
        OR d.id IN (SELECT dossier_id FROM dossiers_passage WHERE agency_before_id = ANY(%(agencies)s))
)
SELECT DISTINCT id, agency, procedure
FROM standing AS s
WHERE known_state = state AND received < %(over)s AND agency = ANY(%(agencies)s) AND (
    since > due
    OR state = 'waiting_supplement' AND (
        SELECT count(*) FROM dossiers_supplement AS a
        WHERE a.dossier_id = s.id AND a.asked_at >= s.received AND a.asked_at < %(over)s
    ) > 1
)
