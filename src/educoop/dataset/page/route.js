// The address of a view stands behind the # of the page: #/table/key?what-is-asked-for

/** Parts of the way and what is asked for, from an address. */
function routeOf(hash) {
  const [way, query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const parts = way.split("/").filter(Boolean).map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { parts, query: Object.fromEntries(new URLSearchParams(query)) };
}

function hashOf(parts, query = {}) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value !== null)).toString();
  return `#/${parts.map(encodeURIComponent).join("/")}${asked && `?${asked}`}`;
}

const addressOf = (row) => [row.table.name, ...row.table.key.map((column) => String(row.get(column)))];
