"""Texts to measure on: the five seed documents with their facts replaced, as many of them as are wanted.

Names, countries, numbers and dates are replaced by others of their kind and the paragraphs shuffled, so that no two
texts are alike while all of them keep the damage, the layout and the language of real documents. Everything is drawn
from a seeded generator: the same call gives the same texts on any machine.
"""

from __future__ import annotations

import calendar
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import ahocorasick

from educoop.documents.model import Source
from educoop.documents.read import read_documents
from educoop.registry import load_registry

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "documents"
TABLES = ("places", "organisations", "projects", "events", "policies", "people")
_MONTHS = list(calendar.month_name)[1:]
_FACT = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b|\d+")


def surface_forms() -> list[tuple[str, str]]:
    """(table, form) of all names in the registries: the lexicon that both sides of a comparison look for."""
    registry = load_registry()
    return [(table, form.form) for table in TABLES for form in getattr(registry, table).forms if len(form.form) > 2]


@cache
def _lexicon() -> tuple[ahocorasick.Automaton, dict[tuple[str, str, str], list[str]]]:
    """An automaton over all names, and the names that may stand for each other: of one table, kind and form."""
    registry = load_registry()
    automaton = ahocorasick.Automaton()
    alike: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for table in TABLES:
        part = getattr(registry, table)
        for form, form_kind, ident in part.forms:
            if len(form) > 2:
                group = (table, str(getattr(part[ident], "kind", "")), form_kind)
                alike[group].append(form)
                automaton.add_word(form, (len(form), group))
    automaton.make_automaton()
    return automaton, alike


def perturbed(text: str, rng: random.Random) -> str:
    """The text with its facts replaced and its paragraphs shuffled; the first three and the last stay in place."""
    automaton, alike = _lexicon()
    parts: list[str] = []
    at = 0
    for last, (length, group) in automaton.iter_long(text):
        a, b = last + 1 - length, last + 1
        if a < at or (a and text[a - 1].isalnum()) or (b < len(text) and text[b].isalnum()):
            continue
        parts += [_FACT.sub(lambda m: _other_fact(m[0], rng), text[at:a]), rng.choice(alike[group])]
        at = b
    parts.append(_FACT.sub(lambda m: _other_fact(m[0], rng), text[at:]))
    paragraphs = re.split(r"\n\s*\n", "".join(parts))
    middle = paragraphs[3:-1]
    rng.shuffle(middle)
    return "\n\n".join([*paragraphs[:3], *middle, *paragraphs[3:][-1:]])


def _other_fact(fact: str, rng: random.Random) -> str:
    if fact[0].isalpha():
        return rng.choice(_MONTHS)
    if len(fact) == 4 and fact[:2] in ("19", "20"):
        return str(rng.randint(1992, 2025))
    if len(fact) <= 2 and int(fact) <= 31:
        return str(rng.randint(1, 28))
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in fact[1:])


def seed_sources() -> list[Source]:
    """The seed documents."""
    return read_documents(SEEDS, None)[0]


def source(text: str, name: str) -> Source:
    """A plain text as a document."""
    data = text.encode()
    return Source(name, f"{name}.txt", "text/plain", len(data), hashlib.sha256(data).hexdigest(), text)


def corpus(size: int, seed: int = 1) -> Iterator[Source]:
    """Perturbed documents, about `size` bytes of them."""
    rng = random.Random(seed)
    seeds = seed_sources()
    number = 0
    while size > 0:
        made = source(perturbed(seeds[number % len(seeds)].text, rng), f"d{number:06}")
        number += 1
        size -= made.size
        yield made


def short_texts(count: int, seed: int = 1) -> list[str]:
    """Texts of 300 to 2,000 characters or a little more: some paragraphs each of perturbed documents."""
    rng = random.Random(seed)
    seeds = seed_sources()
    made: list[str] = []
    while len(made) < count:
        paragraphs = re.split(r"\n\s*\n", perturbed(seeds[len(made) % len(seeds)].text, rng))
        while paragraphs and len(made) < count:
            wanted, text = rng.randint(300, 2000), ""
            while paragraphs and len(text) < wanted:
                text += paragraphs.pop() + "\n\n"
            made.append(text)
    return made


def long_text(size: int, one_line: bool, seed: int = 1) -> str:
    """One document of about `size` bytes: perturbed documents after one another, or all of it on one line."""
    text = "\n\n".join(s.text for s in corpus(size, seed))[:size]
    return " ".join(text.split()) if one_line else text
