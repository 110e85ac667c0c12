-- Pairs of organisations that take part in the same agreements, projects or events, each pair once, with the number of
-- independent documents that name both of them in the same one. A document that repeats another one, or tells this only in
-- a sentence that it shares with an earlier one, counts as that one; 0 means that no single document names both.
CREATE VIEW partnerships AS
WITH shares AS (
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
    SELECT DISTINCT s.subject_table, s.subject_id, s.organisation_id, w.document_id, w.witness_document_id
    FROM shares AS s
    JOIN witnesses AS w ON w.table_name = s.table_name AND w.row_id = s.row_id
    WHERE s.table_name = 'participants' OR EXISTS (
        SELECT 1 FROM claims AS c
        WHERE c.table_name = 'projects' AND c.row_id = s.row_id AND c.document_id = w.document_id
            AND c.field = 'host_organisation_id'
    )
), supports AS (
    -- Both sides in another document's words are that document's; one side in own words makes a telling of one's own.
    SELECT p.organisation_a, p.organisation_b, count(DISTINCT
        CASE WHEN a.witness_document_id = b.witness_document_id THEN a.witness_document_id ELSE a.document_id END
    ) AS independent_documents
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
