"""Lines of labelled records: what stands on them as labels with their values, however they are parted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from educoop.extraction.blocks.counting import currency_of, label_counts
from educoop.extraction.blocks.fields import BRACKETS, LONGEST_VALUE
from educoop.extraction.blocks.page import Line
from educoop.extraction.blocks.record_parts import Field
from educoop.extraction.blocks.words import listed_words, record_words
from educoop.extraction.lexicon import macros
from educoop.extraction.recognition.legends import coded, legend_of

_NAME = r"(?P<label>[^\W\d_][\w /&'’#.-]{0,48}(?:[\[(][^\])\n]{1,30}[\])])?)"
_LABEL = re.compile(
    r"[\s>*_•·|{,–-]*(?:\d{1,3}[.)]?\s)?(?P<quote>\"?)" + _NAME + r"(?P=quote)\s?[*_]{0,2}"
    r"(?P<sign>[:：]\s*[*_]{0,2}\s*|\t+|\s\|\s|\s{3,}|\s?\.{3,}\s?|\s?(?:[=-]>|[=→])\s?|\s[–—-]\s)(?=\S|$)"
)
_TAGGED = re.compile(r"\s*<" + _NAME + r">(?=[^<]*</)")
_NEXT = re.compile(r"(?:^\s*|[;|]\s{0,3}|[{,]\s{0,3}(?=\"))(?=\"?[^\W\d_][\w /()'’#.-]{0,48}\"?\s?[:：]\s)")
"""Where another label may begin on a line that holds a whole record."""
_FEWEST_ON_LINE = 3
_LONGEST_LINE = 4_000
_HEAD = 160
_MARKS = ":=|>→"
_OF_BODIES = frozenset({"funder", "implementer", "host", "partner", "party"})
_OF_A_NUMBER = frozenset({"number", "no", "of", "per", "share"})
_FIGURE = re.compile(
    r"\W*(?:(?:about|over|more than|some|around|approximately|up to|at least|nearly|almost)\W*)?\d", re.IGNORECASE
)
_FEWEST_UNDER = 3


def fields_by_line(lines: Sequence[Line]) -> Iterator[list[Field]]:
    """The fields of each line of a page, none for most lines of prose. Linear in the lines."""
    legend = legend_of(line.text for line in lines)
    under = _under(lines)
    taken = -1
    for i, line in enumerate(lines):
        if i == taken:
            # The value of the label above it, which belongs to that.
            yield []
            continue
        whole = _run_on(line, i)
        if whole:
            yield whole
            continue
        found = _field(line, i, legend)
        if (found is None or not found.value) and i in under:
            found, taken = _over_its_value(line, i, lines[i + 1]), i + 1
        yield [found] if found is not None else []


def meaning(text: str) -> tuple[str, str | None]:
    """A label in small letters, without brackets and signs, and what it says of the subject of its record."""
    label = " ".join(BRACKETS.sub("", text).replace("_", " ").lower().split()).strip(" .#")
    says = record_words().labels.get(label) or ("office" if label in macros()["role"] else None) or _of_a_body(label)
    money = currency_of(text)
    if money and (says is None or says in ("later_date", "amount")):
        bare = " ".join(w for w in label.split() if w.upper() != money)
        if says or record_words().labels.get(bare) in ("amount", "later_date"):
            says = "amount"
    return label, says or next((s for s, p in listed_words().labels if p.search(label)), None)


def _of_a_body(label: str) -> str | None:
    """The part that the last words of a label name, whoever plays it ("CN partner", "Kazakh host university")."""
    words = label.split()
    if any(w in _OF_A_NUMBER for w in words):
        return None
    tails = (record_words().labels.get(" ".join(words[k:])) for k in range(1, len(words)))
    return next((says for says in tails if says in _OF_BODIES), None)


def _field(line: Line, number: int, legend: dict[str, str]) -> Field | None:
    explained = coded(line.text, legend)
    if explained is not None:
        text, code, at = explained
        label, says = meaning(text)
        return Field(
            label, says, (line.start, line.start + code), line.text[at:].rstrip(), line.start + at, number, text
        )
    m = _TAGGED.match(line.text[:_HEAD]) or _LABEL.match(line.text[:_HEAD])
    return _labelled(m, line, number, len(line.text)) if m is not None else None


def _labelled(m: re.Match[str], line: Line, number: int, end: int) -> Field | None:
    """The field of a label with what stands behind it up to `end`; None for a weak sign and an unknown label."""
    text = m["label"].rstrip(" .") or m["label"]
    label, says = meaning(text)
    if not label or len(label.split()) > 6:
        return None
    a, b = _bare(line.text, m.end(), end)
    value = line.text[a:b]
    if says is None and _FIGURE.match(value) and len(value) <= LONGEST_VALUE and label_counts(text):
        says = "count"
    if says == "country" and _FIGURE.match(value):
        says = None
    strong = m.re is _TAGGED or ":" in m["sign"] or "：" in m["sign"]
    if says is None and not strong:
        return None
    span = (line.start + m.start("label"), line.start + m.start("label") + len(text))
    return Field(label, says, span, value, line.start + a, number, text)


def _bare(text: str, a: int, b: int) -> tuple[int, int]:
    """A value without the quotation marks, tags and commas that a dump sets around it."""
    quoted = text[a : a + 1] == '"'
    value = text[a:b].rstrip().rstrip("}]").rstrip() if quoted else text[a:b].rstrip()
    if quoted:
        a, value = a + 1, value[1:].rstrip(",").removesuffix('"')
    elif "</" in value:
        value = value[: value.index("</")]
    elif value.endswith("|") or value.endswith(";"):
        value = value.rstrip("|; ")
    return a, a + len(value)


def _run_on(line: Line, number: int) -> list[Field]:
    """The fields of a line that holds several: "Title: A; Country: B; Host: C"."""
    text = line.text
    if len(text) > _LONGEST_LINE or text.count(":") + text.count("：") < _FEWEST_ON_LINE:
        return []
    cuts = [m.end() for m in _NEXT.finditer(text)]
    if len(cuts) < _FEWEST_ON_LINE:
        return []
    found = []
    for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True):
        m = _LABEL.match(text, a, min(b, a + _HEAD))
        field = _labelled(m, line, number, a + len(text[a:b].rstrip(" ;|,"))) if m is not None else None
        if field is not None:
            found.append(field)
    return found if sum(f.says is not None for f in found) >= _FEWEST_ON_LINE else []


def _under(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers of the lines that are nothing but a known label over the line of its value, several of them in a row."""
    labels = [i for i, line in enumerate(lines[:-1]) if len(line.text) <= 50 and _says_alone(line.text, lines[i + 1])]
    found = []
    for i in labels:
        k = bisect_left(labels, i)
        near = [x for x in labels[max(0, k - 2) : k + 3] if abs(x - i) <= 2 * 2 and (x - i) % 2 == 0]
        if len(near) >= _FEWEST_UNDER and not lines[i + 1].gap:
            found.append(i)
    return frozenset(found)


def _says_alone(text: str, below: Line) -> str | None:
    """What a line says that is nothing but a label."""
    bare = text.strip(" *_:：-•")
    if not bare[:1].isalpha() or len(bare.split()) > 6:
        return None
    says = meaning(bare)[1]
    if says is None and _FIGURE.match(below.text) and len(below.text) <= LONGEST_VALUE and label_counts(bare):
        says = "count"
    return says


def _over_its_value(line: Line, number: int, below: Line) -> Field:
    bare = line.text.strip(" *_:：-•")
    at = line.text.index(bare)
    label, _ = meaning(bare)
    value = below.text.strip(" :：")
    start = below.start + below.text.index(value)
    span = (line.start + at, line.start + at + len(bare))
    return Field(label, _says_alone(bare, below), span, value, start, number, bare)
