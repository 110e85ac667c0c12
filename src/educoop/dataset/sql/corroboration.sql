-- How many documents speak of each row, and how many of them in words of their own: a sentence that one document takes from
-- another counts once.
CREATE VIEW corroboration AS
SELECT
    w.table_name,
    w.row_id,
    t.label AS thing,
    count(*) AS documents,
    count(DISTINCT w.witness_document_id) AS independent_documents
FROM witnesses AS w
LEFT JOIN things AS t ON t.table_name = w.table_name AND t.row_id = w.row_id
GROUP BY ALL;
