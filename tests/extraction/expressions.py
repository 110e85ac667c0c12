"""How the time of every regular expression of the program grows on texts made from the expression itself.

    python tests/extraction/expressions.py      prints, as JSON, how many there are and which grow too fast

An expression that backtracks or begins again at every place does so on a text that fits it up to a repetition, goes on
in that repetition, and then does not fit: such texts are made for every repetition of every expression.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

LENGTH = 512
"""Characters of the texts. A sentence has eight times as many at most: 64 times the time, if that is squared."""
QUICK = 0.001
"""CPU seconds below which the growth of time says nothing: at a step a character it takes some hundredths of this."""
SLOW = 0.2
"""CPU seconds that no text may take. Steps squared come to a hundredth of a second, cubed to more than one."""
STEEP = 3.0
"""Times as long for twice the text: 2 is linear, 4 squared."""
END = "\0"
_LAYERS = ("educoop.documents.", "educoop.extraction.", "educoop.resolution.")
_SAMPLES = "aA1 .,-'\"(\n\t€文"


def expressions() -> dict[tuple[str, int], str]:
    """(pattern, flags) of all that the layers compile when they are loaded and when they read a document, with the
    module that does."""
    found: dict[tuple[str, int], str] = {}
    real = re.compile

    def noting(pattern: Any, flags: Any = 0) -> Any:
        made = real(pattern, flags)
        frame = sys._getframe(1)
        if frame.f_globals.get("__name__") == "educoop.data_files" and frame.f_back:
            frame = frame.f_back  # who asked for the expression to be compiled
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_LAYERS) and isinstance(made.pattern, str):
            found.setdefault((made.pattern, made.flags), module)
        return made

    re.compile = noting  # type: ignore[assignment]
    try:
        import educoop

        for module in pkgutil.walk_packages(educoop.__path__, "educoop."):
            if module.name.startswith(_LAYERS):
                importlib.import_module(module.name)
        from educoop.documents.model import Source
        from educoop.documents.prepare import prepare
        from educoop.extraction.extract import extract

        text = "Agreement signed\n\nOn 3 May 2021, Osh State University signed an agreement with 3 universities.\n"
        extract(prepare(Source("a", "a.txt", "text/plain", len(text), "", text)))
    finally:
        re.compile = real
    return found


def attacks(pattern: str, flags: int) -> Iterator[tuple[str, str]]:
    """Beginnings and units of texts: (what leads up to a repetition, what is repeated there)."""
    seen: set[tuple[str, str]] = set()
    for prefix, unit in [*_pumps(_parser.parse(pattern, flags & ~re.DEBUG), "", {}), *(("", s) for s in _SAMPLES)]:
        for lead, body in ((prefix, unit), ("", prefix + unit), ("", prefix)):
            if body and (lead, body) not in seen and len(seen) < 8:
                seen.add((lead, body))
                yield lead, body


def _pumps(parsed: Any, prefix: str, groups: dict[int, str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for code, argument in parsed:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, body = argument
            found += _pumps(body, prefix, groups)
            if most is op.MAXREPEAT or most > 8:
                found.append((prefix, _sample(body, groups) or "a"))
        elif code is op.BRANCH:
            for branch in argument[1]:
                found += _pumps(branch, prefix, groups)
        elif code is op.SUBPATTERN:
            found += _pumps(argument[3], prefix, groups)
        elif code is op.ATOMIC_GROUP:
            found += _pumps(argument, prefix, groups)
        elif code in (op.ASSERT, op.ASSERT_NOT) and argument[0] == 1:
            found += _pumps(argument[1], prefix, groups)
        prefix += _sample([(code, argument)], groups)
    return found


def _sample(parsed: Any, groups: dict[int, str]) -> str:
    """A text that the expression fits, more or less: what stands around it is not looked at."""
    text = ""
    for code, argument in parsed:
        if code is op.LITERAL:
            text += chr(argument)
        elif code is op.NOT_LITERAL:
            text += "a" if argument != ord("a") else "b"
        elif code is op.ANY:
            text += "a"
        elif code is op.IN:
            text += _one_of(argument)
        elif code is op.BRANCH:
            text += _sample(argument[1][0], groups)
        elif code is op.SUBPATTERN:
            groups[argument[0]] = _sample(argument[3], groups)
            text += groups[argument[0]]
        elif code is op.ATOMIC_GROUP:
            text += _sample(argument, groups)
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            text += _sample(argument[2], groups) * max(1, min(argument[0], 20))
        elif code is op.GROUPREF:
            text += groups.get(argument, "")
    return text


def _one_of(members: Any) -> str:
    categories = {
        op.CATEGORY_DIGIT: str.isdigit, op.CATEGORY_SPACE: str.isspace,
        op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    }  # fmt: skip
    opposite = {
        op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT, op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
        op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
    }  # fmt: skip

    def fits(character: str) -> bool:
        held = False
        for code, argument in members:
            if code is op.LITERAL:
                held |= ord(character) == argument
            elif code is op.RANGE:
                held |= argument[0] <= ord(character) <= argument[1]
            elif code is op.CATEGORY:
                held |= (
                    categories[argument](character) if argument in categories
                    else not categories[opposite[argument]](character)
                )  # fmt: skip
        return held != (members[0][0] is op.NEGATE)

    literals = [chr(a) for code, a in members if code is op.LITERAL] + [
        chr(a[0]) for code, a in members if code is op.RANGE
    ]
    return next((c for c in [*literals, *_SAMPLES] if fits(c)), "a")


class _Enough(Exception):
    """It takes too long."""


def _stop(*_: object) -> None:
    raise _Enough


def seconds(expression: re.Pattern[str], text: str) -> float:
    """CPU time to find all that fits; it is not waited for beyond what is slow."""
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * SLOW)
    began = time.process_time()
    try:
        for _ in expression.finditer(text):
            pass
    except _Enough:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def text_of(attack: tuple[str, str], length: int) -> str:
    lead, unit = attack
    return lead + unit * max(1, length // len(unit)) + END


def judged(pattern: str, flags: int) -> tuple[str, tuple[str, str]]:
    """`linear`, `squared` or `slow`, with the text that shows it."""
    expression, found = re.compile(pattern, flags), ("linear", ("", ""))
    for attack in attacks(pattern, flags):
        for length in (24, 64, LENGTH):
            took = seconds(expression, text_of(attack, length))
            if took > SLOW and seconds(expression, text_of(attack, length)) > SLOW:
                return "slow", attack
        if took > QUICK and found[0] == "linear":
            half, whole = (
                min(seconds(expression, text_of(attack, n)) for _ in range(3)) for n in (LENGTH // 2, LENGTH)
            )
            if whole > STEEP * half:
                found = ("squared", attack)
    return found


def main() -> None:
    result: dict[str, Any] = {"expressions": 0, "linear": 0, "squared": [], "slow": []}
    for (pattern, flags), module in sorted(expressions().items()):
        result["expressions"] += 1
        kind, attack = judged(pattern, flags)
        if kind == "linear":
            result["linear"] += 1
        else:
            result[kind].append({"module": module, "pattern": pattern, "text": attack})
    print(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
