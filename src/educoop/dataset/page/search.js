// Search in all tables: those of what documents tell of first.

const SHOWN_FOUND = 8;

function searchView(query) {
  const terms = termsOf(query.q ?? "");
  const title = terms.length ? `Search: ${query.q.trim()}` : "Search";
  const groups = terms.length ? [...TOLD, ...BEHIND].map((table) => foundIn(table, terms)).filter((g) => g.rows.length) : [];
  const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return {
    title,
    content: [
      h("h1", {}, title),
      CARRIED ? h("p", { role: "status", id: "hits" }, terms.length ? `${count(total, "row")} found.` : "Type some words above.")
        : tooLarge(),
      CARRIED && terms.length > 0 && !total && h("p", { class: "notice" }, "Nothing was found. Try fewer or other words; ",
        "all words must stand in a row."),
      groups.map(({ table, rows }) => section(h("span", {}, table.title, " ", h("span", { class: "number" }, rows.length.toLocaleString("en"))),
        h("ul", { class: "rows" }, rows.slice(0, SHOWN_FOUND).map((row) => h("li", {}, relation(row, row)))),
        rows.length > SHOWN_FOUND && h("p", {}, inside([table.name], { q: query.q.trim() }, `All ${rows.length.toLocaleString("en")} in ${table.title}`)))),
    ],
  };
}

/** Rows of a table that hold all terms, first those that hold them in their label. */
function foundIn(table, terms) {
  const rows = table.rows.filter((row) => matches(row, terms));
  const inLabel = new Map(rows.map((row) => [row, terms.every((term) => folded(label(row)).includes(term))]));
  return { table, rows: rows.sort((a, b) => inLabel.get(b) - inLabel.get(a)) };
}
