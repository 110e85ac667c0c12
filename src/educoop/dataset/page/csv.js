// CSV as the files of the package have it: the same columns, quotes, line ends, and guard against formulas.

function csvCell(column, value) {
  if (value === null) return "";
  if (column.type !== "string") return String(value);
  const guarded = RELEASE.formulas.includes([...value][0]) ? `'${value}` : value;
  return `"${guarded.replaceAll('"', '""')}"`;
}

function csvText(table, rows) {
  const lines = rows.map((row) => table.columns.map((column) => csvCell(column, row.get(column.name))).join(","));
  return [table.columns.map((column) => column.name).join(","), ...lines].join("\n") + "\n";
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
