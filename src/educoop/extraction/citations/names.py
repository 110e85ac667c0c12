"""The list of names that opens a bibliography entry: persons in any order of parts, and corporate authors."""

from __future__ import annotations

import re

from educoop.extraction.citations.grammar import AUTHORS, EDITORS, WORD, grammar
from educoop.extraction.citations.tape import Cell, Part, exact_part, string_of


def with_authors(tape: list[Cell]) -> list[Cell]:
    """The tape with the list of names that opens it as one cell."""
    text = string_of(tape)
    names, end, _ = _name_list(tape, text, 0)
    if not names:
        return tape
    listed = Part("; ".join(n.value for n in names), names[0].start, names[-1].end)
    written = "".join(c.written for c in tape[:end])
    return [Cell(AUTHORS, written, listed.start, listed.end, {"authors": listed}), *tape[end:]]


def without_editors(tape: list[Cell]) -> list[Cell]:
    """The tape without the names of those who edited the work that an entry stands in."""
    known = grammar()
    text = string_of(tape)
    for m in known.before_editors.finditer(text):
        names, end, edited = _name_list(tape, text, m.end())
        stop = text[end - 1 : end] in ".․" or text[end : end + 1] == "."
        if names and (edited or (m[0].startswith("//") and stop)):
            return [*tape[: m.end()], *tape[_behind(text, end) :]]
    named = known.editors_behind.search(text, 1) or known.editors_named.search(text, 1)
    if named is None:
        return tape
    rest = tape[named.end() :]
    if rest and rest[0].char == "․":
        rest[0].char = "."
    mark = [Cell(EDITORS, "", tape[named.start()].start, tape[named.end() - 1].end)] if "“" in text else []
    return [*tape[: named.start()], *mark, *rest]


def _behind(text: str, at: int) -> int:
    while at < len(text) and text[at] in " .․,:":
        at += 1
    return at


def _name_list(tape: list[Cell], text: str, at: int) -> tuple[list[Part], int, bool]:
    """Names from a place on, where their list ends, and whether they are told to be editors."""
    known = grammar()
    names: list[Part] = []
    end = at
    edited = False
    shown: str | None = None
    while True:
        span = _organisation(text, at) or _person(text, at, shown)
        if span is None:
            break
        start, end, shows = span
        shown = shows if shown is None else shown
        names.append(exact_part(tape, (start, end)))
        separator = known.separators.match(text, end)
        others = known.others.match(text, separator.end() if separator else _skip_blank(text, end))
        if others:
            names.append(exact_part(tape, others.span()))
            end = others.end()
            break
        if separator is None:
            break
        at = separator.end()
    if names and len(names[-1].value) > 3 and names[-1].value[-3] == " " and names[-1].value[-1] == ".":
        # "Xu Y." at the end of a list without full stops: it ends the list. Cyrillic names keep it, by custom.
        initial = names[-1].value[-2]
        if initial < "А" and not any("." in n.value for n in names[:-1]) and "," not in names[-1].value:
            last = names[-1]
            names[-1] = Part(last.value[:-1], last.start, last.end - 1)
    if names:
        editors = known.editors.match(text, end)
        edited = editors is not None
        end = editors.end() if editors else end
        short = known.short_form.match(text, end)
        end = short.end() if short else end
    return names, end, edited


def _skip_blank(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else at


def _person(text: str, at: int, shown: str | None) -> tuple[int, int, str] | None:
    """A name from a place on, and what it shows of names behind it; `shown`: what the first one did, if any."""
    known = grammar()
    for form in known.names:
        if shown is None and form.behind:
            continue
        if shown is not None and (
            form.first or (form.behind and form.behind != shown) or form.not_behind == shown != ""
        ):
            continue
        m = form.expression.match(text, at)
        if m is None or not m[0].strip():
            continue
        words = {w.lower() for w in WORD.findall(m[0]) if len(w) > 1}
        if words & known.not_names or words & known.corporate:
            continue
        stops = m[0][-1] in ".․" and (text[m.end() : m.end() + 1] in (" ", "") or text[m.end()] in "ⓎⓨⓂⒿ“")
        if stops or known.after_name.match(text, m.end()):
            return m.start(), m.end(), form.shows
    return None


def _organisation(text: str, at: int) -> tuple[int, int, str] | None:
    """A corporate author: capitalised words up to a full stop, colon, year or quotation mark, with a head noun."""
    known = grammar()
    m = known.corporate_run.match(text, at)
    if m is None or not known.after_corporate.match(text, m.end()):
        return None
    for end in (m.start() + m[0].find(", "), m.end()):
        if end <= at or not _is_corporate(text[at:end]):
            continue
        if end < m.end() and not _person(text, end + 2, "") and not _is_corporate(text[end + 2 : m.end()]):
            continue
        return at, end, ""
    return None


def _is_corporate(run: str) -> bool:
    known = grammar()
    words = WORD.findall(run)
    if not words or len(words) > 20 or (words[0].lower() in ("the", "on") and len(words) < 3):
        return False
    if any(w[0].islower() and w.lower() not in known.connectors for w in words):
        return False
    lower = {w.strip(".").lower() for w in words}
    if len(words) == 1 and re.fullmatch(r"[A-Z]{3,10}", words[0]):
        return True
    return bool(lower & (known.corporate | known.acronyms))
