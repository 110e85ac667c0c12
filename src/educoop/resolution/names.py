"""What a thing is called: its preferred name, and every form with the documents that use it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations

from educoop.resolution.clusters import Entity
from educoop.resolution.forms import Forms
from educoop.resolution.ids import content_id
from educoop.resolution.keys import Keys, is_abbreviation, plain
from educoop.resolution.model import Row, Said
from educoop.resolution.values import best_claim, discrepancy
from educoop.resolution.words import PARTICLES

_FLAGS = {"ocr": "ocr_variant", "translation": "mistranslation"}


def preferred(entity: Entity, keys: Keys, forms: Forms, flags: Mapping[str, str]) -> str:
    """The registry's name; else the form with most words that is no abbreviation, then the most frequent one.

    A form that a curator flagged as damaged (`flags`, by claim_id) is taken only when there is no other.
    """
    known = forms.thing(entity.table, entity.known_id)
    if known is not None:
        return known.name
    table = entity.table
    said = [s for row in entity.rows for s in row.of("name", "title")]
    corrected = [s for s in said if s.correction is not None]
    said = corrected or [s for s in said if flags.get(s.claim_id) not in _FLAGS] or said
    frequency = Counter(s.value for s in said)
    first = {row.names[0] for row in entity.rows}

    def rank(form: str) -> tuple[object, ...]:
        key = keys.key(table, form)
        plainly = form in (form.lower(), form.upper())
        full = (-key.fullness, key.city is not None)
        return (is_abbreviation(form), *full, plainly, form not in first, -frequency[form], len(form), form)

    return min(frequency, key=rank)


def names(
    entity: Entity, name: str, keys: Keys, forms: Forms, flags: Mapping[str, str], languages: Mapping[str, str | None]
) -> list[Row]:
    """Rows of `names` for an entity whose preferred name is given.

    Args:
        flags: Kind of discrepancy that a curator flagged a claim with, by claim_id.
        languages: Language by document.
    """
    used: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for row in entity.rows:
        for s in row.of("name", "title", "former_name"):
            used[(s.document_id, s.own)].append(s)
    rows = []
    for (document_id, form), said in sorted(used.items()):
        flagged = {_FLAGS[flags[s.claim_id]] for s in said if flags.get(s.claim_id) in _FLAGS}
        former = all(s.claim.field == "former_name" for s in said)
        kind = min(flagged) if flagged and form != name else _kind(entity, form, name, former, keys, forms)
        rows.append(_row(entity, form, kind, languages.get(document_id), document_id))
    if entity.known_id is not None:
        # Registry names are English.
        rows.append(_row(entity, name, "preferred", "en", None))
    return rows


def _kind(entity: Entity, form: str, name: str, former: bool, keys: Keys, forms: Forms) -> str:
    if form == name:
        return "preferred"
    if former:
        return "former"
    known = forms.kind(entity.table, entity.known_id, form) if entity.known_id is not None else None
    if known not in (None, "preferred", "alias"):
        return str(known)
    if is_abbreviation(form):
        return "abbreviation"
    if _spelling(form, keys) == _spelling(name, keys):
        return "spelling_variant"
    return "spelling_variant" if entity.table == "people" and _differ(form, name) else "alias"


def _spelling(name: str, keys: Keys) -> list[str]:
    return [t.word for t in keys.tokens(name) if t.word not in PARTICLES]


def _row(entity: Entity, form: str, kind: str, language: str | None, document_id: str | None) -> Row:
    return {
        "name_id": content_id(entity.table, entity.entity_id, form, document_id),
        "table_name": entity.table,
        "row_id": entity.entity_id,
        "name": form,
        "kind": kind,
        "language": language,
        "document_id": document_id,
    }


def spelling_conflicts(entity: Entity) -> list[Row]:
    """Discrepancies where one document spells the name of a person in several ways that exclude each other."""
    if entity.table != "people":
        return []
    by_document: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for row in entity.rows:
        for s in row.of("name"):
            by_document[s.document_id][s.own].append(s)
    found = []
    for document_id, forms in sorted(by_document.items()):
        for a, b in combinations(sorted(forms), 2):
            if not _differ(a, b):
                continue
            first, second = sorted((best_claim(forms[a]), best_claim(forms[b])), key=lambda s: s.order)
            repaired = "repaired" in (first.claim.certainty, second.claim.certainty)
            found.append(
                discrepancy(
                    "ocr" if repaired else "contradiction",
                    entity.table,
                    entity.entity_id,
                    "name",
                    first,
                    second,
                    f"{document_id} spells one person {first.claim.value!r} and {second.claim.value!r}.",
                    "Both forms are kept in names.",
                )
            )
    return found


def _differ(a: str, b: str) -> bool:
    """Whether each form has a word that the other lacks: more than a shorter form of the same name."""
    x, y = set(plain(a).split()), set(plain(b).split())
    return bool(x - y) and bool(y - x)
