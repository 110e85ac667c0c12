-- Everything that can be spoken of, one row each, with its name or what it says in a few words, its kind and its country.
CREATE VIEW things AS
WITH named AS (
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
    SELECT 'works', work_id, coalesce(title, raw), 'work', NULL FROM works
)
SELECT * FROM named
UNION ALL
SELECT 'positions', p.position_id, concat_ws(', ', n.name, p.role, o.name), 'position', coalesce(p.country, o.country)
FROM positions AS p JOIN people AS n USING (person_id) LEFT JOIN organisations AS o USING (organisation_id)
UNION ALL
SELECT 'participants', p.participant_id, concat(e.label, ', ', replace(p.role, '_', ' '), ': ', s.label), p.role, e.country
FROM participants AS p
JOIN named AS e ON e.table_name = p.entity_table AND e.row_id = p.entity_id
JOIN named AS s ON s.table_name = p.subject_table AND s.row_id = p.subject_id
UNION ALL
SELECT
    'observations', o.observation_id,
    concat_ws(
        ', ', replace(o.indicator, '_', ' '), s.label, concat_ws(' – ', nullif(a.name, s.label), c.name), o.period,
        concat_ws(
            ' ', replace(nullif(o.qualifier, 'exact'), '_', ' '), regexp_replace(o.value::VARCHAR, '\.0$', ''), o.unit
        )
    ),
    o.indicator, o.ref_area
FROM observations AS o
LEFT JOIN named AS s ON s.table_name = o.subject_table AND s.row_id = o.subject_id
LEFT JOIN places AS a ON a.place_id = o.ref_area
LEFT JOIN places AS c ON c.place_id = o.counterpart_area
UNION ALL
SELECT 'findings', finding_id, statement, kind, scope FROM findings;
