-- The id in use for an id that may have been retired. SELECT current_id('projects', 'some-project-id').
CREATE MACRO current_id(in_table, asked_id) AS coalesce(
    (SELECT any_value(i.current_id) FROM current_ids AS i WHERE i.table_name = in_table AND i.old_id = asked_id),
    asked_id
);
