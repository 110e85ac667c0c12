// The words of documents behind a value.

const REACH = 300;
/** Characters from which no further quotation is joined. */
const JOINED = 120;
/** Code points that may be missing between two quotations that are shown together. */
const GAP = 40;
const SHOWN_QUOTES = 2;
const SENTENCE_END = /[.!?。！？]["'”’)\]]*\s+(?=["'“‘([]*[^\p{Ll}\s])/gu;

const CLAIMS = once(() => ({
  about: grouped(TABLES.get("claims").rows, (row) => placeOf(row.get("table_name"), row.get("row_id"))),
  parts: grouped(TABLES.get("claims").rows, (row) => row.id),
  ofDocument: grouped(TABLES.get("claims").rows, (row) => row.get("document_id")),
}));

/** Claims about a row, one row of `claims` each: the first of its parts. */
function claimsAbout(row) {
  const seen = new Set();
  return (CLAIMS().about.get(row.place) ?? []).filter((claim) => !seen.has(claim.id) && seen.add(claim.id));
}

/** The words around a part of a claim: its sentence, from the text of the passage where that may be published, or else
    as far as other quotations of the passage have it; null where neither is there. */
function surroundings(part) {
  const passage = TABLES.get("passages").find(part.get("passage_id"));
  return inPassage(part, passage) ?? inQuotes(part, passage);
}

function inPassage(part, passage) {
  const text = flat(passage?.get("text") ?? "");
  const wanted = flat(part.get("quote"));
  const near = part.get("start_offset") - (passage?.get("start_offset") ?? 0);
  if (!wanted) return null;
  let best = -1;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (best < 0 || Math.abs(at - near) < Math.abs(best - near)) best = at;
  }
  return best < 0 ? null : around(text.slice(0, best), text.slice(best + wanted.length));
}

/** What is quoted of a document by any claim: stretches in order, with their offsets and code points. */
const QUOTED = new Map();

function quotedOf(document) {
  if (!QUOTED.has(document)) {
    const parts = [...(CLAIMS().ofDocument.get(document) ?? [])].sort((a, b) => a.get("start_offset") - b.get("start_offset"));
    const stretches = [];
    for (const part of parts) {
      const [start, points] = [part.get("start_offset"), [...part.get("quote")]]; // offsets count code points
      const last = stretches.at(-1);
      if (!last || start > last.end) stretches.push({ start, end: start + points.length, points });
      else if (start + points.length > last.end) {
        last.points.push(...points.slice(last.end - start));
        last.end = start + points.length;
      }
    }
    QUOTED.set(document, stretches);
  }
  return QUOTED.get(document);
}

function inQuotes(part, passage) {
  const [start, end] = [part.get("start_offset"), part.get("end_offset")];
  const stretches = quotedOf(part.get("document_id"));
  const at = stretches.findIndex((s) => s.start <= start && end <= s.end);
  const inside = (s) => s && passage && s.start >= passage.get("start_offset") && s.end <= passage.get("end_offset");
  const text = (points) => flat(points.join(""));
  let before = text(stretches[at].points.slice(0, start - stretches[at].start));
  let after = text(stretches[at].points.slice(end - stretches[at].start));
  for (let i = at; inside(stretches[i - 1]) && stretches[i].start - stretches[i - 1].end <= GAP && before.length < JOINED; i -= 1) {
    before = `${text(stretches[i - 1].points)} … ${before}`;
  }
  for (let i = at; inside(stretches[i + 1]) && stretches[i + 1].start - stretches[i].end <= GAP && after.length < JOINED; i += 1) {
    after = `${after} … ${text(stretches[i + 1].points)}`;
  }
  return before || after ? around(before, after) : null;
}

/** The rest of the sentence on either side. */
function around(before, after) {
  const left = before.length > REACH ? before.slice(-REACH).replace(/^\S+/u, "") : before;
  const ends = [...left.matchAll(SENTENCE_END)];
  const from = ends.length ? ends.at(-1).index + ends.at(-1)[0].length : 0;
  const right = after.length > REACH ? after.slice(0, REACH).replace(/\S+$/u, "") : after;
  const stop = right.search(SENTENCE_END);
  return {
    before: (from === 0 && before.length > REACH ? "…" : "") + left.slice(from).trimStart(),
    after: stop >= 0 ? right.slice(0, stop + 1) : right.trimEnd() + (after.length > REACH ? "…" : ""),
  };
}

/** Where a document can be read, at the very words where browsers can find them. */
function sourceAddress(document, quote) {
  const address = document.get("address");
  if (address === null || !webAddress(address)) return null;
  if (address.includes("#") || !quote) return address;
  const encode = (text) => encodeURIComponent(text).replaceAll("-", "%2D");
  const all = flat(quote).trim().split(" ");
  const text = all.length <= 10 ? encode(all.join(" "))
    : `${encode(all.slice(0, 5).join(" "))},${encode(all.slice(-5).join(" "))}`;
  return `${address}#:~:text=${text}`;
}

function quotation(part) {
  const found = surroundings(part);
  const mark = h("mark", {}, part.get("quote"));
  return found ? [found.before, mark, found.after] : [mark];
}

const codeMeaning = (claim, column) => claim.table.column(column).codes.get(claim.get(column)) ?? claim.get(column);

/** The gist of a meaning; all of it is told where somebody points at it. */
const gist = (claim, column) => h("span", { title: codeMeaning(claim, column) }, `${codeMeaning(claim, column).split(/[,;(]|\.$/u)[0].trim()}.`);

/** A claim as a quotation with all that is to be known of it. `shown` is the value that the row shows. */
function claimView(claim, column = undefined, row = null, shown = null) {
  const document = TABLES.get("documents").find(claim.get("document_id"));
  const parts = CLAIMS().parts.get(claim.id);
  const quote = parts.flatMap((part, at) => [at ? h("span", { class: "muted" }, " [and] ") : null, ...quotation(part)]);
  const said = claimWords(column, claim.get("value"), row);
  const source = document && sourceAddress(document, parts[0].get("quote"));
  const modality = claim.get("modality");
  const decision = TABLES.get("decisions").find(claim.get("decision_id"));
  return h("figure", { class: "claim" },
    shown !== null && said !== shown && h("p", { class: "differs" }, "Here: ", h("b", {}, cut(said, 400))),
    h("blockquote", {}, quote),
    h("figcaption", {},
      document && document !== row && [rowLink(document),
        document.get("published") && ` (${dateWords(document.get("published"))})`, source && " · "],
      source && outside(source, "read it at the source"), h("br"),
      NOT_YET.has(modality) && [badge(modality), " "],
      gist(claim, "modality"), " ", gist(claim, "certainty"),
      claim.get("attributed_to") && ` Quoted: ${claim.get("attributed_to")}.`,
      claim.get("decision") && ` ${codeMeaning(claim, "decision")}`,
      decision && h("q", {}, decision.get("reason")),
      claim !== row && [" ", rowLink(claim, "details")],
      parts.every((part) => !surroundings(part) && !/[.!?]["'”’)\]]*$/u.test(part.get("quote"))) && h("span", { class: "muted" },
        " The words around it are not published here: no licence of the document allows it."),
    ));
}

/** Several claims, of which the first are shown. */
function claimsView(claims, column, row, shown) {
  const made = claims.map((claim) => () => claimView(claim, column, row, shown));
  if (made.length <= SHOWN_QUOTES) return made.map((make) => make());
  const rest = () => made.slice(SHOWN_QUOTES).map((make) => make());
  return [...made.slice(0, SHOWN_QUOTES).map((make) => make()), unfolding(count(made.length - SHOWN_QUOTES, "more quotation"), rest)];
}
