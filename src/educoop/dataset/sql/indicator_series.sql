-- Observations with the names of their areas and subjects, and the number of documents that give the figure,
-- all of them and those that do so in words of their own.
CREATE VIEW indicator_series AS
WITH said AS (
    SELECT row_id, count(*) AS documents, count(DISTINCT witness_document_id) AS independent_documents
    FROM witnesses WHERE table_name = 'observations' GROUP BY row_id
)
SELECT
    o.observation_id,
    o.indicator,
    o.measure,
    o.ref_area,
    r.name AS ref_area_name,
    o.counterpart_area,
    c.name AS counterpart_area_name,
    o.subject_table,
    o.subject_id,
    t.label AS subject_name,
    o.period,
    o.period_start,
    o.period_end,
    o.qualifier,
    o.value,
    o.unit,
    coalesce(s.documents, 0) AS documents,
    coalesce(s.independent_documents, 0) AS independent_documents
FROM observations AS o
LEFT JOIN places AS r ON r.place_id = o.ref_area
LEFT JOIN places AS c ON c.place_id = o.counterpart_area
LEFT JOIN things AS t ON t.table_name = o.subject_table AND t.row_id = o.subject_id
LEFT JOIN said AS s ON s.row_id = o.observation_id;
