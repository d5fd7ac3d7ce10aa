-- The sums of every unit, procedure, field and channel at both ends of a period (at the start of what has a day).
-- Given: agencies, fields, procedures: keys and codes, or null for all.
SELECT
    agency, procedure, field, channel, measure,
    sum(amount) FILTER (WHERE day < %(first)s)::bigint AS at_start, sum(amount)::bigint AS at_end
FROM measured
WHERE (%(agencies)s::bigint[] IS NULL OR agency = ANY(%(agencies)s))
    AND (%(fields)s::text[] IS NULL OR field = ANY(%(fields)s))
    AND (%(procedures)s::text[] IS NULL OR procedure = ANY(%(procedures)s))
GROUP BY agency, procedure, field, channel, measure
