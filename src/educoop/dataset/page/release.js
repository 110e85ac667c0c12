// What the page carries: the tables of the release, their rows, and how rows refer to one another.

const RELEASE = JSON.parse(document.getElementById("release").textContent);
/** Rows by table, each a list of values; null where they are too many for a page. */
const ROWS = JSON.parse(document.getElementById("rows").textContent);
const CARRIED = ROWS !== null;

class Row {
  constructor(table, values) {
    this.table = table;
    this.values = values;
  }

  /** Value of a column; null where there is none. */
  get(column) {
    return this.values[this.table.positions.get(column)] ?? null;
  }

  get id() {
    return this.get(this.table.key[0]);
  }

  /** Names it among the rows of all tables, as far as other rows can refer to it. */
  get place() {
    return placeOf(this.table.name, this.id);
  }
}

const placeOf = (table, id) => `${table}\0${id}`;

class Table {
  constructor({ name, title, description, count, schema }) {
    Object.assign(this, { name, title, description, count, key: schema.primaryKey });
    this.columns = schema.fields.map((field) => ({ ...field, origin: field["educoop:origin"] }));
    this.positions = new Map(this.columns.map((column, position) => [column.name, position]));
    for (const column of this.columns) {
      column.codes = new Map(Object.entries(column["educoop:codes"] ?? {}));
      column.claim = column["educoop:claim"] ?? column.name;
    }
    for (const { fields, reference } of schema.foreignKeys ?? []) {
      this.column(fields[0]).refersTo = reference.resource;
    }
    this.pairs = schema["educoop:references"] ?? [];
    for (const { table, row } of this.pairs) {
      this.column(row).tableColumn = table;
      this.column(table).halfOf = row;
    }
    for (const column of this.columns.filter((c) => c["educoop:edtf"])) {
      for (const bound of ["start", "end"]) this.column(`${column.name}_${bound}`).boundOf = column.name;
    }
    this.rows = (ROWS?.[name] ?? []).map((values) => new Row(this, values));
  }

  column(name) {
    return this.columns[this.positions.get(name)];
  }

  /** The first row whose key begins with these values. */
  find(id, ...more) {
    this.byId ??= grouped(this.rows, (row) => row.id);
    const found = this.byId.get(String(id)) ?? [];
    return found.find((row) => more.every((value, at) => String(row.get(this.key[at + 1])) === value)) ?? null;
  }
}

function grouped(things, keyOf) {
  const groups = new Map();
  for (const thing of things) {
    const key = String(keyOf(thing));
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

function once(make) {
  let made;
  return () => (made ??= make());
}

const TABLES = new Map(RELEASE.tables.map((described) => [described.name, new Table(described)]));

/** Tables of what documents tell of; the others say how it is known. */
const TOLD = [...TABLES.get("claims").column("table_name").codes.keys()]
  .filter((name) => name !== "documents" && TABLES.has(name))
  .map((name) => TABLES.get(name));
const BEHIND = [...TABLES.values()].filter((table) => !TOLD.includes(table));

/** The row that a row refers to in a column, or null. */
function referred(row, column) {
  const table = column.tableColumn ? row.get(column.tableColumn) : column.refersTo;
  return (table && TABLES.get(table)?.find(row.get(column.name))) ?? null;
}

const refers = (column) => Boolean(column.refersTo ?? column.tableColumn);

/** Which rows refer to which, by the place of the one referred to: a list of {row, column}. */
const REFERRING = once(() => {
  const found = new Map();
  for (const table of TABLES.values()) {
    for (const column of table.columns.filter(refers)) {
      for (const row of table.rows) {
        const id = row.get(column.name);
        if (id === null) continue;
        const place = placeOf(column.tableColumn ? row.get(column.tableColumn) : column.refersTo, id);
        const there = found.get(place);
        if (there) there.push({ row, column });
        else found.set(place, [{ row, column }]);
      }
    }
  }
  return found;
});

/** The rows of a table that refer to a row. */
function referring(row, table) {
  return (REFERRING().get(row.place) ?? []).filter((r) => r.row.table.name === table).map((r) => r.row);
}

/** The places that a row has to do with: its own, those of its organisations, and those of who takes part in it. */
function areasOf(row) {
  const areas = new Set();
  const add = (other) => {
    if (other?.table.name === "places") {
      for (const area of [other.id, other.get("country"), other.get("region")]) if (area !== null) areas.add(area);
    } else if (other?.table.name === "organisations") {
      for (const column of ["country", "place_id"]) add(TABLES.get("places").find(other.get(column)));
    }
  };
  const refersFrom = (from) => from.table.columns.filter(refers).forEach((column) => add(referred(from, column)));
  refersFrom(row);
  for (const { row: other } of REFERRING().get(row.place) ?? []) {
    if (other.table.pairs.length > 1 && other.get(other.table.pairs[0].row) === row.id) refersFrom(other);
  }
  return areas;
}
