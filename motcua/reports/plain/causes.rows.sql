-- After measures.sql: the dossiers of which an identity of columns does not hold, with what each counts in which column.
-- Given: columns, measures, channels ('' for any), their weights at both ends, side by side; whole: the column that the
-- others make up; below: columns in which a dossier that counts less than nothing is a fault; fields, procedures: or null.
, counted AS (
    SELECT id, w.key, sum(amount * (w.at_end + CASE WHEN day < %(first)s THEN w.at_start ELSE 0 END))::bigint AS number
    FROM measured
    JOIN unnest(
        %(columns)s::text[], %(measures)s::text[], %(channels)s::text[], %(starts)s::int[], %(ends)s::int[]
    ) AS w(key, measure, channel, at_start, at_end) ON w.measure = measured.measure AND w.channel IN ('', measured.channel)
    WHERE (%(agencies)s::bigint[] IS NULL OR agency = ANY(%(agencies)s))
        AND (%(fields)s::text[] IS NULL OR field = ANY(%(fields)s))
        AND (%(procedures)s::text[] IS NULL OR procedure = ANY(%(procedures)s))
    GROUP BY id, w.key
)
SELECT id, array_agg(key), array_agg(number) FROM counted
GROUP BY id
HAVING sum(CASE WHEN key = %(whole)s THEN number ELSE -number END) <> 0
    OR bool_or(number < 0 AND key = ANY(%(below)s::text[]))
