-- The dossiers that a column counts, and how often. Given: measures, with their weights at both ends and channel (''
-- for any), side by side; procedures, fields: codes or null.
SELECT id, sum(amount * (w.at_end + CASE WHEN day < %(first)s THEN w.at_start ELSE 0 END))::bigint AS counted
FROM measured
JOIN unnest(%(measures)s::text[], %(channels)s::text[], %(starts)s::int[], %(ends)s::int[]) AS w(measure, channel, at_start, at_end)
    ON w.measure = measured.measure AND w.channel IN ('', measured.channel)
WHERE (%(agencies)s::bigint[] IS NULL OR agency = ANY(%(agencies)s))
    AND (%(fields)s::text[] IS NULL OR field = ANY(%(fields)s))
    AND (%(procedures)s::text[] IS NULL OR procedure = ANY(%(procedures)s))
GROUP BY id HAVING sum(amount * (w.at_end + CASE WHEN day < %(first)s THEN w.at_start ELSE 0 END)) <> 0
