-- What the dataset holds on each country and group of countries that it speaks of. Counts are of rows of this dataset, not
-- of the world.
CREATE VIEW country_profile AS
WITH involved AS (
    SELECT pa.subject_table, pa.subject_id, coalesce(pl.country, pl.place_id) AS country
    FROM participants AS pa JOIN places AS pl ON pa.entity_table = 'places' AND pl.place_id = pa.entity_id
    UNION
    SELECT pa.subject_table, pa.subject_id, o.country
    FROM participants AS pa
    JOIN organisations AS o ON pa.entity_table = 'organisations' AND o.organisation_id = pa.entity_id
    UNION
    SELECT table_name, row_id, country FROM things WHERE table_name IN ('agreements', 'projects', 'events')
), subjects AS (
    SELECT
        country,
        count(*) FILTER (subject_table = 'agreements') AS agreements,
        count(*) FILTER (subject_table = 'projects') AS projects,
        count(*) FILTER (subject_table = 'events') AS events
    FROM involved GROUP BY country
), owned AS (
    SELECT country, count(*) AS organisations FROM organisations GROUP BY country
), issued AS (
    SELECT issuer_country AS country, count(*) AS policies FROM policies GROUP BY issuer_country
), held AS (
    SELECT country, count(DISTINCT person_id) AS people FROM positions GROUP BY country
), measured AS (
    SELECT ref_area AS country, count(*) AS observations FROM observations GROUP BY ref_area
), found AS (
    SELECT scope AS country, count(*) AS findings FROM findings GROUP BY scope
)
SELECT
    p.place_id AS country,
    p.name,
    p.kind,
    coalesce(organisations, 0) AS organisations,
    coalesce(people, 0) AS people,
    coalesce(agreements, 0) AS agreements,
    coalesce(policies, 0) AS policies,
    coalesce(projects, 0) AS projects,
    coalesce(events, 0) AS events,
    coalesce(observations, 0) AS observations,
    coalesce(findings, 0) AS findings
FROM places AS p
LEFT JOIN subjects AS s ON s.country = p.place_id
LEFT JOIN owned AS o ON o.country = p.place_id
LEFT JOIN issued AS i ON i.country = p.place_id
LEFT JOIN held AS h ON h.country = p.place_id
LEFT JOIN measured AS m ON m.country = p.place_id
LEFT JOIN found AS f ON f.country = p.place_id
WHERE
    p.kind IN ('country', 'group')
    AND coalesce(s.country, o.country, i.country, h.country, m.country, f.country) IS NOT NULL;
