-- What the codes in the columns of the tables mean, indicators with their definitions among them.
CREATE VIEW codes AS
SELECT * FROM (VALUES
    {codes}
) AS codes (table_name, column_name, code, meaning);
