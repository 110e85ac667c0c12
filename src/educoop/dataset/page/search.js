// Search in all tables: those of what documents tell of first, those behind them on demand.

const SHOWN_FOUND = 8;

function searchView(query) {
  const terms = termsOf(query.q ?? "");
  const title = terms.length ? `Search: ${query.q.trim()}` : "Search";
  const first = [...TOLD, TABLES.get("documents"), TABLES.get("places")];
  const search = (tables) => (terms.length ? tables.map((table) => foundIn(table, terms)).filter((g) => g.rows.length) : []);
  const [groups, behind] = [search(first), search(BEHIND.filter((table) => !first.includes(table)))];
  const [total, more] = [groups, behind].map((some) => some.reduce((sum, group) => sum + group.rows.length, 0));
  return {
    title,
    content: [
      h("h1", {}, title),
      CARRIED ? h("p", { role: "status", id: "hits" }, terms.length ? `${count(total, "row")} found.` : "Type some words above.")
        : tooLarge(),
      CARRIED && terms.length > 0 && !total && !more && h("p", { class: "notice" }, "Nothing was found. Try fewer or other words; ",
        "all words must stand in a row."),
      groups.map((group) => foundSection(group, query)),
      more > 0 && unfolding(`${count(more, "row")} in the tables behind these`, () => behind.map((group) => foundSection(group, query))),
    ],
  };
}

function foundSection({ table, rows }, query) {
  const number = rows.length.toLocaleString("en");
  return section(h("span", {}, table.title, " ", h("span", { class: "number" }, number)),
    h("ul", { class: "rows" }, rows.slice(0, SHOWN_FOUND).map((row) => h("li", {}, relation(row, row)))),
    rows.length > SHOWN_FOUND && h("p", {}, inside([table.name], { q: query.q.trim() }, `All ${number} in ${table.title}`)));
}

/** Rows of a table that hold all terms, first those that hold them in their label. */
function foundIn(table, terms) {
  const rows = table.rows.filter((row) => matches(row, terms));
  const inLabel = new Map(rows.map((row) => [row, terms.every((term) => folded(label(row)).includes(term))]));
  return { table, rows: rows.sort((a, b) => inLabel.get(b) - inLabel.get(a)) };
}
