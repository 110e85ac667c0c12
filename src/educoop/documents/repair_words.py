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

# Each expression begins with a rare character, so that sound text is passed over fast; what must stand before it is
# looked at afterwards.
_SPACES = re.compile(r"  +")
_CITATION = re.compile(
    r"\[\d{1,3}(?: *[-–,;] *\d{1,3})*\]|\[\^\w{1,8}\]|\^\[\^?\w{1,8}\]|\^\d{1,3}(?:[-–,]\d{1,3})*\^?(?!\w)"
)
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,150}\|)?([^\[\]|\n]{1,200})\]\]")
_EMPHASIS = re.compile(r"\*\*?\*?")
_UNDERLINE = re.compile(r"(_{1,2})(?=[^\s_])([^_\n]{1,300}?)(?<=[^\s_])\1(?![\w_])")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\((?:https?://|/|#|mailto:)[^)\s]{0,500}(?: \"[^\"\n]{0,200}\")?\)")
_SUPERSCRIPT = re.compile(r"[¹²³⁰-⁹]+")
_RAISED = "¹²³" + "".join(map(chr, range(0x2070, 0x207A)))
_SYMBOL_SIGNS = "=~_^|\\<>¬¦§"
_SYMBOLS = re.compile(r"[=~_^|\\<>¬¦§]+")
_NOISE = re.compile(r"(?!(?:==|\|\||~~|__|<>|=>|<=|>=|<<|>>)+$)[=~_^|\\<>¬¦§]{2,4}")
_DAMAGED_WORD = re.compile(r"[^\W\d_]+(?:(?:_'?|[|¦~^¬\\]{1,2})[^\W\d_]+)+")
_DAMAGE = re.compile(r"[^\w]|_")
_NUMBER_AT_DAMAGE = re.compile(r"\d(?:(?<=[OolI|)]\d)\d*|(?<!\d\d)\d*+(?=[OolI|(]))")
"""A number beside a sign that may be a damaged figure; all that is looked at where there are no notes."""
_NUMBER_AT_NOTE = re.compile(r"\d(?:(?<=[OolI|)]\d)\d*|(?<!\d\d)(?:\d{4}(?!\d)|\d?(?!\d)|\d*+(?=[OolI|(])))")
"""The same, and numbers that may be the mark of a note, alone or glued to a year."""
_DAMAGED_NUMBER = re.compile(r"(?:\d|\(_\)|\(\s?\)|[OolI|]){3,6}(?!\w)")
_NUMBER_DAMAGE = "OolI|("
_LAST_WORD = re.compile(r"[^\W\d_]{1,40}$")
_QUESTION = re.compile(r" [?¢°](?= [a-z]{2})")
_SPACED_HYPHEN = re.compile(r" - ")
_FIRST_LOWER = re.compile(r"[a-z]+(?![\w-])")
_GLUED_ARTICLE = re.compile(r"A[A-Z]{4,}(?!\w)")
_STOP_AND_LETTER = re.compile(r"[,;:.!?(](?=[A-Za-z])")
_BLANK = re.compile(r"\s")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|mailto:|doi:)\S+|(?<!\S)\S[^\s@]*+@\S+|\b\w+(?:\.\w+){0,9}\.(?:com|org|net|edu|gov|html?|pdf)\b\S*"
)


def repair_words(draft: Draft, vocabulary: Vocabulary, notes: frozenset[int]) -> Draft:
    """Repair the damage inside lines. `notes` are the numbers of the document's footnotes: a figure glued to a word is
    taken for a note mark only where there are notes."""
    text = draft.text
    edits: list[Edit] = []
    if "  " in text:
        edits += (Edit(m.start(), m.end(), " ") for m in _SPACES.finditer(text))
    if "[" in text or "^" in text:
        edits += _citations(text)
        edits += _links(text)
    edits += _emphasis(text)
    if not text.isascii():
        edits += _signs(text)
    edits += _symbols(text, vocabulary)
    edits += _numbers(text, notes)
    if notes:
        edits += (Edit(m.start(), m.end(), "", "note_mark") for m in _QUESTION.finditer(text))
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


def _places(text: str, signs: str) -> list[int]:
    """Where one of some rare signs stands, in order. To look for each by itself is far faster than for any of them."""
    found: list[int] = []
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1)
    found.sort()
    return found


def _before(text: str, at: int) -> str:
    """The character before a place; a line end at the start."""
    return text[at - 1] if at > 0 else "\n"


def _after(text: str, at: int) -> str:
    return text[at] if at < len(text) else "\n"


def _word_before(text: str, at: int) -> str:
    """The letters that end at a place, at most some forty."""
    m = _LAST_WORD.search(text, max(at - 40, 0), at)
    return m.group() if m else ""


def _citations(text: str) -> Iterator[Edit]:
    """Marks of citations, with the spaces before them. At the start of a block such a mark begins an entry of a list of
    works and stays."""
    for m in _CITATION.finditer(text):
        start = m.start()
        mark = m.group()
        if mark[0] == "^" and mark[1:2].isdigit():
            # An exponent stands after a figure or a single letter.
            before = _before(text, start)
            if not ((before.isalpha() and _before(text, start - 1).isalpha()) or before in '.,;:)"”'):
                continue
        if _before(text, start) == "^":
            start -= 1
        while start > 0 and text[start - 1] == " ":
            start -= 1
        if start > 0 and text[start - 1] != "\n":
            yield Edit(start, m.end(), "")


def _links(text: str) -> Iterator[Edit]:
    for m in _LINK.finditer(text):
        yield Edit(m.start() - (_before(text, m.start()) == "!"), m.start(1), "")
        yield Edit(m.end(1), m.end(), "")
    for m in _WIKI_LINK.finditer(text) if "[[" in text else ():
        yield Edit(m.start(), m.start(1), "")
        yield Edit(m.end(1), m.end(), "")


def _emphasis(text: str) -> Iterator[Edit]:
    """Marks of emphasis as in Markdown, and the asterisk behind an author's name."""
    if "*" in text:
        for m in _EMPHASIS.finditer(text):
            before, after = _before(text, m.start()), _after(text, m.end())
            behind_word = (before.isalpha() or before in ".,;:)") and not after.isdigit()
            opens = (before.isspace() or before == "(") and not after.isspace()
            volume = before.isdigit() and after == "("
            if behind_word or opens or volume or before.isspace() != after.isspace():
                yield Edit(m.start(), m.end(), "")
    if "_" in text:
        for m in _UNDERLINE.finditer(text):
            if not (_before(text, m.start()).isalnum() or _before(text, m.start()) == "_"):
                width = m.end(1) - m.start(1)
                yield Edit(m.start(), m.end(1), "")
                yield Edit(m.end() - width, m.end(), "")


def _signs(text: str) -> Iterator[Edit]:
    """Raised figures behind words, and signs of registration behind ordinary words, which are damaged note marks;
    behind a name such a sign is what it says."""
    for m in _SUPERSCRIPT.finditer(text) if any(c in text for c in _RAISED) else ():
        if len(_word_before(text, m.start())) >= 3 or _before(text, m.start()) in ".,;:!?)\"”'":
            yield Edit(m.start(), m.end(), "")
    for at in _places(text, "®©"):
        after = _after(text, at + 1)
        if _word_before(text, at).islower() and (after.isspace() or after in ".,;:)"):
            yield Edit(at, at + 1, "", "note_mark")


def _symbols(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Stray symbols between words, and symbols inside a word: the document's own word that is nearest."""
    guesses: dict[str, str | None] = {}
    end = 0
    ran = 0
    for place in _places(text, _SYMBOL_SIGNS):
        m = _SYMBOLS.match(text, place) if place >= ran else None
        if m is None:
            continue  # within the run before
        start, ran = place, m.end()
        before, after = _before(text, start), _after(text, m.end())
        if start < end:
            continue
        if before == " " and after == " ":
            ahead, behind = _before(text, start - 1), _after(text, m.end() + 1)
            if _NOISE.fullmatch(m.group()) and (ahead.isalnum() or ahead in ",.;:)") and behind.isalnum():
                yield Edit(start - 1, m.end(), "", "stray_noise")
        elif before.isalpha():
            start -= len(_word_before(text, start))
            token = _DAMAGED_WORD.match(text, start)
            if token is None:
                continue
            end = token.end()
            around = _before(text, start) + _after(text, end)
            if any(c.isalnum() or c in "_/@\\<>=" for c in around):
                continue
            if around[1] == "." and _after(text, end + 1).isalnum():
                continue  # A file name.
            word = token.group()
            if word not in guesses:
                if len(guesses) >= _MAX_GUESSES:
                    return
                guesses[word] = _guess(word, vocabulary)
            if (found := guesses[word]) is not None:
                yield Edit(start, end, found, "broken_word")


def _guess(token: str, vocabulary: Vocabulary) -> str | None:
    parts = [p for p in re.split(r"[\W_]+", token) if p]
    if all(len(p) > 1 and vocabulary.words[p.lower()] > 1 for p in parts):
        return None  # Two sound words: an identifier, not damage.
    bare = _DAMAGE.sub("", token)
    low = bare.lower()
    if len(low) < 3:
        return None
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
    """Figures read as letters or brackets, and figures that are marks of notes glued to what stands before them."""
    end = 0
    for m in (_NUMBER_AT_NOTE if notes else _NUMBER_AT_DAMAGE).finditer(text):
        a, b = m.span()
        if a < end:
            continue
        before, after = _before(text, a), _after(text, b)
        if after in _NUMBER_DAMAGE or before in "OolI|)":
            while a > 0 and b - a < 5 and text[a - 1] in "OolI|":
                a -= 1
            found = _damaged_year(text, a, notes)
            if found is not None:
                end = found.end
                yield found
                continue
        if not notes:
            continue
        length = b - m.start()
        if length == 5:
            if _is_year_with_note(text, a, b, notes):
                yield Edit(b - 1, b, "", "note_mark")
        elif length <= 2 and int(m.group()) in notes and _is_note_mark(text, m.start(), b):
            yield Edit(m.start(), b, "", "note_mark")


def _damaged_year(text: str, start: int, notes: frozenset[int]) -> Edit | None:
    """The repair of a year with damaged figures at `start`, and with the mark of a note behind it."""
    m = _DAMAGED_NUMBER.match(text, start)
    if m is None or _before(text, start).isalnum() or _before(text, start) in ".,-/":
        return None
    token = m.group()
    mended = token.replace("(_)", "0").replace("( )", "0").replace("()", "0")
    mended = mended.translate(str.maketrans("OolI|", "00111"))
    if token == mended or sum(map(str.isdigit, token)) < 2 or not mended.isdigit():
        return None
    if mended[:2] not in ("18", "19", "20") or not (len(mended) == 4 or (len(mended) == 5 and int(mended[4]) in notes)):
        return None
    return Edit(start, m.end(), mended[:4], "damaged_number")


def _is_year_with_note(text: str, a: int, b: int, notes: frozenset[int]) -> bool:
    """Whether five figures are a year and the mark of a note: 2004 and 1, never 20041."""
    before, after = _before(text, a), _after(text, b)
    if not ("1900" <= text[a : a + 4] <= "2100" and int(text[b - 1]) in notes):
        return False
    followed = after.isalnum() or after == "%" or (after in ".,-" and _after(text, b + 1).isdigit())
    return not (followed or before.isalnum() or before in ".,-/$€£¥#")


def _is_note_mark(text: str, a: int, b: int) -> bool:
    """Whether a small figure is glued to an ordinary word, or to a stop or quotation mark after one."""
    before, after = _before(text, a), _after(text, b)
    if before.isalpha():
        word = _word_before(text, a)
        return (after.isspace() or after in ".,;:)") and len(word) >= 4 and word.islower()
    if not after.isspace():
        return False
    ahead = _before(text, a - 1)
    if before in ".,;:":
        if ahead in ')"”’™':
            return True
        word = _word_before(text, a - 1)
        return len(word) >= 2 and word[-2:].islower() and word.lower() not in words("number_words")
    return before in '"”™' and ahead in ".,;:!?"


def _hyphens(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Spaces around a hyphen that joins two parts of one word."""
    for m in _SPACED_HYPHEN.finditer(text):
        left = _word_before(text, m.start())
        right = _FIRST_LOWER.match(text, m.end())
        if not left or right is None or _before(text, m.start() - len(left)) == "-":
            continue
        low = left.lower()
        if right.group() in ("and", "or", "to"):
            if left.islower() and _after(text, right.end()) == " " and _after(text, right.end() + 1).islower():
                yield Edit(m.start(), m.start() + 2, "-", "hyphen_spacing")
        elif low in words("prefixes") or f"{low}-{right.group()}" in vocabulary.hyphenated:
            yield Edit(m.start(), m.end(), "-", "hyphen_spacing")


def _articles(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """`AREVIEW` in a heading of capitals: the article glued to its noun."""
    for m in _GLUED_ARTICLE.finditer(text):
        noun = m.group()[1:]
        if _before(text, m.start()).isalnum() or noun.lower() not in words("after_article"):
            continue
        if vocabulary.words[m.group().lower()] <= 1:
            yield Edit(m.start(), m.end(), f"A {noun}", "glued_words")


def _missing_spaces(text: str) -> Iterator[Edit]:
    """Spaces left out after a stop or comma, or before a bracket."""
    addresses: Callable[[int], bool] | None = None
    for m in _STOP_AND_LETTER.finditer(text):
        at, stop = m.start(), text[m.start()]
        word = text[max(at - 3, 0) : at]
        after = text[at + 1 : at + 3]
        if stop == "(":
            if after[0].islower():
                continue
            wanted = len(word) == 3 and word.islower() and word.isalpha()
            place = at
        else:
            place = at + 1
            if stop in ",;:":
                next_word = after.isalpha() or (stop != ":" and after in ("a ", "A ", "I "))
                behind_word = word[-2:].isalpha() and word[-1].islower()
                wanted = next_word and (behind_word or (stop == "," and word[-2:].isdigit() and after.islower()))
            else:
                ended = word[-2:].isalpha() and word[-2:].islower()
                wanted = (ended or word[-2:].isdigit() or word[-1:] in '"”)') and after[0].isupper()
                wanted = wanted and after[1:].islower()
        if not wanted or len(word) < 2:
            continue
        if addresses is None:
            addresses = _inside_addresses(text)
        if not addresses(at):
            yield Edit(place, place, " ")


def _inside_addresses(text: str) -> Callable[[int], bool]:
    """Whether a place lies in a web or mail address; to be asked for places in rising order."""
    read = 0
    current: re.Match[str] | None = None
    spans: Iterator[re.Match[str]] = iter(())

    def inside(place: int) -> bool:
        nonlocal current, spans, read
        if place >= read:
            # An address holds no blank: only the words with a place asked for are looked at.
            start = max(text.rfind(" ", read, place), text.rfind("\n", read, place), read - 1) + 1
            blank = _BLANK.search(text, place)
            read = blank.start() if blank else len(text)
            spans = _ADDRESS.finditer(text, start, read)
            current = next(spans, None)
        while current is not None and current.end() <= place:
            current = next(spans, None)
        return current is not None and current.start() <= place

    return inside
