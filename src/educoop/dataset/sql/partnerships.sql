-- Pairs of organisations that take part in the same agreements, projects or events, each pair once, with the number of
-- independent documents that name both of them in the same one. A document that repeats another one counts as that one;
-- 0 means that no single document names both.
CREATE VIEW partnerships AS
WITH RECURSIVE originals AS (
    SELECT document_id, document_id AS original FROM documents WHERE repeats_document_id IS NULL
    UNION ALL
    SELECT d.document_id, o.original FROM documents AS d JOIN originals AS o ON d.repeats_document_id = o.document_id
), shares AS (
    SELECT subject_table, subject_id, entity_id AS organisation_id, 'participants' AS table_name, participant_id AS row_id
    FROM participants
    WHERE entity_table = 'organisations'
    UNION ALL
    SELECT 'projects', project_id, host_organisation_id, 'projects', project_id
    FROM projects
    WHERE host_organisation_id IS NOT NULL
), members AS (
    SELECT DISTINCT subject_table, subject_id, organisation_id FROM shares
), pairs AS (
    SELECT a.subject_table, a.subject_id, a.organisation_id AS organisation_a, b.organisation_id AS organisation_b
    FROM members AS a
    JOIN members AS b USING (subject_table, subject_id)
    WHERE a.organisation_id < b.organisation_id
), said AS (
    SELECT DISTINCT s.subject_table, s.subject_id, s.organisation_id, coalesce(o.original, c.document_id) AS document_id
    FROM shares AS s
    JOIN claims AS c ON c.table_name = s.table_name AND c.row_id = s.row_id
    LEFT JOIN originals AS o ON o.document_id = c.document_id
    WHERE s.table_name = 'participants' OR c.field = 'host_organisation_id'
), supports AS (
    SELECT p.organisation_a, p.organisation_b, count(DISTINCT a.document_id) AS independent_documents
    FROM pairs AS p
    JOIN said AS a
        ON a.subject_table = p.subject_table AND a.subject_id = p.subject_id AND a.organisation_id = p.organisation_a
    JOIN said AS b
        ON b.subject_table = p.subject_table AND b.subject_id = p.subject_id AND b.organisation_id = p.organisation_b
        AND b.document_id = a.document_id
    GROUP BY ALL
), counts AS (
    SELECT
        organisation_a,
        organisation_b,
        count(*) FILTER (subject_table = 'agreements') AS agreements,
        count(*) FILTER (subject_table = 'projects') AS projects,
        count(*) FILTER (subject_table = 'events') AS events
    FROM pairs
    GROUP BY ALL
)
SELECT
    c.organisation_a,
    a.name AS name_a,
    a.country AS country_a,
    c.organisation_b,
    b.name AS name_b,
    b.country AS country_b,
    c.agreements,
    c.projects,
    c.events,
    coalesce(s.independent_documents, 0) AS independent_documents
FROM counts AS c
JOIN organisations AS a ON a.organisation_id = c.organisation_a
JOIN organisations AS b ON b.organisation_id = c.organisation_b
LEFT JOIN supports AS s ON s.organisation_a = c.organisation_a AND s.organisation_b = c.organisation_b;
