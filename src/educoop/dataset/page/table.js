// A table: search, filters, sorting, pages, and what is found as CSV.

const PAGE = 50;
const MOST_OPTIONS = 200;
/** Stands among the choices of a filter for rows without a value; no code or key looks like it. */
const NONE = "-";
const LONGEST_CELL = 200;
const LONGEST_LINK = 120;
/** A cell with more characters than this gets a wider column. */
const LONG = 25;

/** How rows can be chosen, beside the search: by a code or a document, by a place, by a span of years. */
const CHOICES = new WeakMap();

function choicesOf(table) {
  if (!CHOICES.has(table)) CHOICES.set(table, { columns: columnChoices(table), areas: areaChoices(table), dates: datesOf(table) });
  return CHOICES.get(table);
}

function columnChoices(table) {
  const wanted = table.columns.filter((c) => !c.halfOf || !table.columns.some((o) => o.name === c.halfOf && table.key.includes(o.name)));
  const found = [];
  for (const column of wanted.filter((c) => c.codes.size || c.refersTo === "documents")) {
    const options = new Map();
    for (const row of table.rows) {
      const value = row.get(column.name) ?? NONE;
      const option = options.get(value) ?? { value, number: 0, words: value === NONE ? "not stated" : words(row, column) };
      option.number += 1;
      options.set(value, option);
    }
    if (options.size > 1 && options.size <= MOST_OPTIONS) found.push({ column, options: inOrder([...options.values()]) });
  }
  return found;
}

function areaChoices(table) {
  if (!table.columns.some(refers) || table.name === "claims") return [];
  const options = new Map();
  for (const row of table.rows) {
    for (const area of areasOf(row)) {
      const option = options.get(area) ?? { value: area, number: 0, words: nameOfPlace(area) };
      option.number += 1;
      options.set(area, option);
    }
  }
  return inOrder([...options.values()]);
}

const nameOfPlace = (id) => {
  const place = TABLES.get("places").find(id);
  return place ? label(place) : id;
};

const COLLATOR = new Intl.Collator("en", { numeric: true });

const inOrder = (options) => options.sort((a, b) => (a.value === NONE) - (b.value === NONE) || COLLATOR.compare(a.words, b.words));

/** The column of dates by which a table is chosen, if it has one. */
function datesOf(table) {
  return table.columns.find((c) => c["educoop:edtf"]) ?? table.columns.find((c) => c.name === "year" && c.type === "integer") ?? null;
}

/** First and last year that a row is about; null without one. An end that is open is endless. */
function yearsOf(row, column) {
  const value = row.get(column.name);
  if (value === null) return null;
  if (column.type === "integer") return [value, value];
  const year = (bound) => Number(row.get(`${column.name}_${bound}`)?.slice(0, 4) ?? NaN);
  const [first, last] = [year("start"), year("end")];
  return [Number.isNaN(first) ? -Infinity : first, Number.isNaN(last) ? Infinity : last];
}

/** The rows that are asked for, and how many were passed over since they have no date. */
function found(table, query) {
  const { columns, dates } = choicesOf(table);
  const terms = termsOf(query.q ?? "");
  const from = /^\d{1,4}$/.test(query.from ?? "") ? Number(query.from) : -Infinity;
  const to = /^\d{1,4}$/.test(query.to ?? "") ? Number(query.to) : Infinity;
  const byYear = dates && (from > -Infinity || to < Infinity);
  let undated = 0;
  const rows = table.rows.filter((row) => {
    for (const { column } of columns) {
      if (query[column.name] && (row.get(column.name) ?? NONE) !== query[column.name]) return false;
    }
    if (query.area && !areasOf(row).has(query.area)) return false;
    if (!matches(row, terms)) return false;
    const years = byYear ? yearsOf(row, dates) : [0, 0];
    if (years === null) undated += 1;
    return !byYear || (years !== null && years[0] <= to && years[1] >= from);
  });
  return { rows: sorted(table, rows, query.sort ?? ""), undated };
}

function sorted(table, rows, sort) {
  const down = sort.startsWith("-");
  const column = table.column(down ? sort.slice(1) : sort);
  if (!column) return rows;
  const by = column["educoop:edtf"] ? table.column(`${column.name}_start`) : column;
  const keys = new Map(rows.map((row) => [row, by.type === "string" && row.get(by.name) !== null ? words(row, by) : row.get(by.name)]));
  const compare = (a, b) => (typeof a === "string" ? COLLATOR.compare(a, b) : Number(a) - Number(b));
  return [...rows].sort((a, b) => {
    const [one, other] = [keys.get(a), keys.get(b)];
    if (one === null || other === null) return (one === null) - (other === null);
    return down ? compare(other, one) : compare(one, other);
  });
}

function tableView(table, query) {
  const results = h("div", { id: "results" });
  const { columns, areas, dates } = choicesOf(table);
  const field = (name, title, input) => h("div", { class: "field" }, h("label", { for: `by-${name}` }, title), input);
  const select = (name, title, options) => field(name, title, h("select", { id: `by-${name}`, name },
    h("option", { value: "" }, "any"), options.map((o) => h("option", { value: o.value }, `${cut(o.words, 60)} (${o.number})`))));
  const year = (name, title) => field(name, title,
    h("input", { id: `by-${name}`, name, type: "text", inputmode: "numeric", maxlength: "4", size: "5", placeholder: "year" }));
  const form = h("form", { class: "filters", "aria-label": `Choose among ${table.title}` },
    field("q", "Search", h("input", { id: "by-q", name: "q", type: "search", autocomplete: "off" })),
    areas.length > 0 && select("area", "Country or place", areas),
    columns.map(({ column, options }) => select(column.name, columnTitle(column), options)),
    dates && h("div", { class: "years" }, year("from", `${columnTitle(dates)} from`), year("to", "to")),
    h("button", { type: "button", class: "plain" }, "Clear"));
  const asked = () => Object.fromEntries([...form.elements].filter((e) => e.name && e.value.trim()).map((e) => [e.name, e.value]));
  const fill = (wanted) => [...form.elements].filter((e) => e.name).forEach((e) => (e.value = wanted[e.name] ?? ""));
  const go = (changes) => replaceRoute([table.name], { ...asked(), sort: current.sort, ...changes });
  let current = query;
  let waiting;
  on(form, "submit", (event) => event.preventDefault());
  on(form, "input", (event) => {
    clearTimeout(waiting);
    if (event.target.type === "search" || event.target.type === "text") waiting = setTimeout(() => go({}), 200);
  });
  on(form, "change", () => go({}));
  on(form.querySelector("button"), "click", () => {
    fill({});
    go({ sort: undefined });
  });
  const show = (wanted) => {
    current = wanted;
    const shown = found(table, wanted);
    results.replaceChildren(h("div", {}, resultsView(table, wanted, shown, go)));
  };
  fill(query);
  if (table.rows.length) show(query);
  return {
    title: table.title,
    update: (wanted) => {
      if (document.activeElement?.form !== form) fill(wanted);
      show(wanted);
    },
    content: [
      h("h1", {}, table.title),
      h("p", {}, prose(table.description)),
      CARRIED || tooLarge(),
      CARRIED && !table.count && h("p", { class: "notice" }, "This table has no rows in this release."),
      table.rows.length > 0 && [form, results],
      meaningOf(table),
      h("p", {}, "The whole table: ", fileLinks(RELEASE.files.filter((file) => file.table === table.name))),
    ],
  };
}

function meaningOf(table) {
  return h("details", { open: !CARRIED }, h("summary", {}, "What the columns mean"), h("dl", { class: "meaning" },
    table.columns.map((column) => [h("dt", {}, columnTitle(column), " ", h("code", {}, column.name)), h("dd", {}, prose(column.description),
      column.codes.size > 0 && h("ul", {}, [...column.codes].map(([code, meaning]) =>
        h("li", {}, h("b", {}, capital(codeWords(code))), ` – ${meaning}`))))])));
}

/** The columns that a list of rows shows; the key only where nothing else says what a row is. */
function shownColumns(table) {
  const telling = tellingColumn(table);
  const shown = table.columns.filter((c) => !c.boundOf && !c.halfOf && !(table.key.includes(c.name) && c.origin === "key" && !refers(c)));
  return telling ? [table.column(telling), ...shown.filter((c) => c.name !== telling)] : shown;
}

function resultsView(table, query, { rows, undated }, go) {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(Math.max(1, Number.parseInt(query.page ?? "1", 10) || 1), pages);
  const shown = rows.slice((page - 1) * PAGE, page * PAGE);
  const said = rows.length === table.rows.length ? count(rows.length, "row")
    : `${rows.length.toLocaleString("en")} of ${count(table.rows.length, "row")}`;
  const save = on(h("button", { type: "button", class: "plain", id: "save" }, "Download these as CSV"), "click",
    () => download(`${table.name}.csv`, csvText(table, rows)));
  return [
    h("p", { class: "found" }, h("span", { role: "status", id: "hits" }, said,
      undated > 0 && `; ${undated.toLocaleString("en")} without a date are not among them`), " ", rows.length > 0 && save),
    rows.length ? listOf(table, shown, query, go)
      : h("p", { class: "notice" }, "Nothing was found. Try fewer words, or clear the filters."),
    pages > 1 && pager(table, query, page, pages),
  ];
}

function listOf(table, rows, query, go) {
  const columns = shownColumns(table);
  const telling = tellingColumn(table);
  const [sort, down] = [(query.sort ?? "").replace(/^-/, ""), (query.sort ?? "").startsWith("-")];
  const heads = columns.map((column) => {
    const order = column.name !== sort ? null : down ? "descending" : "ascending";
    const next = order === "ascending" ? `-${column.name}` : column.name;
    const button = h("button", { type: "button", title: column.description }, columnTitle(column),
      h("span", { "aria-hidden": "true", class: "arrow" }, order === "ascending" ? " ▲" : order ? " ▼" : ""));
    on(button, "click", () => {
      go({ sort: next, page: undefined });
      window.document.querySelector(`#results th[data-column="${column.name}"] button`)?.focus();
    });
    return h("th", { scope: "col", "aria-sort": order, "data-column": column.name }, button);
  });
  return h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": table.title }, h("table", { class: "list" },
    h("thead", {}, h("tr", {}, telling ? null : h("th", { scope: "col" }, "Row"), heads)),
    h("tbody", {}, rows.map((row) => h("tr", {},
      telling ? null : h("td", { class: "main" }, rowLink(row, h("span", { class: "open" }, "Open "), h("span", { class: "unseen" }, label(row)))),
      columns.map((column) => cell(row, column, column.name === telling)))))));
}

function cell(row, column, main) {
  const value = row.get(column.name);
  const empty = value === null && !main;
  const other = refers(column) && !main ? referred(row, column) : null;
  const content = main ? mainCell(row) : empty
    ? [h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "unseen" }, "not stated")]
    : other ? rowLink(other, cut(label(other), LONGEST_LINK))
    : column.codes.has(value) ? h("span", { title: column.codes.get(value) }, valueOf(row, column))
    : typeof value === "string" && value.length > LONGEST_CELL ? cut(value, LONGEST_CELL) : valueOf(row, column);
  return h(main ? "th" : "td", { scope: main ? "row" : null, class: [main && "main", empty && "empty", column.type === "number" && "figure", column["educoop:edtf"] && "date",
    (other || column.type === "string") && textLength(row, column) > LONG && "long"]
    .filter(Boolean).join(" ") || null, "data-title": columnTitle(column) }, content);
}

const textLength = (row, column) => words(row, column).length;

function mainCell(row) {
  const yet = standing(row);
  return [rowLink(row), yet && [" ", badge(yet.code)]];
}

function pager(table, query, page, pages) {
  const to = (number, text) => number >= 1 && number <= pages
    ? inside([table.name], { ...query, page: number === 1 ? "" : String(number) }, text) : h("span", { class: "muted" }, text);
  return h("nav", { class: "pager", "aria-label": "Pages" }, to(page - 1, "← Previous"), ` Page ${page} of ${pages} `, to(page + 1, "Next →"));
}
