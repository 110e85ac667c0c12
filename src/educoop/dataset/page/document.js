// What a document adds to the view of its row: where to read it, and what was read from it.

const SHOWN_READ = 10;

function documentHead(document) {
  const address = document.get("address");
  const may = document.get("may_republish");
  return h("p", { class: "lead" },
    address ? ["Read it at ", outside(address, address), ". "] : "Where it was published is not known. ",
    may ? "Its licence allows it to be republished, so its text is below."
      : "It may not be republished, so only the words that values rest on are quoted here.");
}

/** The rows that rest on the document, by table. */
function readSection(document) {
  const claims = (CLAIMS().ofDocument.get(document.id) ?? []).filter((claim) => claim.get("table_name") !== "documents");
  const byTable = grouped(claims, (claim) => claim.get("table_name"));
  const groups = TOLD.filter((table) => byTable.has(table.name)).map((table) => {
    const ids = [...new Set(byTable.get(table.name).map((claim) => claim.get("row_id")))];
    const rows = ids.map((id) => table.find(id)).filter(Boolean);
    return [h("h3", {}, table.title, " ", h("span", { class: "number" }, rows.length.toLocaleString("en"))),
      someOf(rows.map((row) => () => relation(row, document)), SHOWN_READ, table.title.toLowerCase())];
  });
  return section("What was read from it", groups.length ? groups : h("p", {}, "Nothing was read from this document."));
}

function textSection(document) {
  const passages = referring(document, "passages").filter((p) => p.get("text") !== null && p.get("kind") !== "boilerplate")
    .sort((a, b) => a.get("position") - b.get("position"));
  if (!passages.length) return null;
  const headings = new Set(["title", "heading"]);
  return h("div", { class: "text" }, unfolding("Its text", () =>
    passages.map((p) => h(headings.has(p.get("kind")) ? "h3" : "p", {}, p.get("text")))));
}
