// The JavaScript implementation of Data Package finds the descriptor valid and reads every CSV row with its types.
const { Package } = require("datapackage");
const { readFileSync } = require("node:fs");

async function main(folder) {
  const path = `${folder}/package/datapackage.json`;
  const stated = JSON.parse(readFileSync(path));
  const read = await Package.load(path, { strict: false });
  if (!read.valid) throw new Error(read.errors.join("\n"));
  let rows = 0;
  for (const resource of stated.resources.filter((r) => r.format === "csv")) {
    const found = await read.getResource(resource.name).read({ keyed: true });
    if (found.length !== resource.rows) throw new Error(`${resource.name}: ${found.length} rows, ${resource.rows} stated`);
    rows += found.length;
  }
  console.log(`datapackage: ${rows} rows`);
}

main(process.argv[2]).catch((error) => { console.error(error); process.exit(1); });
