-- Why a row says what it says: its evidence, field by field, with what curators decided on it. An id that was retired
-- stands for the one that took its place. SELECT * FROM why('projects', 'some-project-id').
CREATE MACRO why(table_name, row_id) AS TABLE
SELECT
    e.field, e.value, e.quote, e.document_id, e.document_title, e.section, e.start_offset, e.end_offset,
    e.certainty, e.modality, e.attributed_to, e.rule, e.claim_id, e.decision, e.decision_reason
FROM evidence AS e (of_table, of_row)  -- columns are renamed so that they don't clash with the parameters
WHERE e.of_table = table_name AND (e.of_row = row_id OR e.of_row IN (
    SELECT i.now FROM current_ids AS i (in_table, once, now) WHERE i.in_table = table_name AND i.once = row_id
))
ORDER BY e.field, e.document_id, e.claim_id;
