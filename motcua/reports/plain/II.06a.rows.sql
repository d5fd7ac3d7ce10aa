-- The dossiers that a column counts; agencies: keys of units.
SELECT id
FROM counted
WHERE agency = ANY(%(agencies)s) AND (%(field)s::text IS NULL OR field = %(field)s) AND CASE %(column)s
    WHEN '3' THEN true
    WHEN '4' THEN received >= %(begin)s AND channel = 'online'
    WHEN '5' THEN received >= %(begin)s AND channel <> 'online'
    WHEN '6' THEN received < %(begin)s
    WHEN '7' THEN ended IS NOT NULL
    WHEN '8' THEN ended IS NOT NULL AND against = 'early'
    WHEN '9' THEN ended IS NOT NULL AND against = 'on_day'
    WHEN '10' THEN ended IS NOT NULL AND against = 'late'
    WHEN '11' THEN ended IS NULL
    WHEN '12' THEN ended IS NULL AND NOT overdue
    WHEN '13' THEN ended IS NULL AND overdue
END
