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
), named AS (
    SELECT d.*, t.kind, t.label AS title, t.country FROM dated AS d JOIN things AS t USING (table_name, row_id)
    UNION ALL
    SELECT
        p.as_of, p.as_of_start, p.as_of_end, 'positions', p.position_id, 'position',
        concat_ws(', ', n.name, p.role, o.name), p.country
    FROM positions AS p
    JOIN people AS n USING (person_id)
    LEFT JOIN organisations AS o USING (organisation_id)
    UNION ALL
    SELECT
        period, period_start, period_end, 'observations', observation_id, indicator,
        concat_ws(' ', indicator, format('{:g}', value), unit), ref_area
    FROM observations
)
SELECT date, date_start, date_end, table_name, row_id, kind, title, country
FROM named
WHERE date IS NOT NULL;
