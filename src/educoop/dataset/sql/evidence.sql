-- Claims ready to read: what is said of which thing, the quotes, the document and the place in it. One row a claim.
-- witness_document_id is the document whose words they are: the oldest one that has the same sentence.
CREATE VIEW evidence AS
WITH spans AS (  -- names are qualified because `why` has parameters of the same names
    SELECT
        c.claim_id,
        c.table_name,
        c.row_id,
        c.field,
        c.value,
        c.document_id,
        arg_min(passage_id, part) AS passage_id,
        string_agg(quote, ' … ' ORDER BY part) AS quote,
        arg_min(start_offset, part) AS start_offset,
        arg_max(end_offset, part) AS end_offset,
        count(*) AS parts,
        any_value(rule) AS rule,
        any_value(certainty) AS certainty,
        any_value(modality) AS modality,
        any_value(attributed_to) AS attributed_to,
        any_value(decision) AS decision,
        any_value(decision_id) AS decision_id
    FROM claims AS c
    GROUP BY ALL
), words AS (
    SELECT s.claim_id, arg_min(p.original_document_id, (o.published_start, o.document_id)) AS document_id
    FROM spans AS s
    JOIN shared_passages AS p
        ON p.document_id = s.document_id AND s.start_offset >= p.start_offset AND s.start_offset < p.end_offset
    JOIN documents AS o ON o.document_id = p.original_document_id
    GROUP BY ALL
)
SELECT
    s.table_name,
    s.row_id,
    t.label AS thing,
    s.field,
    s.value,
    s.quote,
    s.document_id,
    coalesce(w.document_id, d.repeats_document_id, s.document_id) AS witness_document_id,
    d.title AS document_title,
    d.address,
    p.section,
    s.start_offset,
    s.end_offset,
    s.parts,
    s.claim_id,
    s.rule,
    s.certainty,
    s.modality,
    s.attributed_to,
    s.decision,
    r.reason AS decision_reason
FROM spans AS s
JOIN documents AS d USING (document_id)
LEFT JOIN words AS w ON w.claim_id = s.claim_id
LEFT JOIN passages AS p USING (passage_id)
LEFT JOIN decisions AS r ON r.decision_id = s.decision_id AND r.part = 1
LEFT JOIN things AS t ON t.table_name = s.table_name AND t.row_id = s.row_id;
