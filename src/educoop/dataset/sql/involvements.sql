-- Who takes part in what: organisations, people and places with the agreements, projects and events that they belong to,
-- their role, the date of those, and the documents that say so. Hosts of projects are among them.
CREATE VIEW involvements AS
WITH dated AS (
    SELECT 'agreements' AS subject_table, agreement_id AS subject_id, date, date_start, NULL AS status FROM agreements
    UNION ALL
    SELECT 'projects', project_id, date, date_start, status FROM projects
    UNION ALL
    SELECT 'events', event_id, date, date_start, NULL FROM events
), taking_part AS (
    SELECT subject_table, subject_id, entity_table, entity_id, role, 'participants' AS table_name, participant_id AS row_id
    FROM participants
    UNION ALL
    SELECT 'projects', project_id, 'organisations', host_organisation_id, 'host', 'projects', project_id
    FROM projects
    WHERE host_organisation_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM participants AS p
        WHERE p.subject_table = 'projects' AND p.subject_id = project_id AND p.entity_id = host_organisation_id
            AND p.role = 'host'
    )
), saying AS (
    SELECT table_name, row_id, string_agg(document_id, ', ' ORDER BY document_id) AS documents,
        count(DISTINCT witness_document_id) AS independent_documents
    FROM witnesses GROUP BY ALL
)
SELECT
    t.subject_table,
    t.subject_id,
    s.label AS subject,
    s.kind,
    d.date,
    d.date_start,
    d.status,
    t.entity_table,
    t.entity_id,
    e.label AS entity,
    CASE WHEN t.entity_table = 'people' THEN (
        SELECT min(p.country) FROM positions AS p WHERE p.person_id = t.entity_id
    ) ELSE e.country END AS country,
    t.role,
    w.documents,
    w.independent_documents
FROM taking_part AS t
JOIN dated AS d USING (subject_table, subject_id)
JOIN things AS s ON s.table_name = t.subject_table AND s.row_id = t.subject_id
JOIN things AS e ON e.table_name = t.entity_table AND e.row_id = t.entity_id
LEFT JOIN saying AS w ON w.table_name = t.table_name AND w.row_id = t.row_id;
