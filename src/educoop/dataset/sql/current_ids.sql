-- For every id that is no longer used, the id that took its place, however often that happened; NULL when it was withdrawn.
CREATE VIEW current_ids AS
WITH RECURSIVE successors AS (  -- names are qualified because `why` has a parameter of the same name
    SELECT i.table_name, i.old_id, i.new_id, 1 AS step FROM retired_ids AS i
    UNION ALL
    SELECT s.table_name, s.old_id, r.new_id, s.step + 1
    FROM successors AS s JOIN retired_ids AS r ON r.table_name = s.table_name AND r.old_id = s.new_id
    WHERE s.step < 100
)
SELECT s.table_name, s.old_id, s.new_id AS current_id
FROM successors AS s
QUALIFY row_number() OVER (PARTITION BY s.table_name, s.old_id ORDER BY s.step DESC) = 1;
