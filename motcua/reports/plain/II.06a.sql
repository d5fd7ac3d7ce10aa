-- II.06a from the dossiers and their events alone: what must come out of the facts. Shares nothing with them.
-- Given: begin, over: the instants at which the period begins and is over (00:00 of the day after its last); field: a
-- code, or null for all.
-- A dossier stands as its events tell that were recorded before the period was over.
WITH told AS (
    SELECT e.subject_id, jsonb_object_agg(one.key, one.value ORDER BY e.id) AS known
    FROM dossiers_dossierevent AS e
    CROSS JOIN LATERAL jsonb_each(e.data -> 'changed') AS one
    WHERE e.recorded_at < %(over)s
        AND (%(field)s::text IS NULL OR e.subject_id IN (SELECT id FROM dossiers_dossier WHERE field_code = %(field)s))
    GROUP BY e.subject_id
), standing AS (
    SELECT
        t.subject_id AS id, (t.known ->> 'agency')::bigint AS agency, d.field_code AS field, t.known ->> 'channel' AS channel,
        t.known ->> 'state' AS state,
        (t.known ->> 'received_at')::timestamptz AS received,
        coalesce(
            (t.known ->> 'decided_at')::timestamptz,
            CASE WHEN t.known ->> 'state' IN ('withdrawn', 'stopped') THEN (t.known ->> 'closed_at')::timestamptz END
        ) AS ended,
        (t.known ->> 'appointed_due')::timestamptz AS due,
        (t.known ->> 'clock_stopped_at')::timestamptz AS stopped
    FROM told AS t JOIN dossiers_dossier AS d ON d.id = t.subject_id
), counted AS (
    SELECT *,
        CASE
            WHEN due IS NULL THEN 'on_day'
            WHEN (ended AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < (due AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN 'early'
            WHEN ended > due THEN 'late'
            ELSE 'on_day'
        END AS against,
        due IS NOT NULL AND state NOT IN ('waiting_supplement', 'waiting_payment')
            AND due < coalesce(stopped, %(over)s) AS overdue
    FROM standing
    WHERE received < %(over)s AND (ended IS NULL OR ended >= %(begin)s)
)
