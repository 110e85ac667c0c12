// Elements of the page. What comes from the data is only ever text, never markup, and an address only a link if it is
// one of the web.

/** An element with attributes and children; what is null, true or false is left out of the latter. */
function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (attribute.startsWith("on")) throw new Error(`no ${attribute} in markup`);
    element.setAttribute(attribute, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== "" && typeof c !== "boolean"));
  return element;
}

function on(element, event, act) {
  element.addEventListener(event, act);
  return element;
}

/** A link within the page: parts of the way, and what is asked for. */
function inside(parts, query, ...children) {
  return h("a", { href: hashOf(parts, query) }, ...children);
}

/** A link to a row, named by its label unless other words are given. */
function rowLink(row, ...children) {
  return inside(addressOf(row), {}, ...(children.length ? children : [label(row)]));
}

/** A link to a file of the package. */
function fileLink(path, ...children) {
  const address = path.split("/").map(encodeURIComponent).join("/");
  return h("a", { href: address, download: true }, ...children);
}

/** The address if it is one of the web, else null. */
function webAddress(text) {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol) ? new URL(text).href : null;
  } catch {
    return null;
  }
}

/** A link out of the page; text where it leads nowhere on the web. */
function outside(address, ...children) {
  const href = webAddress(address);
  return href ? h("a", { href, rel: "noopener noreferrer external" }, ...children) : h("span", {}, ...children);
}

const badge = (code) => h("span", { class: `badge${NOT_YET.has(code) ? " not-yet" : ""}` }, codeWords(code));

/** What stands where there is no value. */
const nothing = (said) => h("span", { class: "muted" }, said);

function valueOf(row, column) {
  const value = row.get(column.name);
  const other = refers(column) ? referred(row, column) : null;
  if (other) return rowLink(other);
  if (typeof value === "string" && webAddress(value)) return outside(value, value);
  if (column.codes.has(value) && NOT_YET.has(value)) return badge(value);
  return words(row, column);
}

/** A text of the schemas, in which names of tables and columns stand between backticks. */
function prose(text) {
  return text.split("`").map((part, at) => (at % 2 === 0 ? part : TABLES.has(part) ? inside([part], {}, part) : h("code", {}, part)));
}

const section = (title, ...children) => h("section", {}, h("h2", {}, title), ...children);

/** What is made when somebody unfolds it, or prints the page. */
function unfolding(summary, make) {
  const details = h("details", {}, h("summary", {}, summary));
  const fill = () => details.childElementCount === 1 && details.append(...make());
  return on(on(details, "toggle", fill), "fill", fill);
}

function unfoldAll() {
  for (const details of document.querySelectorAll("main details")) {
    details.dispatchEvent(new Event("fill"));
    details.open = true;
  }
}

/** A list of which the rest is shown on demand. */
function someOf(items, shown, what) {
  const list = (some) => h("ul", { class: "rows" }, some.map((item) => h("li", {}, item())));
  if (items.length <= shown) return [list(items)];
  const rest = () => [list(items.slice(shown))];
  return [list(items.slice(0, shown)), unfolding(`${(items.length - shown).toLocaleString("en")} more ${what}`, rest)];
}
