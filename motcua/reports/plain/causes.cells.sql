-- After measures.sql: some measures of some units, fields, procedures (null: all) at both ends of a period.
SELECT
    agency, procedure, field, channel, measure,
    sum(amount) FILTER (WHERE day < %(first)s)::bigint AS at_start, sum(amount)::bigint AS at_end
FROM measured
WHERE measure = ANY(%(measures)s) AND agency = ANY(%(agencies)s)
    AND (%(fields)s::text[] IS NULL OR field = ANY(%(fields)s))
    AND (%(procedures)s::text[] IS NULL OR procedure = ANY(%(procedures)s))
GROUP BY agency, procedure, field, channel, measure
