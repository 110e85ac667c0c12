"""Interviews: who is asked, in what office, and which parts of the document that person says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from educoop.data_files import any_of
from educoop.documents.model import Passage, Span
from educoop.extraction.blocks.words import interview_words
from educoop.extraction.blocks.writer import Writer, mentions_in
from educoop.extraction.lexicon import macros
from educoop.extraction.model import Claim, Mention
from educoop.extraction.recognition.scan import PassageScan
from educoop.extraction.recognition.shapes import is_person_name
from educoop.extraction.relations.emit import Emitter
from educoop.extraction.relations.frames import Masked
from educoop.extraction.relations.ledger import plain
from educoop.extraction.relations.own import we_take_part
from educoop.extraction.relations.state import Ref
from educoop.extraction.relations.things.described import described_things

_RULE = "interview"
_NAMING = frozenset({"name", "title", "former_name", "kind"})
_NAMED = frozenset({"organisations", "people", "documents", "works"})
_FEWEST = 2
"""Questions and answers that make an interview."""
_LABEL = re.compile(r"[*_]{0,2}(?P<who>[^\W\d_][\w.'’ -]{0,40}?)[*_]{0,2}\s?[:：][*_]{0,2}\s+")
_DASH = re.compile(r"\s*[–—-]\s+(?=\S)")
_INITIALS = re.compile(r"(?:[A-Z]\.\s?){2,3}")
"""A speaker who was named in full before: "G. A."."""
_MASTHEAD = 300
"""Characters at the start in which a magazine names itself in capitals."""
_INTRO = 12
_OUTRO = 3
_LONGEST_QUESTION = 400
_MARKS = 8
"""Characters at the end of a question among which marks of markup and quotation stand behind the question mark."""
_OFFICE_AT = re.compile(rf"\b((?:[A-Z][\w-]{{1,60}}\s|co-)?(?i:{any_of(macros()['role'])}))\s(?:of|at)\s(?:the\s)?")
_LONGEST_INTRO = 4_000
_NOT_ASKED = re.compile(
    r"(?:interview(?:ed)?(?: by)?|by|text|reporter|correspondent|photo|author|editor)\s{0,9}:?\s{0,9}$", re.IGNORECASE
)
_TITLE = r"(?:Mr|Ms|Mrs|Dr|Prof|Professor|Rector|Director|Minister|President)\.?\s+"


@dataclass(frozen=True)
class Speech:
    """Passages that one person says."""

    who: str
    passages: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Turn:
    passage: Passage
    start: int
    """Where the words begin, after the label."""
    label: str
    question: bool


def read_interview(writer: Writer) -> list[Speech]:
    """Write who is interviewed, and read "we" and "our institute" in the answers; returns who says what."""
    turns = _turns(writer)
    asked = sum(t.question for t in turns)
    if asked < _FEWEST or len(turns) - asked < _FEWEST:
        return []
    asking = [writer.text[t.start : t.passage.end] for t in turns if t.question]
    if sum(t.question and _asks(writer, t.passage) for t in turns) < max(_FEWEST, asked // 2):
        return []
    around = [p for p in writer.page.reading.passages if p.kind != "reference"]
    intro = [p for p in around if p.end <= turns[0].passage.start][-_INTRO:]
    # Who was asked may be told at the end.
    intro = intro or [p for p in around if p.start > turns[-1].passage.start][:_OUTRO]
    who = _interviewee(writer, turns, intro, " ".join(asking)[:8000])
    if who is None:
        return []
    writer.state.ledger.passage = writer.page.passage(who.start)
    row = writer.state.people.row(who, _RULE)
    if row is None:
        return []
    institution = _office(writer, row, who, intro)
    _speaks_for(writer, institution)
    said: dict[str, set[int]] = {}
    scans = {ps.passage.position: ps for ps in writer.state.scan.passages}
    words = plain(who.name).split()
    labels = [t.label for t in turns if not t.question]
    his = {
        label
        for label in labels
        if not label or set(plain(label).split()) & set(words) or label.lower() in interview_words().answer
    }
    for passage, label in _answers(writer, turns):
        own = label in (his or labels[:1])
        said.setdefault(who.name if own else label, set()).add(passage.position)
        if institution is not None and own:
            _own_institution(writer, passage, institution, scans.get(passage.position))
    return [Speech(name, frozenset(positions)) for name, positions in said.items()]


def attributed(claims: Sequence[Claim], speech: Sequence[Speech]) -> list[Claim]:
    """The claims, those out of an answer attributed to who gives it. That a thing is called so, nobody needs to say."""
    if not speech:
        return list(claims)
    by = {position: s.who for s in speech for position in s.passages}
    return [
        replace(c, attributed_to=by[c.passage])
        if c.passage in by
        and not c.attributed_to
        and (c.field not in _NAMING or c.table == "findings")
        and c.table not in _NAMED
        else c
        for c in claims
    ]


def _turns(writer: Writer) -> list[_Turn]:
    """The turns of a conversation, by labels before or dashes in front of them."""
    words = interview_words()
    labelled: list[_Turn] = []
    names: dict[str, int] = {}
    asked: set[str] = set()
    head = writer.text[:_MASTHEAD]
    dashed: list[_Turn] = []
    dashes = _dashes(writer)
    question = True
    for p in writer.page.reading.passages:
        if p.kind in ("reference", "footnote", "title"):
            continue
        text = writer.text[p.start : min(p.end, p.start + 120)]
        m = _LABEL.match(text)
        if m:
            label = m["who"].strip()
            # The magazine, as its own head line calls it, asks; so does its short name after its first question.
            masthead = not label.isupper() and len(label) > 5 and label.upper() in head
            asks = label.lower() in words.question or masthead or (label.isupper() and label in asked)
            initials = bool(_INITIALS.fullmatch(label))
            if asks or label.lower() in words.answer or is_person_name(label) or initials:
                names[label] = names.get(label, 0) + 1
                labelled.append(_Turn(p, p.start + m.end(), label, asks))
            elif _asks(writer, p):
                # A newspaper that asks under its own name.
                asked.add(label)
                labelled.append(_Turn(p, p.start + m.end(), label, True))
        if p.start in dashes:
            body = m is not None and is_person_name(m["who"].strip())
            if body and m is not None:
                dashed.append(_Turn(p, p.start + m.end(), m["who"].strip(), False))
                question = True
                continue
            asks = question and p.end - p.start <= _LONGEST_QUESTION
            dashed.append(_Turn(p, p.start, "", asks))
            question = not asks
    asked_by_label = sum(t.question for t in labelled)
    if _FEWEST <= asked_by_label < len(labelled) and len(labelled) > len(dashed):
        return labelled
    if sum(t.question for t in dashed) >= _FEWEST:
        return dashed
    return _by_two(writer) or _unmarked(writer)


def _by_two(writer: Writer) -> list[_Turn]:
    """The turns of a conversation of two whose labels come again and again, of whom one asks."""
    said: dict[str, list[_Turn]] = {}
    for p in writer.page.reading.passages:
        m = _LABEL.match(writer.text[p.start : min(p.end, p.start + 120)])
        if m is not None and p.kind not in ("reference", "footnote", "title"):
            turn = _Turn(p, p.start + m.end(), m["who"].strip(), _asks(writer, p))
            said.setdefault(turn.label, []).append(turn)
    both = [turns for turns in said.values() if len(turns) >= _FEWEST]
    asking = [turns for turns in both if 2 * sum(t.question for t in turns) > len(turns)]
    if len(both) != 2 or len(asking) != 1:
        return []
    asker = asking[0][0].label
    turns = [replace(t, question=t.label == asker) for turns in both for t in turns]
    return sorted(turns, key=lambda t: t.start)


def _asks(writer: Writer, p: Passage) -> bool:
    """Whether a passage ends with a question, whatever marks stand behind it."""
    return writer.text[max(p.start, p.end - _MARKS) : p.end].rstrip('*_ \n"”»').endswith("?")


def _unmarked(writer: Writer) -> list[_Turn]:
    """The turns of a conversation without labels and dashes: questions that are paragraphs or headings of their own,
    and what is said in the first person, or in quotation marks, behind them."""
    turns: list[_Turn] = []
    own = said = 0
    asked = True
    for p in writer.page.reading.passages:
        if p.kind in ("reference", "footnote", "title", "boilerplate", "caption"):
            continue
        text = writer.text[p.start : min(p.end, p.start + _LONGEST_QUESTION)]
        question = p.end - p.start <= _LONGEST_QUESTION and _asks(writer, p)
        if question:
            turns.append(_Turn(p, p.start, "", True))
        elif turns and asked:
            turns.append(_Turn(p, p.start, "", False))
            said += 1
            own += text[0] in '"“«' or bool(interview_words().first_person.search(text))
        asked = question
    spoken = writer.text[: turns[0].passage.start] if turns else ""
    cue = interview_words().conversation.search(spoken[-_LONGEST_INTRO:])
    return turns if 2 * own >= said and (cue or own >= _FEWEST) else []


def _dashes(writer: Writer) -> frozenset[int]:
    """View offsets of what follows a dash at the beginning of a line."""
    out = set()
    for line in writer.page.lines:
        m = _DASH.match(line.text[:8])
        span = writer.page.view(line.start + m.end(), line.start + len(line.text)) if m else None
        if span:
            out.add(span[0])
    return frozenset(out)


def _answers(writer: Writer, turns: Sequence[_Turn]) -> list[tuple[Passage, str]]:
    """The passages of all answers with the labels of their speakers; an answer goes on until the next turn."""
    out: list[tuple[Passage, str]] = []
    passages = writer.page.reading.passages
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        if turn.question:
            continue
        last = following.passage.position if following else turn.passage.position + 1
        out += [
            (passages[i], turn.label)
            for i in range(turn.passage.position, last)
            if passages[i].kind in ("paragraph", "list_item")
        ]
    return out


def _interviewee(writer: Writer, turns: Sequence[_Turn], intro: Sequence[Passage], asking: str) -> Mention | None:
    """Who answers: named before the answers, or in the introduction, best one whom the questions address by name."""
    names: list[Mention] = []
    told = {p.position for p in intro}
    scanned = {ps.passage.position: ps for ps in writer.state.scan.passages if ps.passage.position in told}
    for p in intro:
        for m in scanned[p.position].mentions if p.position in scanned else ():
            before = writer.text[max(p.start, m.start - 20) : m.start]
            if m.kind in ("candidate", "person") and is_person_name(m.name) and not _NOT_ASKED.search(before):
                names.append(m)
    first = next((t for t in turns if not t.question), None)
    label = first.label.casefold() if first else ""
    for m in names:
        tokens = m.name.casefold().split()
        address = re.search(_TITLE + "(?:" + "|".join(map(re.escape, m.name.split())) + r")\b", asking)
        called = tokens[-1] in label or tokens[0] in label.split() or label == "".join(t[0] for t in tokens)
        if address or (label and called):
            return m
    if first is not None and is_person_name(first.label) and len(first.label.split()) > 1:
        at = writer.text.find(first.label, first.passage.start, first.start)
        return Mention("person", at, at + len(first.label), first.label) if at >= 0 else None
    return names[0] if names else None


def _office(writer: Writer, row: str, who: Mention, intro: Sequence[Passage]) -> Ref | None:
    """The institution of the interviewee: of the position a sentence gave, else of the introduction's first office."""
    state = writer.state
    for position, _ in state.people.offices[row]:
        org = state.ledger.values.get(("positions", position, "organisation_id"))
        if org:
            return "organisations", org.partition(":")[2]
    for p in intro:
        text = writer.text[p.start : min(p.end, p.start + _LONGEST_INTRO)]
        found = mentions_in(text, p.start)
        for m in _OFFICE_AT.finditer(text):
            at = next(
                (x for x in found if x.start == p.start + m.end() and x.kind in ("organisation", "project")), None
            )
            if at is None:
                continue
            ref = writer.organisation(at) if at.kind == "organisation" else writer.known(at) or writer.thing(at, _RULE)
            if not state.people.offices[row]:
                span: Span = (p.start + m.start(1), p.start + m.end(1))
                body = ref if ref[0] == "organisations" else None
                writer.position(row, who, m.group(1), span, body, None, _RULE)
            return ref
    return None


def _speaks_for(writer: Writer, institution: Ref | None) -> None:
    """What the interviewee says of "us" is said of his institution, as if the document were its own."""
    state = writer.state
    at = state.where.get(institution) if institution is not None else None
    if state.own is None and institution is not None and at is not None and at.kind == "organisation":
        state.own = replace(at, data={**at.data, "row": institution[1]})


def _own_institution(writer: Writer, p: Passage, institution: Ref, scanned: PassageScan | None) -> None:
    """Read the sentences of an answer once more with "our institute" standing for the speaker's own."""
    state = writer.state
    country = state.ledger.values.get((*institution, "country"))
    writer.about.append(((p.start, p.end), institution, country))
    text = writer.text
    own = [(*m.span(), m[1]) for m in interview_words().own.finditer(text, p.start, p.end)]
    own += ((a + p.start, b + p.start, "") for a, b in we_take_part(text[p.start : p.end]))
    if not own or scanned is None:
        return
    kind = "organisation" if institution[0] == "organisations" else "project"
    state.ledger.passage = p
    for s in scanned.sentences:
        pointing = [
            Mention(kind, a, b, text[a:b], {"row": institution[1], "points_back": noun})
            for a, b, noun in own
            if s.start <= a and b <= s.end
        ]
        if not pointing:
            continue
        others = [
            x for x in scanned.mentions
            if s.start <= x.start and x.end <= s.end and x.kind != "candidate"
            and not any(x.start < m.end and m.start < x.end for m in pointing)
        ]  # fmt: skip
        mentions = sorted([*others, *pointing], key=lambda x: x.start)
        sentence = text[s.start : s.end]
        mentions = described_things(state, Masked(sentence, s.start, mentions), mentions)
        Emitter(state, Masked(sentence, s.start, mentions), s.start).run()
