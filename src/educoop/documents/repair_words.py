"""Damage inside a line: stray marks, broken words and figures, note marks, missing spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rapidfuzz.distance import Levenshtein

from educoop.documents.draft import Draft, Edit
from educoop.documents.lexicon import words
from educoop.documents.vocabulary import Vocabulary

_MAX_GUESSES = 200
"""Different damaged words looked up in the vocabulary; a text with more is not worth guessing at."""

_SPACES = re.compile(r"(?<=[^\s]) {2,}(?=\S)")
_CITATION = re.compile(r" *\^?\[\d{1,3}(?: *[-–,;] *\d{1,3})*\]|\^\[\^?\w{1,8}\]|\^\d{1,3}(?:[-–,]\d{1,3})*\^?(?!\w)")
_CITATION_FIRST = re.compile(r"(?:(?<=\n)|\A)\[\d{1,3}(?: *[-–,;] *\d{1,3})*\] +(?=[A-Z\"“])")
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])|(?<=[a-z.,;:)])\*{1,2}(?=[a-z(])")
_UNDERLINE = re.compile(r"(?<![\w_])(_{1,2})(?=[^\s_])([^_\n]{1,300}?)(?<=[^\s_])\1(?![\w_])")
_LINK = re.compile(r"!?\[([^\]\n]{1,300})\]\((?:https?://|/|#|mailto:)[^)\s]{0,500}(?: \"[^\"\n]{0,200}\")?\)")
_SUPERSCRIPT = re.compile(r"(?<=[^\W\d_]{3})[¹²³⁰-⁹]+|(?<=[.,;:!?)\"”’'])[¹²³⁰-⁹]+")
_NOISE = re.compile(r"(?<=[\w,.;:)]) (?=[=~_^|\\<>¬¦§]{2,4} )(?!(?:==|\|\||~~|__|->|=>|<=|>=|<-|<<|>>)+ )[=~_^|\\<>¬¦§]{2,4}(?= \w)")
_DAMAGED_WORD = re.compile(r"(?<![\w/@.\\])[^\W\d_]+(?:_[‘’'`´]?|[|¦~^¬\\]{1,2}|[‘`´])[^\W\d_]+(?![\w/@\\]|\.\w)")
_DAMAGE = re.compile(r"[^\w]|_")
_DAMAGED_NUMBER = re.compile(r"(?<![\w.])(?:\d|\(_\)|\([ ]?\)|[OolI|]){3,6}(?![\w])")
_YEAR_AND_NOTE = re.compile(r"(?<![\w.,/-])((?:19|20)\d\d)(\d)(?![\w%]|[.,]\d)")
_NOTE_AFTER_STOP = re.compile(r"(?:(?<=[a-z)]{2}[.,;:])|(?<=[)\"”’™][.,;:])|(?<=[.,;:!?][\"”’™]))\d{1,2}(?=\s|\Z)")
_NOTE_AFTER_WORD = re.compile(r"(?<=[a-z]{4})\d{1,2}(?=[\s.,;:)]|\Z)")
_REGISTERED = re.compile(r"(?<=[a-z])[®©](?=[\s.,;:)]|\Z)")
_QUESTION = re.compile(r" [?¢°](?= [a-z]{2})")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_SUSPENDED = re.compile(r"(?<=[a-z]) -(?= (?:and|or|to) [a-z])")
_SPACED_HYPHEN = re.compile(r"(?<![\w-])([^\W\d_]+) - ([a-z]+)(?![\w-])")
_GLUED_ARTICLE = re.compile(r"(?<![^\W])A([A-Z]{4,})(?![\w])")
_MISSING_SPACE = re.compile(
    r"(?<=[a-z]{2})[,;](?=[A-Za-z]{2})"
    r"|(?<=[a-z]{2}):(?=[A-Za-z]{2})"
    r"|(?<=[a-z]{2})[.!?](?=[A-Z][a-z])"
    r"|(?<=[a-z)][\"”])\.(?=[A-Z][a-z])"
    r"|(?<=[a-z]{3})(?=\([A-Z])"
)
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:|doi:)\S+|\S+@\S+|\b\w+(?:\.\w+)*\.(?:com|org|net|edu|gov|html?|pdf)\b\S*")


def repair_words(draft: Draft, vocabulary: Vocabulary, notes: frozenset[int]) -> Draft:
    """Repair the damage inside lines. `notes` are the numbers of the document's footnotes: a figure glued to a word is
    taken for a note mark only where there are notes."""
    text = draft.text
    edits: list[Edit] = []
    edits += (Edit(m.start(), m.end(), " ") for m in _SPACES.finditer(text))
    if "[" in text or "^" in text:
        edits += (Edit(m.start(), m.end(), "") for m in _CITATION_FIRST.finditer(text))
        edits += (Edit(m.start(), m.end(), "") for m in _CITATION.finditer(text) if _is_citation(text, m))
        edits += _links(text)
    if "*" in text:
        edits += (Edit(m.start(), m.end(), "") for m in _EMPHASIS.finditer(text))
    if "_" in text:
        for m in _UNDERLINE.finditer(text):
            width = m.end(1) - m.start(1)
            edits += [Edit(m.start(), m.end(1), ""), Edit(m.end() - width, m.end(), "")]
    if not text.isascii():
        edits += (Edit(m.start(), m.end(), "") for m in _SUPERSCRIPT.finditer(text))
        edits += _registered(text)
    edits += (Edit(m.start(), m.end(), "", "stray_noise") for m in _NOISE.finditer(text))
    edits += _broken_words(text, vocabulary)
    edits += _numbers(text, notes)
    if notes:
        edits += _note_marks(text, vocabulary)
    edits += _hyphens(text, vocabulary)
    edits += _articles(text, vocabulary)
    edits += _missing_spaces(text)
    return draft.edited(without_overlap(edits))


def without_overlap(edits: list[Edit]) -> list[Edit]:
    """Edits by place; of two that overlap the one that starts first, and of those the longer one."""
    out: list[Edit] = []
    end = -1
    for e in sorted(edits, key=lambda e: (e.start, -e.end)):
        if e.start >= end and not (out and e.start == e.end == out[-1].start == out[-1].end):
            out.append(e)
            end = max(end, e.end)
    return out


def _is_citation(text: str, m: re.Match[str]) -> bool:
    """Whether a bracketed number marks a citation; at the start of a block it begins an entry of a list of works."""
    start = m.start()
    if start == 0 or text[start - 1] == "\n":
        return False
    if m.group().startswith("^") and m.group()[1:2].isdigit():
        # An exponent stands after a figure or a single letter.
        return text[start - 1].isalpha() and text[max(start - 2, 0)].isalpha() or text[start - 1] in ".,;:)\"”"
    return True


def _links(text: str) -> Iterator[Edit]:
    for m in _LINK.finditer(text):
        yield Edit(m.start(), m.start(1), "")
        yield Edit(m.end(1), m.end(), "")


def _registered(text: str) -> Iterator[Edit]:
    """A sign of registration after an ordinary word is a damaged note mark; after a name it is what it says."""
    for m in _REGISTERED.finditer(text):
        word = _LAST_WORD.search(text, max(m.start() - 40, 0), m.start())
        if word and word.group().islower():
            yield Edit(m.start(), m.end(), "", "note_mark")


def _broken_words(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Words with a mark of damage inside: the document's own word that is nearest."""
    guesses: dict[str, str | None] = {}
    for m in _DAMAGED_WORD.finditer(text):
        token = m.group()
        if token not in guesses:
            if len(guesses) >= _MAX_GUESSES:
                return
            guesses[token] = _guess(token, vocabulary)
        if (word := guesses[token]) is not None:
            yield Edit(m.start(), m.end(), word, "broken_word")


def _guess(token: str, vocabulary: Vocabulary) -> str | None:
    parts = [p for p in re.split(r"[\W_]+", token) if p]
    if all(len(p) > 1 and vocabulary.words[p.lower()] > 1 for p in parts):
        return None  # Two sound words: an identifier, not damage.
    bare = _DAMAGE.sub("", token)
    low = bare.lower()
    if vocabulary.words[low]:
        return bare
    near = [
        (count, word)
        for word, count in vocabulary.words.items()
        if count > 1
        and abs(len(word) - len(low)) <= 1
        and word[0] == low[0]
        and word[-1] == low[-1]
        and Levenshtein.distance(word, low, score_cutoff=1) <= 1
    ]
    if not near:
        return bare if len(parts) > 1 and min(len(p) for p in parts) == 1 else None
    word = max(near)[1]
    return word.capitalize() if bare[0].isupper() else word


def _numbers(text: str, notes: frozenset[int]) -> Iterator[Edit]:
    """Figures read as letters or brackets, and a year with the mark of a note behind it."""
    for m in _DAMAGED_NUMBER.finditer(text):
        token = m.group()
        if token.isdigit():
            continue
        mended = token.replace("(_)", "0").replace("( )", "0").replace("()", "0")
        mended = mended.translate(str.maketrans("OolI|", "00111"))
        sure = sum(c.isdigit() for c in token) >= 2
        year = mended[:4]
        if not (sure and mended.isdigit() and year[:2] in ("18", "19", "20")):
            continue
        if len(mended) == 4 or (len(mended) == 5 and int(mended[4]) in notes):
            yield Edit(m.start(), m.end(), year, "damaged_number")
    if notes:
        for m in _YEAR_AND_NOTE.finditer(text):
            if int(m.group(2)) in notes and int(m.group(1)) <= 2100:
                yield Edit(m.start(2), m.end(2), "", "note_mark")


def _note_marks(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Marks of footnotes glued to a word or a stop, or read as another sign."""
    number_words = words("number_words")
    for m in _NOTE_AFTER_STOP.finditer(text):
        word = _LAST_WORD.search(text, max(m.start() - 12, 0), m.start() - 1)
        if not (word and word.group().lower() in number_words):
            yield Edit(m.start(), m.end(), "", "note_mark")
    for m in _NOTE_AFTER_WORD.finditer(text):
        word = _LAST_WORD.search(text, max(m.start() - 40, 0), m.start())
        if word and vocabulary.words[word.group().lower()] > 1 and word.group().islower():
            yield Edit(m.start(), m.end(), "", "note_mark")
    for m in _QUESTION.finditer(text):
        yield Edit(m.start(), m.end(), "", "note_mark")


def _hyphens(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Spaces around a hyphen that joins two parts of one word."""
    for m in _SUSPENDED.finditer(text):
        yield Edit(m.start(), m.end(), "-", "hyphen_spacing")
    prefixes = words("prefixes")
    for m in _SPACED_HYPHEN.finditer(text):
        low = m.group(1).lower()
        if f"{low}-{m.group(2)}" in vocabulary.hyphenated or low in prefixes:
            yield Edit(m.end(1), m.start(2), "-", "hyphen_spacing")


def _articles(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """`AREVIEW` in a heading of capitals: the article glued to its noun."""
    nouns = words("after_article")
    for m in _GLUED_ARTICLE.finditer(text):
        low = m.group(1).lower()
        if (low in nouns or vocabulary.words[low] > 1) and vocabulary.words["a" + low] <= 1:
            yield Edit(m.start(), m.end(), f"A {m.group(1)}", "glued_words")


def _missing_spaces(text: str) -> Iterator[Edit]:
    addresses: Callable[[int], bool] = _inside_addresses(text)
    for m in _MISSING_SPACE.finditer(text):
        if not addresses(m.start()):
            yield Edit(m.end(), m.end(), " ")


def _inside_addresses(text: str) -> Callable[[int], bool]:
    """Whether a place lies in a web or mail address; to be asked for places in rising order."""
    spans = _ADDRESS.finditer(text)
    current = next(spans, None)

    def inside(place: int) -> bool:
        nonlocal current
        while current is not None and current.end() <= place:
            current = next(spans, None)
        return current is not None and current.start() <= place

    return inside
