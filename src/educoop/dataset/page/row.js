// A row: each value with its evidence, what disagrees, and what refers to it.

const SHOWN_RELATED = 8;
/** Tables that have a place of their own in the view of a row. */
const APART = new Set(["claims", "names", "witnesses", "discrepancies", "decisions", "coverage"]);
const WITHOUT_CLAIM = {
  registry: "From the registry of known things; no document here says it:",
  document: "From the document as a whole, its file or the registry of sources:",
};

function rowView(row) {
  const claims = grouped(claimsAbout(row), (claim) => claim.get("field"));
  const columns = row.table.columns.filter((c) => !c.boundOf && !c.halfOf && c.origin !== "key");
  const given = columns.filter((c) => row.get(c.name) !== null);
  const [said, bare] = [true, false].map((whether) => given.filter((c) => claims.has(c.claim) === whether));
  const missing = columns.filter((c) => row.get(c.name) === null);
  const claimed = new Set(columns.map((c) => c.claim));
  const others = [...claims.keys()].filter((field) => !claimed.has(field));
  const yet = standing(row);
  const doubts = referring(row, "discrepancies").length;
  return {
    title: label(row),
    content: [
      h("p", { class: "crumb" }, inside([], {}, "Start"), " › ", inside([row.table.name], {}, row.table.title)),
      h("h1", {}, label(row), yet && [" ", badge(yet.code)]),
      yet && h("p", { class: "notice" }, h("b", {}, capital(codeWords(yet.code))), " as far as the documents say. ", prose(yet.meaning)),
      witnessLine(row),
      doubts > 0 && h("p", { class: "notice" }, `Something here disagrees or is doubtful: ${count(doubts, "note")} below.`),
      row.table.name === "documents" && [documentHead(row), readSection(row), textSection(row), h("h2", {}, "About the document")],
      row.table.name === "claims" && claimView(row, undefined, row),
      h("div", { class: "values" }, said.map((column) => valueView(row, column, claims.get(column.claim))),
        others.map((field) => h("section", {}, h("h2", {}, capital(codeWords(field))),
          claimsView(claims.get(field), undefined, row, "")))),
      [...grouped(bare, (column) => column.origin).values()].map((some) => h("section", { class: "bare" },
        some[0].origin in WITHOUT_CLAIM && h("p", { class: "muted" }, WITHOUT_CLAIM[some[0].origin]), h("dl", {}, some.map((column) => bareView(row, column))))),
      listOfMissing("Not stated in the documents: ", missing.filter((c) => c.origin === "claim")),
      listOfMissing("Without a value: ", missing.filter((c) => c.origin !== "claim")),
      namesSection(row),
      discrepancySection(row),
      decisionSection(row),
      relatedSection(row),
      addressSection(row),
    ],
  };
}

/** How many documents speak of a row, and how many of them in words of their own. */
function witnessLine(row) {
  const witnesses = row.table.name === "documents" ? [] : referring(row, "witnesses");
  const [documents, own] = ["document_id", "witness_document_id"].map((c) => new Set(witnesses.map((w) => w.get(c))).size);
  if (!documents) return null;
  const repeated = documents > own && `, but ${documents - own === 1 ? "one" : documents - own} in words taken from another`;
  return h("p", { class: "muted" }, `${count(documents, "document")} ${documents === 1 ? "speaks" : "speak"} of it`, repeated, ".");
}

function valueView(row, column, claims) {
  const shown = words(row, column);
  const meaning = column.codes.get(row.get(column.name));
  return h("section", { "data-column": column.name },
    h("h2", { title: column.description }, columnTitle(column)),
    h("p", { class: "value" }, valueOf(row, column), unitOf(row, column),
      column["educoop:edtf"] && row.get(column.name) !== shown && h("span", { class: "muted" }, ` (${row.get(column.name)})`)),
    meaning && h("p", { class: "muted" }, meaning),
    claimsView(claims, column, row, shown));
}

const listOfMissing = (said, columns) => columns.length > 0
  && h("p", { class: "missing" }, h("b", {}, said), columns.map(columnTitle).join(", "), ".");

/** A value that no claim speaks of, with what it comes from. */
function bareView(row, column) {
  const meaning = column.codes.get(row.get(column.name));
  return [h("dt", { title: column.description }, columnTitle(column)), h("dd", {}, valueOf(row, column), unitOf(row, column),
    h("p", { class: "muted" }, meaning && `${meaning} `, column["educoop:derived"] && prose(`Worked out: ${column["educoop:derived"]}.`)))];
}

const unitOf = (row, column) => (row.table.name === "observations" && column.name === "value" ? ` ${unitWords(row)}` : "");

function namesSection(row) {
  const names = row.table.name === "names" ? [] : referring(row, "names").filter((name) => name.get("kind") !== "preferred");
  const kind = TABLES.get("names").column("kind");
  return names.length > 0 && section("Also called", someOf(names.map((name) => () => {
    const document = TABLES.get("documents").find(name.get("document_id"));
    return [name.get("name"), h("span", { class: "muted" }, " – ", codeWords(name.get("kind")), " ",
      document ? ["in ", rowLink(document)] : "in the registry of known things"),
      h("span", { class: "unseen" }, ` ${kind.codes.get(name.get("kind")) ?? ""}`)];
  }), SHOWN_RELATED, "names"));
}

function discrepancySection(row) {
  const found = referring(row, "discrepancies");
  return found.length > 0 && section("What disagrees or is doubtful", found.map((one) => {
    const column = row.table.column(one.get("field"));
    const claims = ["claim_id_a", "claim_id_b"].map((c) => TABLES.get("claims").find(one.get(c))).filter(Boolean);
    return h("article", { class: "discrepancy" },
      h("h3", {}, column ? `${columnTitle(column)}: ` : "", codeWords(one.get("kind"))),
      h("p", {}, one.get("explanation")),
      one.get("resolution") && h("p", {}, h("b", {}, "What the table shows: "), one.get("resolution")),
      claims.length > 1 && claims.map((claim) => claimView(claim, column, row, "")),
      h("p", {}, rowLink(one, "Details")));
  }));
}

function decisionSection(row) {
  const found = referring(row, "decisions");
  return found.length > 0 && section("What curators decided", someOf(found.map((one) => () =>
    [h("b", {}, `${capital(codeWords(one.get("action")))}: `), one.get("reason"), " ",
      h("span", { class: "muted" }, `${one.get("decided_by")}, ${dateWords(one.get("decided_on"))} `), rowLink(one, "details")]),
  SHOWN_RELATED, "decisions"));
}

/** Rows that refer to this one, by table and by what this one is to them. */
function relatedSection(row) {
  const apart = row.table.name === "documents" ? new Set([...APART, ...TOLD.map((t) => t.name), "passages"]) : APART;
  const others = (REFERRING().get(row.place) ?? []).filter((r) => !apart.has(r.row.table.name) && r.row !== row);
  const rank = ({ row: { table } }) => (TOLD.includes(table) ? TOLD.indexOf(table) : TOLD.length);
  const groups = [...grouped(others, (r) => `${r.row.table.name}\0${r.column.name}`).values()].sort((a, b) => rank(a[0]) - rank(b[0]));
  return groups.length > 0 && section("Related", groups.map((group) => {
    const { table } = group[0].row;
    const { column } = group[0];
    return [h("h3", {}, table.title, table.pairs.length < 2 && column.name !== row.table.key[0] && ` (${columnTitle(column).toLowerCase()})`, " ",
      h("span", { class: "number" }, group.length.toLocaleString("en"))),
    someOf(group.map((r) => () => relation(r.row, row)), SHOWN_RELATED, table.title.toLowerCase())];
  }));
}

/** A row in the list of another one: its name, or what it consists of beside that other row. */
function relation(row, from) {
  const yet = standing(row);
  const mark = yet && [" ", badge(yet.code)];
  if (tellingColumn(row.table) || row.table.name === "observations") {
    const dates = datesOf(row.table);
    const kind = row.table.column("kind");
    const about = [kind && words(row, kind), dates && tellingColumn(row.table) && words(row, dates)].filter(Boolean);
    return [rowLink(row), mark, about.length > 0 && h("span", { class: "muted" }, ` – ${about.join(", ")}`)];
  }
  const parts = composed(row).filter((column) => referred(row, column)?.place !== from.place);
  return [parts.map((column, at) => [at ? " · " : "", valueOf(row, column)]), mark, " ",
    rowLink(row, "evidence", h("span", { class: "unseen" }, ` for ${label(row)}`))];
}

function addressSection(row) {
  const { about } = RELEASE;
  return h("p", { class: "muted address" }, "Permanent id: ", h("code", {}, row.table.key.map((c) => row.get(c)).join(", ")),
    ` in ${row.table.name}. To cite this row: ${about.citation} ${row.table.name}, ${row.id}.`);
}
