-- Every measure of every dossier, from the dossiers and their events alone: what must come out of the facts.
-- Given: over: the instant at which the period is over (00:00 of the day after its last); agencies: keys of units, or
-- null for all; fields, procedures: codes, or null for all; since: the instant at which it begins, where what was closed
-- before cannot count, or null; quickly: take what nothing was told of since from its row, which says the same (what
-- proves the facts reads the events alone); pays: whether it matters when it was paid.
-- Nothing here is shared with the way the facts are made.
-- A row: a dossier (by whom it is settled, procedure, field, channel as then known), a measure, the local day from which
-- it counts (null: it is so at the end, of the start nothing is told), by how much.
WITH mine AS (
    SELECT id FROM dossiers_dossier
    WHERE (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s)) AND registered_at < %(over)s AND (
        -- since: where only what was going on in the period can count
        %(since)s::timestamptz IS NULL OR closed_at IS NULL OR closed_at >= %(since)s OR rated_at >= %(since)s
    )
    UNION
    SELECT id FROM dossiers_dossier  -- what a paper register told is never left out: its closing may be told later
    WHERE %(since)s::timestamptz IS NOT NULL AND (%(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s))
        AND received_at < registered_at
    UNION
    SELECT dossier_id FROM dossiers_passage WHERE agency_before_id = ANY(%(agencies)s)
), touched AS (
    SELECT d.*, NOT %(quickly)s OR EXISTS (
        SELECT FROM dossiers_dossierevent AS e WHERE e.subject_id = d.id AND e.recorded_at >= %(over)s
    ) AS loud
    FROM mine CROSS JOIN LATERAL (
        SELECT
            id, agency_id, procedure_code, field_code, channel, state, money, traits, received_at, decided_at, closed_at,
            returned_at, appointed_due, clock_stopped_at, answer_due_at, paid_amount, rated_at, rated_low, took_days,
            paused_days
        FROM dossiers_dossier
        WHERE id = mine.id AND registered_at < %(over)s
            AND (%(fields)s::text[] IS NULL OR field_code = ANY(%(fields)s))
            AND (%(procedures)s::text[] IS NULL OR procedure_code = ANY(%(procedures)s))
        OFFSET 0
    ) AS d
), told AS (
    SELECT touched.id, story.*
    FROM touched CROSS JOIN LATERAL (
        SELECT
            jsonb_object_agg(one.key, one.value ORDER BY e.id) AS known,
            min(e.id) FILTER (WHERE one.key = 'received_at' AND one.value <> 'null') AS receiving,
            max(e.id) FILTER (WHERE one.key = 'money' AND one.value = '"paid"') AS paying
        FROM dossiers_dossierevent AS e CROSS JOIN LATERAL jsonb_each(e.data -> 'changed') AS one
        WHERE e.subject_id = touched.id AND e.recorded_at < %(over)s
    ) AS story
    WHERE loud
), standing AS (
    SELECT
        told.id, (known ->> 'agency')::bigint AS agency, procedure_code AS procedure, field_code AS field,
        known ->> 'channel' AS channel, known ->> 'state' AS state, known ->> 'money' AS money,
        coalesce(known -> 'traits', 'null') AS traits,
        (known ->> 'received_at')::timestamptz AS received,
        (known ->> 'decided_at')::timestamptz AS decided,
        CASE WHEN known ->> 'state' IN ('withdrawn', 'stopped') THEN (known ->> 'closed_at')::timestamptz END AS given_up,
        CASE WHEN known ->> 'state' = 'refused' THEN (known ->> 'closed_at')::timestamptz END AS refused,
        (known ->> 'returned_at')::timestamptz AS returned,
        (known ->> 'appointed_due')::timestamptz AS due,
        (known ->> 'clock_stopped_at')::timestamptz AS stopped,
        (known ->> 'answer_due_at')::timestamptz AS answer_due,
        (known ->> 'paid_amount')::bigint AS amount,
        (known ->> 'rated_at')::timestamptz AS rated, known ->> 'rated_low' = 'true' AS rated_low,
        least((known ->> 'took_days')::int, 61) AS took,
        least(greatest((known ->> 'took_days')::int - coalesce((known ->> 'paused_days')::int, 0), 0), 61) AS took_net,
        receiving, paying
    FROM told JOIN touched ON touched.id = told.id
    UNION ALL
    SELECT  -- nothing was told of it since: it stands as its row says
        touched.id, agency_id, procedure_code, field_code, channel, state, money, coalesce(to_jsonb(touched.traits), 'null'),
        received_at, decided_at, CASE WHEN state IN ('withdrawn', 'stopped') THEN closed_at END,
        CASE WHEN state = 'refused' THEN closed_at END, returned_at, appointed_due, clock_stopped_at, answer_due_at,
        paid_amount, rated_at, rated_low, least(took_days, 61), least(greatest(took_days - coalesce(paused_days, 0), 0), 61),
        receiving, paying
    FROM touched
    LEFT JOIN LATERAL (
        SELECT
            min(e.id) FILTER (WHERE data -> 'changed' ->> 'received_at' IS NOT NULL) AS receiving,
            max(e.id) FILTER (WHERE data -> 'changed' ->> 'money' = 'paid') AS paying
        FROM dossiers_dossierevent AS e WHERE e.subject_id = touched.id
    ) AS turns ON money = 'paid' AND %(pays)s
    WHERE NOT loud
), happened AS (
    SELECT s.*, coalesce(decided, given_up) AS ended,
        -- what was so when it was received counts from then, what came later from its own moment
        CASE WHEN paying > receiving THEN (SELECT happened_at FROM dossiers_dossierevent WHERE id = paying) ELSE received END AS paid
    FROM standing AS s
), judged AS (
    SELECT h.*,
        CASE
            WHEN ended IS NULL THEN ''
            WHEN due IS NULL THEN 'on_day'
            WHEN (ended AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < (due AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN 'early'
            WHEN ended > due THEN 'late'
            ELSE 'on_day'
        END AS against,
        received IS NOT NULL AND ended IS NULL AS open,
        due IS NOT NULL AND state NOT IN ('waiting_supplement', 'waiting_payment') AND due < coalesce(stopped, %(over)s) AS overdue
    FROM happened AS h
), measured AS (
    SELECT
        j.id, j.agency, j.procedure, j.field, j.channel, m.measure,
        (m.since AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, m.amount
    FROM judged AS j CROSS JOIN LATERAL (VALUES
        ('received', received, 1, received IS NOT NULL),
        ('received.full', received, 1, received IS NOT NULL AND traits ? 'full'),
        ('received.part', received, 1, received IS NOT NULL AND traits ? 'part'),
        ('received.crossing', received, 1, received IS NOT NULL AND traits ? 'crossing'),
        ('charged', received, 1, received IS NOT NULL AND money IN ('due', 'paid')),
        ('charged.paid', received, 1, received IS NOT NULL AND money = 'paid'),
        ('charged.online', received, 1, received IS NOT NULL AND money = 'paid' AND traits ? 'paid_online'),
        ('refused', refused, 1, refused IS NOT NULL AND received IS NULL),
        ('ended.' || against, ended, 1, received IS NOT NULL AND ended IS NOT NULL),
        ('finished', ended, 1, received IS NOT NULL AND decided IS NOT NULL),
        ('finished.' || against, ended, 1, received IS NOT NULL AND decided IS NOT NULL),
        ('took.gross.' || took, ended, 1, received IS NOT NULL AND decided IS NOT NULL AND took IS NOT NULL),
        ('took.net.' || took_net, ended, 1, received IS NOT NULL AND decided IS NOT NULL AND took IS NOT NULL),
        (state, ended, 1, received IS NOT NULL AND decided IS NULL AND given_up IS NOT NULL),
        ('returned', returned, 1, received IS NOT NULL AND returned IS NOT NULL),
        ('digitised', received, 1, received IS NOT NULL AND traits ? 'files'),
        ('reused', received, 1, received IS NOT NULL AND traits ? 'reused'),
        ('result.filed', decided, 1, received IS NOT NULL AND decided IS NOT NULL AND traits ? 'result'),
        ('digitised.whole', decided, 1, received IS NOT NULL AND decided IS NOT NULL AND traits ?& ARRAY['files', 'result']),
        ('late.apologised', decided, 1, received IS NOT NULL AND decided IS NOT NULL AND against = 'late' AND traits ? 'apologised'),
        ('paid', paid, 1, received IS NOT NULL AND money = 'paid'),
        ('paid.amount', paid, amount, received IS NOT NULL AND money = 'paid'),
        ('paid.online', paid, 1, received IS NOT NULL AND money = 'paid' AND traits ? 'paid_online'),
        ('paid.online.amount', paid, amount, received IS NOT NULL AND money = 'paid' AND traits ? 'paid_online'),
        ('rated', rated, 1, received IS NOT NULL AND rated IS NOT NULL),
        ('rated.low', rated, 1, received IS NOT NULL AND rated IS NOT NULL AND rated_low),
        ('open.overdue', NULL, 1, open AND overdue),
        ('open.supplement', NULL, 1, open AND state = 'waiting_supplement'),
        ('open.payment', NULL, 1, open AND state = 'waiting_payment'),
        ('open.suspended', NULL, 1, open AND state = 'suspended'),
        ('open.suspended.overdue', NULL, 1, open AND state = 'suspended' AND overdue),
        ('waiting.answer', NULL, 1, received IS NULL AND state = 'submitted' AND answer_due IS NOT NULL),
        ('waiting.answer.overdue', NULL, 1, received IS NULL AND state = 'submitted' AND answer_due < %(over)s)
    ) AS m(measure, since, amount, holds)
    WHERE m.holds AND m.amount <> 0 AND (m.since IS NULL OR m.since < %(over)s)
    UNION ALL
    SELECT
        j.id, j.agency, j.procedure, j.field, j.channel, m.kind || substr(trait, 6),
        (m.since AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 1
    FROM judged AS j CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN traits <> 'null' THEN traits END) AS trait
    CROSS JOIN LATERAL (VALUES
        ('late.ended.', decided, decided IS NOT NULL AND against = 'late'),
        ('late.open.', NULL, open AND overdue)
    ) AS m(kind, since, holds)
    WHERE m.holds AND received IS NOT NULL AND starts_with(trait, 'late:')
    UNION ALL
    SELECT
        l.dossier_id, l.agency, d.procedure_code, d.field_code, d.channel, m.measure,
        (m.since AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 1
    FROM (
        SELECT leg.*, coalesce((  -- whose it was then, if it passed to another unit since
            SELECT (passed -> 'agency' ->> 0)::bigint
            FROM dossiers_dossierevent AS e CROSS JOIN LATERAL jsonb_array_elements(e.data -> 'legs') AS passed
            WHERE e.subject_id = leg.dossier_id AND e.action = 'dossier.pass_over' AND e.recorded_at >= %(over)s
                AND (passed ->> 'leg')::bigint = leg.id
            ORDER BY e.id LIMIT 1
        ), leg.agency_id) AS agency
        FROM dossiers_leg AS leg
        WHERE %(agencies)s::bigint[] IS NULL OR agency_id = ANY(%(agencies)s)
            OR agency_id IN (SELECT heir_id FROM agencies_agency WHERE id = ANY(%(agencies)s))
    ) AS l
    JOIN dossiers_dossier AS d ON d.id = l.dossier_id
    CROSS JOIN LATERAL (VALUES
        ('legs.received', l.started_at, true),
        ('legs.on_time', l.ended_at, l."end" = 'joined' AND (l.due_at IS NULL OR l.ended_at <= l.due_at)),
        ('legs.late', l.ended_at, l."end" = 'joined' AND l.ended_at > l.due_at)
    ) AS m(measure, since, holds)
    WHERE m.holds AND m.since < %(over)s AND (%(agencies)s::bigint[] IS NULL OR l.agency = ANY(%(agencies)s))
)
