-- The cells of each unit and field.
SELECT
    agency, field,
    count(*) AS "3",
    count(*) FILTER (WHERE received >= %(begin)s AND channel = 'online') AS "4",
    count(*) FILTER (WHERE received >= %(begin)s AND channel <> 'online') AS "5",
    count(*) FILTER (WHERE received < %(begin)s) AS "6",
    count(ended) AS "7",
    count(ended) FILTER (WHERE against = 'early') AS "8",
    count(ended) FILTER (WHERE against = 'on_day') AS "9",
    count(ended) FILTER (WHERE against = 'late') AS "10",
    count(*) FILTER (WHERE ended IS NULL) AS "11",
    count(*) FILTER (WHERE ended IS NULL AND NOT overdue) AS "12",
    count(*) FILTER (WHERE ended IS NULL AND overdue) AS "13"
FROM counted GROUP BY agency, field
