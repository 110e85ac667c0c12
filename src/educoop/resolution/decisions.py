"""The curator's recorded verdicts, and their place among the claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from educoop.curated import curated_rows
from educoop.resolution.gather import number_text
from educoop.resolution.ids import content_id
from educoop.resolution.model import NAME_FIELDS, REFERENCES, LocalRow, ResolutionError, Said
from educoop.schemas import Column, load_schemas, text_problem

UNCLAIMED = {"existence": "real"}
"""Fields that a decision may settle though no document speaks of them, with what they are otherwise."""


class DecisionError(ResolutionError):
    """A decision can't be read or its ground has gone; the message names the file, the line and the mend."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict of a curator, one line of decisions.csv."""

    action: str
    """accept a claim as true, reject a claim or row, correct a value, merge two ids, keep two ids distinct, flag a
    span."""
    reason: str
    by: str
    on: str
    """ISO date."""
    document_id: str | None = None
    """Document the decision is about; a build without it skips the decision, one with another text of it fails."""
    document_sha256: str | None = None
    """Hash of the file that the decision was made on."""
    table: str | None = None
    row: str | None = None
    """For merge, the id that goes, for distinct one of the two, unless a span shows the thing meant."""
    field: str | None = None
    start: int | None = None
    end: int | None = None
    """Half-open span of code points of the raw text."""
    quote: str | None = None
    """The raw text of that span, with its white space or single spaces, so that a decision notices when its ground
    has gone."""
    value: str | None = None
    """For correct, the right value; for merge, the id that stays; for distinct, the other id."""
    kind: str | None = None
    """Kind of the discrepancy that flag or correct leaves."""
    place: str = "decisions"
    """File and line, for messages."""

    def error(self, problem: str) -> DecisionError:
        """An error that names this decision."""
        return DecisionError(f"{self.place}: {problem}")

    @property
    def decision_id(self) -> str:
        """Id made from what is decided, not from the reason or the line."""
        about = (self.document_sha256, self.table, self.row, self.field, self.start, self.end, self.value, self.kind)
        return f"{self.action}-{content_id(*about)}"


COLUMNS = (
    "action", "document_id", "document_sha256", "table", "row", "field", "start", "end", "quote", "value", "kind",
    "reason", "by", "on",
)  # fmt: skip


def load_decisions(path: Path) -> list[Decision]:
    """The decisions of a CSV file with the columns of `COLUMNS`.

    Raises:
        DecisionError: a column or a value is missing or not allowed.
    """

    def wrong(line: int, problem: str, mend: str) -> DecisionError:
        return DecisionError(f"{path}:{line}: {problem}. {mend}")

    return [_decision(row, f"{path}:{line}") for line, row in curated_rows(path, COLUMNS, wrong)]


def _decision(row: Mapping[str, str], place: str) -> Decision:
    cells = {name: row[name] or None for name in COLUMNS}
    numbers: dict[str, int | None] = {}
    for name in ("start", "end"):
        text = cells.pop(name)
        if text is not None and not text.isdigit():
            raise DecisionError(f"{place}: {name} must be a code point offset, not {text!r}")
        numbers[name] = int(text) if text is not None else None
    missing = [name for name in ("action", "reason", "by", "on") if not cells[name]]
    if missing:
        raise DecisionError(f"{place}: {', '.join(missing)} must be given")
    decision = Decision(**cells, **numbers, place=place)  # type: ignore[arg-type]
    return checked(decision)


_SPAN = ("document_id", "document_sha256", "start", "end", "quote")


def checked(d: Decision) -> Decision:
    """The decision itself, if it is complete.

    Raises:
        DecisionError: it lacks what its action needs.
    """
    needs = {
        "accept": _SPAN,
        "reject": _SPAN,
        "correct": (*_SPAN, "table", "field", "value"),
        "merge": ("table", "value", *(("row",) if d.start is None else _SPAN)),
        "distinct": ("table", "value", *(("row",) if d.start is None else _SPAN)),
        "flag": (*_SPAN, "kind"),
    }
    if d.action not in needs:
        raise d.error(f"unknown action {d.action!r}; use one of {', '.join(needs)}")
    missing = [name for name in needs[d.action] if getattr(d, name) is None]
    if missing:
        raise d.error(f"a decision to {d.action} needs {', '.join(missing)}")
    for name, text, column in _columns(d):
        if text is not None and (problem := text_problem(text, column)) is not None:
            raise d.error(f"{name}: {problem}")
    return d


def _columns(d: Decision) -> Iterator[tuple[str, str | None, Column]]:
    """Cells that only some values can stand in, with the column of the published tables that tells which."""
    schemas = load_schemas()
    recorded = schemas["decisions"]
    yield "on", d.on, recorded.column("decided_on")
    yield "table", d.table, recorded.column("table_name")
    yield "kind", d.kind, schemas["discrepancies"].column("kind")
    if d.action == "correct" and d.table in schemas and d.field not in REFERENCES:
        about = [c for c in schemas[d.table].columns if c.claim == d.field or c.name == d.field]
        yield from (("value", d.value, column) for column in about)


Identity = tuple[Decision, list[LocalRow]]
"""A merge or distinction, with the rows named at its span if it has one."""


@dataclass(slots=True)
class Verdicts:
    """The decisions that apply to this corpus."""

    applied: Sequence[Decision] = ()
    """All of them, in the order of the file."""
    documents: Collection[str] = frozenset()
    """Documents that they are about."""
    flags: list[tuple[Decision, str, list[Said]]] = field(default_factory=list)
    """Flag, document_id, and the claims it is about."""
    corrections: list[tuple[Decision, LocalRow]] = field(default_factory=list)
    """Corrections of a field, with the row."""
    identities: list[Identity] = field(default_factory=list)
    rejections: list[tuple[Decision, LocalRow, Said]] = field(default_factory=list)
    """Rejected claims, which are in no row any more."""


def apply(
    decisions: Iterable[Decision],
    rows: Sequence[LocalRow],
    documents: Mapping[str, str],
    raw_texts: Mapping[str, str],
) -> Verdicts:
    """Apply decisions to the claims of local rows, in place, and return those that act later.

    Args:
        decisions: In the order of the file.
        rows: The local rows; rejected claims are taken out of them.
        documents: document_id by SHA-256 of the file.
        raw_texts: Raw text by document_id.

    Raises:
        DecisionError: the document or the text at a decision's span differs, nothing is claimed there, or the decision
            changes nothing.
    """
    wanted = [d for d in decisions if _is_here(d, documents)]
    needed = {documents[d.document_sha256] for d in wanted if d.document_sha256 is not None}
    verdicts = Verdicts(wanted, needed)
    by_document: dict[str, list[tuple[LocalRow, Said]]] = defaultdict(list)
    for row in rows:
        if row.document_id in needed:
            by_document[row.document_id] += [(row, said) for said in row.said]
    made: dict[str, Decision] = {}
    for d in wanted:
        if (before := made.setdefault(d.decision_id, d)) is not d:
            raise d.error(f"the same was decided at {before.place}; take one of the two out")
        if d.document_sha256 is None:
            verdicts.identities.append((d, []))
            continue
        document_id = documents[d.document_sha256]
        _check_ground(d, raw_texts[document_id])
        about = [(row, said) for row, said in by_document[document_id] if _concerns(d, said)]
        if d.action == "flag":
            verdicts.flags.append((d, document_id, [said for _, said in about]))
        elif d.start is None:
            verdicts.identities.append((d, []))
        elif not about:
            raise d.error(
                f"nothing is claimed any more of {d.table or 'any table'}.{d.field or 'any field'} at {d.quote!r}; "
                "take the decision out, or give it the span of the claim it means"
            )
        else:
            _ACTIONS[d.action](d, about, verdicts)
    return verdicts


def _is_here(d: Decision, documents: Mapping[str, str]) -> bool:
    """Whether the document of a decision is in this build; a document with another text than it was made on is an
    error."""
    if d.document_sha256 is None or d.document_sha256 in documents:
        return True
    for sha256, document_id in documents.items():
        if document_id == d.document_id:
            raise d.error(
                f"the text of {document_id} has changed: its SHA-256 is {sha256} now. Check that the quote still "
                "stands where it should and put the new hash here, or take the decision out"
            )
    return False


def _check_ground(d: Decision, text: str) -> None:
    if d.start is None or d.end is None:
        return
    found = text[d.start : d.end]
    if found.split() != (d.quote or "").split():
        at = text.find(d.quote) if d.quote else -1
        hint = f"the quote stands at {at}" if at >= 0 else "the quote stands nowhere in it"
        raise d.error(f"the document reads {found!r} at {d.start}:{d.end}, not {d.quote!r}; {hint}. Correct the span")


def _concerns(d: Decision, said: Said) -> bool:
    claim = said.claim
    if d.start is None or d.end is None or (d.table is not None and claim.table != d.table):
        return False
    # A correction may set a field of which the document says nothing: it goes by the row named at the span.
    if d.field is not None and claim.field != d.field and d.action != "correct":
        return False
    return any(a < d.end and d.start < b for a, b in claim.spans)


def corrected(d: Decision) -> str:
    """The value of a correction in the form of the claims' values."""
    value = d.value or ""
    if (d.table, d.field) == ("observations", "value"):
        return number_text(float(value))
    tables = REFERENCES.get(d.field or "", ())
    if tables and value.partition(":")[0] not in tables:
        if len(tables) > 1:
            raise d.error(f"{value!r} must be a table and an id of it, such as {tables[0]}:x")
        return f"{tables[0]}:{value}"
    return value


_About = Sequence[tuple[LocalRow, Said]]


def settle(said: Said, d: Decision) -> None:
    """Leave on a claim what a decision on it leaves."""
    said.decision = d
    if d.action == "accept":
        said.accepted = True
    elif d.action == "correct" and said.claim.field == d.field:
        said.value, said.accepted, said.correction = corrected(d), True, d


def _accept(d: Decision, about: _About, _: Verdicts) -> None:
    for _row, said in about:
        if said.correction is not None:
            raise d.error(f"{said.correction.place} corrects what this accepts; take one of the two out")
        settle(said, d)


def _reject(d: Decision, about: _About, verdicts: Verdicts) -> None:
    for row, said in about:
        if said not in row.said or said.decision is not None:
            by = f" at {said.decision.place}" if said.decision is not None else " before"
            raise d.error(f"{row.table}.{said.claim.field} at {d.quote!r} was decided{by}; take one of the two out")
        row.said.remove(said)
        said.decision = d
        verdicts.rejections.append((d, row, said))


def _correct(d: Decision, about: _About, verdicts: Verdicts) -> None:
    direct = [(row, said) for row, said in about if said.claim.field == d.field and said in row.said]
    if not direct and d.field not in UNCLAIMED:
        raise d.error(f"nothing is claimed any more of {d.table}.{d.field} at {d.quote!r}; take the decision out")
    value = corrected(d)
    before = {said.value for _, said in direct} or {UNCLAIMED[d.field or ""]}
    if before == {value}:
        raise d.error(f"{d.table}.{d.field} is {value!r} already without this correction; take it out")
    for _, said in direct:
        if said.decision is not None:
            raise d.error(f"{said.decision.place} has decided on the same claim; take one of the two out")
        settle(said, d)
    done: set[tuple[str, str, str]] = set()
    named = [] if direct else [(row, said) for row, said in about if said.claim.field in ("name", "title")]
    for _, said in named:
        said.decision = said.decision or d  # the claim by whose words the row was found
    for row, _ in direct or named:
        if row.order not in done:
            done.add(row.order)
            verdicts.corrections.append((d, row))


def _identify(d: Decision, about: _About, verdicts: Verdicts) -> None:
    named = [(row, said) for row, said in about if said.claim.field in NAME_FIELDS]
    if not named:
        raise d.error(f"no {d.table} is named any more at {d.quote!r}; give the span of its name, or its id")
    for _, said in named:
        said.decision = said.decision or d
    verdicts.identities.append((d, [row for row, _ in named]))


_ACTIONS = {"accept": _accept, "reject": _reject, "correct": _correct, "merge": _identify, "distinct": _identify}
