-- The sums of every unit, procedure, field and channel at both ends of a period (at the start of what has a day).
SELECT
    agency, procedure, field, channel, measure,
    sum(amount) FILTER (WHERE day < %(first)s)::bigint AS at_start, sum(amount)::bigint AS at_end
FROM measured GROUP BY agency, procedure, field, channel, measure
