// hyparquet reads every Parquet file: columns, rows, and the descriptions in the metadata.
import { readFileSync } from "node:fs";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";

const folder = process.argv[2];
const stated = JSON.parse(readFileSync(`${folder}/package/datapackage.json`));
let total = 0;
for (const resource of stated.resources.filter((r) => r.format === "parquet")) {
  const file = await asyncBufferFromFile(`${folder}/package/${resource.path}`);
  const metadata = await parquetMetadataAsync(file);
  const described = metadata.key_value_metadata.find((entry) => entry.key === "description");
  if (described?.value !== resource.description) throw new Error(`${resource.path}: no description in the file`);
  const columnTexts = JSON.parse(metadata.key_value_metadata.find((entry) => entry.key === "columns").value);
  for (const field of resource.schema.fields) {
    if (columnTexts[field.name] !== field.description) throw new Error(`${resource.path}: no text on ${field.name}`);
  }
  const rows = await parquetReadObjects({ file, metadata });
  if (rows.length !== resource.rows) throw new Error(`${resource.path}: ${rows.length} rows, ${resource.rows} stated`);
  const columns = resource.schema.fields.map((field) => field.name);
  if (rows.length && Object.keys(rows[0]).join() !== columns.join()) throw new Error(`${resource.path}: other columns`);
  total += rows.length;
}
console.log(`hyparquet: ${total} rows`);
