// The first view: what the release is, how far it can be trusted, where to begin.

const MANY = 12;

function startView() {
  const { about } = RELEASE;
  const documents = TABLES.get("documents");
  const told = TOLD.reduce((sum, table) => sum + table.count, 0);
  return {
    title: about.title,
    content: [
      h("h1", {}, about.title),
      h("p", { class: "lead" }, about.description),
      h("p", {}, `Version ${about.version} of ${dateWords(about.released)}. `, count(documents.count, "document"), ", ",
        count(told, "row"), " read from them, each value with the words it rests on."),
      CARRIED || tooLarge(),
      section("What is in it", h("ul", { class: "cards" }, TOLD.map(card))),
      CARRIED && countrySection(),
      CARRIED && documentSection(documents),
      qualitySection(),
      section("How to read it", h("ul", {},
        h("li", {}, "Open a row to see each value with the quotation it comes from, the document, and a link to it."),
        h("li", {}, "What a document only plans or proposes is marked: ", badge("planned"), " ", badge("proposed"), "."),
        h("li", {}, "“–” or “not stated” means that no document says it. It does not mean zero, or no."),
        h("li", {}, "Where documents disagree the table shows one value by a stated rule, and the row lists what disagrees."),
        h("li", {}, "Figures of different documents may be about the same thing: do not add them up."))),
      citationSection(about),
      downloadSection(),
      section("Behind the rows", h("ul", { class: "cards small" }, BEHIND.map(card))),
    ],
  };
}

function tooLarge() {
  return h("p", { class: "notice", id: "too-large" },
    `This release has ${count(RELEASE.tables.reduce((sum, table) => sum + table.count, 0), "row")}, more than a page can carry `,
    `(${count(RELEASE.most.rows, "row")} or ${bytesWords(RELEASE.most.bytes)}). `,
    "So this page describes it, and the rows are in the files below: open ", h("code", {}, RELEASE.database),
    " with DuckDB, which also has views for the usual questions, or a table as CSV in a spreadsheet. ",
    fileLink("README.md", "README.md"), " explains how, with examples.");
}

function card(table) {
  return h("li", {}, inside([table.name], {}, h("b", {}, table.title), " ", h("span", { class: "number" },
    table.count.toLocaleString("en"))), h("span", { class: "muted" }, prose(table.description.split(/(?<=[.;])\s/u)[0])));
}

/** The countries and groups that most rows have to do with. */
function countrySection() {
  const places = TABLES.get("places");
  const numbers = new Map();
  for (const table of TOLD) {
    for (const row of table.rows) for (const area of areasOf(row)) numbers.set(area, (numbers.get(area) ?? 0) + 1);
  }
  const found = [...numbers].map(([area, number]) => ({ place: places.find(area), number }))
    .filter(({ place }) => place && place.get("kind") !== "city" && place.get("kind") !== "region")
    .sort((a, b) => b.number - a.number || (label(a.place) < label(b.place) ? -1 : 1));
  return found.length > 0 && section("By country or group of countries", h("div", { class: "columns" }, someOf(found.map(({ place, number }) => () =>
    [rowLink(place), " ", h("span", { class: "muted" }, count(number, "row"))]), MANY, "countries and groups")));
}

function documentSection(documents) {
  return section("Documents", someOf(documents.rows.map((row) => () => [rowLink(row), " ", h("span", { class: "muted" },
    [row.get("publisher") ?? row.get("creators"), row.get("published") && dateWords(row.get("published"))]
      .filter(Boolean).join(", "))]), MANY, "documents"));
}

const percent = (share) => (share === null ? "–" : `${Math.round(share * 100)} %`);

function qualitySection() {
  const { measured, how, documents, documents_not_measured: others, tables, unseen } = RELEASE.quality;
  return section("How far it can be trusted",
    measured ? [
      h("p", {}, "Rules read the documents, not people. How well they do was measured against what people read in ",
        count(documents.length, "document"), " of this release", others ? ` (${others} were not measured)` : "", ":"),
      qualityTable("Quality by table", tables),
    ] : [],
    h("p", { class: "muted" }, how, " All figures: ", fileLink("quality.json", "quality.json"), "."),
    unseen ? [
      h("p", {}, "In ", count(unseen.documents, "document"), " that the rules did not know:"),
      qualityTable("Quality in unknown documents", unseen.tables),
      h("p", { class: "muted" }, unseen.how),
    ] : [],
    h("p", {}, h("b", {}, "Before you quote a value, open its row and read the words behind it.")));
}

function qualityTable(label, tables) {
  const rows = Object.entries(tables).map(([name, figures]) => h("tr", {},
    h("th", { scope: "row" }, TABLES.has(name) ? inside([name], {}, TABLES.get(name).title) : capital(name)),
    h("td", {}, percent(figures.precision)), h("td", {}, percent(figures.core_recall)), h("td", {}, percent(figures.recall)),
    h("td", {}, String(figures.annotated))));
  return h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": label }, h("table", { class: "figures" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Table"), h("th", { scope: "col" }, "Of the rows listed, right"),
      h("th", { scope: "col" }, "Of the main facts, found"), h("th", { scope: "col" }, "Of all facts, found"),
      h("th", { scope: "col" }, "Facts read by people"))),
    h("tbody", {}, rows)));
}

function citationSection(about) {
  return section("Citing and reusing it",
    h("p", {}, h("q", { class: "citation" }, about.citation)),
    h("p", {}, "The rows are under ", about.licences.map((licence, at) => [at ? ", " : "", outside(licence.path, licence.title)]),
      ": use them for anything, and say where they come from. Quoted words belong to their authors; each document says under ",
      "which licence it is. ", fileLink("CITATION.cff", "CITATION.cff")));
}

function downloadSection() {
  const files = grouped(RELEASE.files, (file) => file.table);
  const formats = [...new Set(RELEASE.files.map((file) => file.format))];
  const rows = [...TABLES.values()].sort((a, b) => (a.title < b.title ? -1 : 1)).map((table) => h("tr", {},
    h("th", { scope: "row" }, table.title), h("td", {}, table.count.toLocaleString("en")),
    formats.map((format) => h("td", {}, fileLinks(files.get(table.name).filter((file) => file.format === format))))));
  return section("Downloads",
    h("p", {}, "All tables with their keys and views for SQL: ",
      h("a", { href: `../${RELEASE.database}`, download: true }, RELEASE.database),
      " (DuckDB), which lies beside this folder in a release. What columns and codes mean: ", fileLink("README.md", "README.md"),
      ". What is new: ", fileLink("CHANGES.md", "CHANGES.md"), ". For programs: ", fileLink("datapackage.json", "datapackage.json"),
      ". Checksums: ", fileLink("checksums.txt", "checksums.txt"), "."),
    h("details", { open: !CARRIED }, h("summary", {}, "Each table as a file"),
      h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Files" }, h("table", { class: "figures" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Table"), h("th", { scope: "col" }, "Rows"),
          formats.map((format) => h("th", { scope: "col" }, FORMAT_NAMES[format] ?? format)))),
        h("tbody", {}, rows)))));
}

const FORMAT_NAMES = { csv: "CSV", parquet: "Parquet" };

function fileLinks(files) {
  return files.map((file, at) => [at ? ", " : "",
    fileLink(file.path, FORMAT_NAMES[file.format] ?? file.format, h("span", { class: "unseen" }, ` of ${file.table}`),
      ` (${bytesWords(file.bytes)})`)]);
}
