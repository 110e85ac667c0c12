// How values read: words for codes, names for keys, dates as people write them.

/** Columns that say what a row is, the best first. */
const TELLING = ["name", "title", "statement", "explanation", "reason", "quote", "calculation", "raw", "text", "file"];
const LONGEST_LABEL = 160;
/** Codes for what is not there yet. */
const NOT_YET = new Set(["planned", "proposed", "agreed", "under_construction"]);
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const DIVISIONS = { 21: "spring", 22: "summer", 23: "autumn", 24: "winter", 25: "spring", 26: "summer", 27: "autumn",
  28: "winter", 33: "first quarter of", 34: "second quarter of", 35: "third quarter of", 36: "fourth quarter of",
  37: "first third of", 38: "second third of", 39: "last third of", 40: "first half of", 41: "second half of" };
const MARKS = { "~": "about ", "?": "perhaps ", "%": "perhaps about " };

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const codeWords = (code) => code.replaceAll("_", " ");
const flat = (text) => text.replace(/\s+/gu, " ");

/** What a column is called. */
function columnTitle(column) {
  return column.title ?? capital(codeWords(refers(column) ? column.name.replace(/_id$/, "") : column.name));
}

function cut(text, longest = LONGEST_LABEL) {
  const points = [...flat(text.slice(0, 8 * longest))]; // a text may be a whole document
  return points.length <= longest && text.length <= 8 * longest ? points.join("") : `${points.slice(0, longest - 1).join("").trimEnd()}…`;
}

function dateWords(text) {
  const [first, last] = text.split("/");
  if (last === undefined) return oneDate(text);
  const open = (end) => end === "" || end === "..";
  if (open(last)) return `since ${oneDate(first)}`;
  return open(first) ? `until ${oneDate(last)}` : `${oneDate(first)} to ${oneDate(last)}`;
}

function oneDate(text) {
  const mark = MARKS[text.at(-1)] ?? "";
  const date = mark ? text.slice(0, -1) : text;
  if (/^\d+X+$/.test(date)) return `${mark}${date.replaceAll("X", "0")}s`;
  const [year, month, day] = date.split("-");
  if (month === undefined) return mark + year;
  const name = MONTHS[Number(month) - 1] ?? DIVISIONS[Number(month)];
  return name ? `${mark}${day ? `${Number(day)} ` : ""}${name} ${year}` : text;
}

const languageNames = once(() => new Intl.DisplayNames(["en"], { type: "language" }));

function languageWords(tag) {
  try {
    return languageNames().of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A value of a column in words; references become the names of what they refer to. */
function words(row, column, value = row.get(column.name)) {
  if (value === null) return "";
  if (refers(column)) {
    const other = referred(row, column);
    return other ? label(other) : String(value);
  }
  return plainWords(column, value);
}

function plainWords(column, value) {
  if (column.codes.has(value)) return capital(codeWords(value));
  if (column["educoop:edtf"] || column.type === "date") return dateWords(value);
  if (column.type === "boolean") return value ? "Yes" : "No";
  if (column.name === "language") return languageWords(value);
  const number = column.type === "number" || (column.type === "integer" && Math.abs(value) >= 10000);
  return number ? value.toLocaleString("en", { maximumFractionDigits: 12 }) : String(value);
}

/** The same for the value of a claim, which gives a reference as `table:key` or as the key alone. */
function claimWords(column, text, row) {
  if (column === undefined) return text;
  if (refers(column)) {
    const [, table, id] = /^([a-z_]+):(.+)$/su.exec(text) ?? [];
    const of = column.refersTo ?? row.get(column.tableColumn);
    const other = (TABLES.has(table) && TABLES.get(table).find(id)) || (of && TABLES.get(of)?.find(text));
    return other ? label(other) : text;
  }
  if (column.type === "number" || column.type === "integer") {
    return text.trim() !== "" && Number.isFinite(Number(text)) ? plainWords(column, Number(text)) : text;
  }
  return column.type === "string" ? plainWords(column, text) : text;
}

const tellingColumn = (table) => TELLING.find((name) => table.positions.has(name));

const LABELS = new WeakMap();

/** What a row is, in a few words. */
function label(row) {
  if (!LABELS.has(row)) LABELS.set(row, labelOf(row));
  return LABELS.get(row);
}

function labelOf(row) {
  for (const name of TELLING) {
    const value = row.get(name);
    if (value === null) continue;
    return name === "file" && row.table.name === "documents" ? untitled(row) : cut(value);
  }
  if (row.table.name === "observations") return cut(figureWords(row));
  return cut(composed(row).map((column) => words(row, column)).join(" · ") || row.id);
}

function untitled(document) {
  const parts = [document.get("creators") ?? document.get("publisher"), words(document, document.table.column("published"))];
  return cut(`Untitled ${codeWords(document.get("kind"))}: ${parts.filter(Boolean).join(", ") || document.get("file")}`);
}

/** A figure as one would say it: how many, of what, where and when. */
function figureWords(row) {
  const said = (name) => words(row, row.table.column(name));
  const qualifier = row.get("qualifier") === "exact" ? "" : `${said("qualifier").toLowerCase()} `;
  const areas = ["ref_area", "counterpart_area"].map(said).filter(Boolean).join(" – ");
  const about = [said("indicator"), said("subject_id"), areas, said("period")].filter(Boolean).join(", ");
  return `${qualifier}${said("value")} ${unitWords(row)}: ${about}`;
}

function unitWords(row) {
  const unit = row.get("unit");
  return row.table.column("unit").codes.has(unit) ? codeWords(unit) : unit;
}

/** The columns that tell what a row without a name is. */
function composed(row) {
  return row.table.columns.filter((c) => c.origin === "claim" && !c.halfOf && row.get(c.name) !== null);
}

/** A code that says that the thing is not there yet, with its meaning; null where there is none. */
function standing(row) {
  for (const column of row.table.columns) {
    const value = row.get(column.name);
    if (NOT_YET.has(value) && column.codes.has(value)) return { code: value, meaning: column.codes.get(value) };
  }
  const said = claimsAbout(row);
  if (!said.length || !said.every((claim) => NOT_YET.has(claim.get("modality")))) return null;
  return { code: said[0].get("modality"), meaning: codeMeaning(said[0], "modality") };
}

/** Text to search in: what a reader would type, without accents and capitals. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’ʻʼ`´]/gu, "'").replace(/[‐‑–—−]/gu, "-").toLowerCase();
}

const TEXTS = new WeakMap();

/** All that is written in a row, and all names of what it is about. */
function textOf(row) {
  let text = TEXTS.get(row);
  if (text === undefined) {
    const cells = row.table.columns.filter((c) => !c.boundOf).map((column) => {
      const value = row.get(column.name);
      return value !== null && column.codes.has(value) ? `${value} ${words(row, column)}` : words(row, column);
    });
    const names = row.table.name === "names" ? [] : referring(row, "names").map((name) => name.get("name"));
    text = folded([...cells, ...names].join("\n"));
    TEXTS.set(row, text);
  }
  return text;
}

const termsOf = (query) => folded(query).split(/\s+/u).filter(Boolean);
const matches = (row, terms) => terms.every((term) => textOf(row).includes(term));

function bytesWords(bytes) {
  const units = ["bytes", "kB", "MB", "GB"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 3);
  return `${(bytes / 1000 ** power).toLocaleString("en", { maximumFractionDigits: power ? 1 : 0 })} ${units[power]}`;
}

const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
