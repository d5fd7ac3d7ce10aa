-- Dossiers of some procedures that were received online in a period and have an electronic result at its end. Given:
-- begin, over: its instants; agencies: keys of units; procedures: codes.
SELECT d.id, d.agency_id AS agency, d.procedure_code AS procedure
FROM dossiers_dossier AS d
WHERE d.channel = 'online' AND d.received_at >= %(begin)s AND d.received_at < %(over)s AND d.agency_id = ANY(%(agencies)s)
    AND d.procedure_code = ANY(%(procedures)s)
    AND EXISTS (SELECT FROM dossiers_result AS r WHERE r.dossier_id = d.id AND r.signed_at < %(over)s)
