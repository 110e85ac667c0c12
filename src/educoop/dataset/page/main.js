// Shows the view of the address, and keeps the address, the title of the page and the focus in step with it.

const MAIN = document.getElementById("main");
const SCROLLED = new Map();
let shown = { hash: null, parts: null, update: null };
let followed = false;

function viewOf({ parts, query }) {
  const [name, ...key] = parts;
  if (name === undefined) return startView();
  if (name === "search") return searchView(query);
  const table = TABLES.get(name);
  if (!table) return missingView(`There is no table “${name}”.`);
  if (!key.length) return tableView(table, query);
  const row = table.find(...key);
  if (row) return rowView(row);
  return CARRIED ? retiredView(table, key[0]) : missingView(tooLarge());
}

function missingView(said) {
  return { title: "Not here", content: [h("h1", {}, "Not here"), h("p", { class: "notice" }, said), h("p", {}, inside([], {}, "Start"))] };
}

/** For an id that is not in use: what took its place, if anything did. */
function retiredView(table, id) {
  const retired = TABLES.get("retired_ids").rows.find((row) => row.get("table_name") === table.name && row.get("old_id") === id);
  if (!retired) return missingView(`“${table.title}” has no row “${id}” in this release.`);
  const heir = retired.get("new_id");
  return missingView(heir ? [`“${id}” has become `, inside([table.name, heir], {}, heir), "."]
    : `“${id}” was withdrawn in version ${retired.get("release")}.`);
}

function show() {
  const route = routeOf(location.hash);
  const same = shown.update && shown.parts.join("\0") === route.parts.join("\0");
  if (shown.hash !== null) SCROLLED.set(shown.hash, window.scrollY);
  shown.hash = location.hash;
  if (same) {
    shown.update(route.query);
    followed = false;
    return;
  }
  const view = viewOf(route);
  const first = shown.parts === null;
  shown = { hash: location.hash, parts: route.parts, update: view.update ?? null };
  MAIN.replaceChildren(h("div", {}, view.content));
  document.title = route.parts.length ? `${view.title} – ${RELEASE.about.title}` : RELEASE.about.title;
  for (const link of document.querySelectorAll("#tables a")) {
    if (link.hash === `#/${route.parts[0] ?? ""}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.getElementById("everywhere").value = route.parts[0] === "search" ? route.query.q ?? "" : "";
  if (!first) {
    MAIN.focus({ preventScroll: true });
    window.scrollTo(0, followed ? 0 : SCROLLED.get(location.hash) ?? 0);
  }
  followed = false;
}

/** Change what is asked for without a new step in the history of the browser. */
function replaceRoute(parts, query) {
  history.replaceState(null, "", hashOf(parts, Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))));
  show();
}

function frame() {
  const { about } = RELEASE;
  document.getElementById("tables").append(h("ul", {}, [...TOLD, TABLES.get("documents"), TABLES.get("places")]
    .map((table) => h("li", {}, inside([table.name], {}, table.title)))));
  document.getElementById("footer").append(h("p", {}, about.citation, " ",
    about.licences.map((licence) => outside(licence.path, licence.title)), ". This page holds all of it: it loads nothing."));
  const search = document.getElementById("search-everywhere");
  on(search, "submit", (event) => {
    event.preventDefault();
    followed = true;
    location.hash = hashOf(["search"], { q: document.getElementById("everywhere").value.trim() });
  });
  on(document.getElementById("skip"), "click", (event) => {
    event.preventDefault();
    MAIN.focus();
  });
  on(document, "click", (event) => {
    followed = Boolean(event.target.closest?.('a[href^="#/"]'));
  });
  history.scrollRestoration = "manual";
  on(window, "hashchange", show);
  on(window, "beforeprint", unfoldAll);
}

frame();
show();
