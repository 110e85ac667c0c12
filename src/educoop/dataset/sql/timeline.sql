-- Everything that has a date, one row each; sort by date_start.
CREATE VIEW timeline AS
WITH dated AS (
    SELECT date, date_start, date_end, 'agreements' AS table_name, agreement_id AS row_id FROM agreements
    UNION ALL
    SELECT date, date_start, date_end, 'policies', policy_id FROM policies
    UNION ALL
    SELECT date, date_start, date_end, 'projects', project_id FROM projects
    UNION ALL
    SELECT date, date_start, date_end, 'events', event_id FROM events
    UNION ALL
    SELECT published, published_start, published_end, 'documents', document_id FROM documents
    UNION ALL
    SELECT as_of, as_of_start, as_of_end, 'positions', position_id FROM positions
    UNION ALL
    SELECT period, period_start, period_end, 'observations', observation_id FROM observations
)
SELECT d.*, t.kind, t.label AS title, t.country
FROM dated AS d JOIN things AS t USING (table_name, row_id)
WHERE date IS NOT NULL;
