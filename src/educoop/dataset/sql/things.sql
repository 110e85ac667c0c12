-- Everything that has a name or title, one row each, with its kind and country.
CREATE VIEW things AS
SELECT 'documents' AS table_name, document_id AS row_id, coalesce(title, file) AS label, kind, NULL AS country FROM documents
UNION ALL
SELECT 'places', place_id, name, kind, coalesce(country, CASE WHEN kind IN ('country', 'group') THEN place_id END) FROM places
UNION ALL
SELECT 'organisations', organisation_id, name, kind, country FROM organisations
UNION ALL
SELECT 'people', person_id, name, NULL, NULL FROM people
UNION ALL
SELECT 'agreements', a.agreement_id, a.title, a.kind, coalesce(p.country, p.place_id)
FROM agreements AS a LEFT JOIN places AS p USING (place_id)
UNION ALL
SELECT 'policies', policy_id, title, kind, issuer_country FROM policies
UNION ALL
SELECT 'projects', project_id, name, kind, country FROM projects
UNION ALL
SELECT 'events', e.event_id, e.title, e.kind, coalesce(p.country, p.place_id)
FROM events AS e LEFT JOIN places AS p USING (place_id)
UNION ALL
SELECT 'works', work_id, coalesce(title, raw), 'work', NULL FROM works;
