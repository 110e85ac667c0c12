"""How the time of every regular expression of the program grows on texts made to defeat it.

    python benchmarks/expressions.py      prints, as JSON, how many there are and which grow faster than the text

All expressions that the program compiles are collected while it is imported and reads the documents of this repository,
those of rules and lexicons too, each with how it is applied: one that is only ever matched at a given place need not be
linear when it is searched for. An expression that backtracks, or begins again at every place, does so on a text that
fits it up to a repetition, goes on in that repetition, and then does not fit: such texts are made from each repetition
of each expression. What databases and Arrow match runs on automata and is listed, but linear whatever the text.
"""

from __future__ import annotations

import ast
import importlib
import json
import math
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LENGTH, TIMES = 8_192, 4
"""Characters of the texts, and how many times as long or short the others are."""
QUICK = 1.5e-6
"""Seconds a character below which time need not be looked at: squared time comes to five times that at least."""
CLEAR = 10e-6
"""Seconds a character above which growth shows already on the way to such a text, and need not be waited for beyond."""
SLOW = 3.0
"""Seconds that are waited for one text."""
STEEP = 1.5
"""Exponent of growth: 1 is linear, 2 squared."""
END = "\0"
_AUTOMATA = re.compile(r"(?:regexp_\w+|\w+_regex)\([^()\n]*(?:\([^()\n]*\))?[^()\n]*\)")
_SAMPLES = "aA1 .,-'\"(\n\t€文"
_WAYS = {
    "match": "match", "fullmatch": "fullmatch", "search": "search", "finditer": "search", "findall": "search",
    "sub": "search", "subn": "search", "split": "search", "scanner": "search",
}  # fmt: skip


@dataclass
class Use:
    """One expression: where it is made, and how it is applied (`match`, `fullmatch`, `search`)."""

    made: re.Pattern[str]
    module: str
    ways: set[str] = field(default_factory=set)


class _Noting:
    """Stands for a compiled expression and notes how it is applied."""

    def __init__(self, made: re.Pattern[str], use: Use | None) -> None:
        self._made, self._use = made, use

    def __getattr__(self, name: str) -> Any:
        if self._use is not None and name in _WAYS:
            self._use.ways.add(_WAYS[name])
        return getattr(self._made, name)


class Collection:
    """The expressions that the modules of the program make, from `begin` to `end`."""

    def __init__(self) -> None:
        self.uses: dict[tuple[str, int], Use] = {}
        self.sites: dict[tuple[str, int], list[Use]] = {}
        self._real = {name: getattr(re, name) for name in ("compile", *_WAYS) if hasattr(re, name)}

    def begin(self) -> None:
        for name, real in self._real.items():
            setattr(re, name, self._compile(real) if name == "compile" else self._function(name, real))

    def end(self) -> None:
        for name, real in self._real.items():
            setattr(re, name, real)

    def _use(self, pattern: Any, flags: int) -> Use | None:
        caller = sys._getframe(2)
        if caller.f_globals.get("__name__") == "educoop.data_files" and caller.f_back is not None:
            self.sites.setdefault((caller.f_code.co_filename, caller.f_lineno), [])
            caller = caller.f_back  # who asked for it
        module = caller.f_globals.get("__name__", "")
        if not module.startswith("educoop.") or not isinstance(pattern, str | bytes):
            return None
        made = self._real["compile"](pattern, flags)
        if isinstance(pattern, bytes):
            made = self._real["compile"](pattern.decode("latin-1"), made.flags)
        use = self.uses.setdefault((made.pattern, made.flags), Use(made, module))
        self.sites.setdefault((caller.f_code.co_filename, caller.f_lineno), []).append(use)
        return use

    def _compile(self, real: Any) -> Any:
        def compile(pattern: Any, flags: int = 0) -> Any:
            use = self._use(pattern, flags)
            return real(pattern, flags) if use is None else _Noting(real(pattern, flags), use)

        return compile

    def _function(self, name: str, real: Any) -> Any:
        def function(pattern: Any, *args: Any, flags: int = 0, **more: Any) -> Any:
            if isinstance(pattern, _Noting):
                return getattr(pattern, name)(*args, **more)
            takes = {"sub": 3, "subn": 3, "split": 2}.get(name, 1)
            use = self._use(pattern, args[takes] if len(args) > takes else flags)
            if use is not None:
                use.ways.add(_WAYS[name])
            return real(pattern, *args, flags=flags, **more) if flags else real(pattern, *args, **more)

        return function


def collected() -> Collection:
    """All expressions of the program. Those that were made but not applied count as searched for."""
    collection = Collection()
    collection.begin()
    try:
        import educoop

        for module in pkgutil.walk_packages(educoop.__path__, "educoop."):
            importlib.import_module(module.name)
        _use_them()
    finally:
        collection.end()
    for path in sorted(Path(educoop.__path__[0]).rglob("*.py")):
        for call, name in _calls(path):
            pattern = call.args[0]
            if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str) and name != "compile":
                flags = next((k.value for k in call.keywords if k.arg == "flags"), None)
                made = re.compile(pattern.value, eval(ast.unparse(flags), {"re": re}) if flags is not None else 0)
                use = collection.uses.setdefault((made.pattern, made.flags), Use(made, path.stem))
                use.ways.add(_WAYS[name])
        for lines, ways in _named(path):
            for use in (u for n in lines for u in collection.sites.get((str(path), n), ())):
                use.ways |= ways
    for use in collection.uses.values():
        # Patterns of columns are for whole values.
        use.ways = use.ways or {"fullmatch" if use.module == "educoop.schemas.load" else "search"}
    return collection


_FORMS = {
    "text/plain": (
        "BISHKEK, 16 October 2023 (Kabar) – Osh State University opened a centre.\n\nRector Li Changzhi said so.\n",
        "Words\n\n3 March 2023\n\nBat Erdene, rector of Osh State University, talked to us.\n\n"
        "Q: Mr Erdene, how many?\n"
        "A: At the moment 230 students study in China.\n\nQ: What is missing?\nA: We lack teachers of Chinese.\n",
        "Li Xiaolan, rector at Osh State University, has come.\n\n– Ms Li, what is different?\n\n– It is far.\n\n"
        "– And what troubles you?\n\n– We need teachers.\n\n– And what next?\n\n– A library.\n",
        "Nanhu Normal University has opened a school.\n",
    ),
    "text/html": ("<html><script>1</script><p>Osh State University signed an agreement.</p></html>",),
}
"""Texts of forms that no document of the repository has."""


def _use_them() -> None:
    """Read the schemas, the documents of the repository, and forms that are not among them."""
    from educoop.documents.model import Source
    from educoop.documents.prepare import prepare
    from educoop.documents.read import read_documents
    from educoop.extraction.extract import extract
    from educoop.schemas import load_schemas

    load_schemas()
    for documents in (ROOT / "seeds/documents", ROOT / "tests/golden/development/documents"):
        for source in read_documents(documents, None)[0]:
            extract(prepare(source))
    for media_type, texts in _FORMS.items():
        for text in texts:
            extract(prepare(Source("a", "a.txt", media_type, len(text), "0" * 64, text)))


def _calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Calls of functions of `re` that take an expression."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and (node.func.attr == "compile" or node.func.attr in _WAYS)
        ):
            yield node, node.func.attr


def _named(path: Path) -> Iterator[tuple[range, set[str]]]:
    """Expressions that have a name in a module: the lines that make it, and how the module applies it."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            ways = {
                _WAYS[n.attr]
                for n in ast.walk(tree)
                if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)
                and n.value.id == name and n.attr in _WAYS
            }  # fmt: skip
            yield range(node.lineno, (node.end_lineno or node.lineno) + 1), ways


def not_seen(collection: Collection) -> list[str]:
    """Places in the source that make an expression which was not collected, as file:line."""
    import educoop

    missing = []
    for path in sorted(Path(educoop.__path__[0]).rglob("*.py")):
        for call, name in _calls(path):
            constant = isinstance(call.args[0], ast.Constant) and name != "compile"
            lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)
            compiled = isinstance(call.args[0], ast.Name | ast.Attribute) and name != "compile"
            if not constant and not compiled and not any((str(path), n) in collection.sites for n in lines):
                missing.append(f"{path.relative_to(educoop.__path__[0])}:{call.lineno}")
    return missing


def on_automata() -> dict[str, list[str]]:
    """Expressions that DuckDB (in SQL) and Arrow match, by the file that holds them. Both use RE2."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in (".py", ".sql"):
            calls = _AUTOMATA.findall(path.read_text("utf-8"))
            if calls:
                found[str(path.relative_to(ROOT))] = calls
    return found


def attacks(parsed: Any) -> Iterator[tuple[str, str]]:
    """Beginnings and units of texts: (what leads up to a repetition, what is repeated there)."""
    seen = {("", "")}
    for prefix, units in [*_pumps(parsed, "", {}), ("", [*_SAMPLES])]:
        for unit in units:
            for attack in ((prefix, unit), ("", prefix + unit), ("", prefix), ("", unit)):
                if attack[1] and attack not in seen:
                    seen.add(attack)
                    yield attack


def _pumps(parsed: Any, prefix: str, groups: dict[int, str]) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for code, argument in parsed:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, body = argument
            found += _pumps(body, prefix, groups)
            if most is op.MAXREPEAT or most > 8:
                units = [_sample(body, groups) or "a"]
                if len(body) == 1 and body[0][0] is op.IN:
                    units += [c for c in "a .1-" if _fits(body[0][1], c) and c not in units][:3]
                found.append((prefix, units))
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


_CATEGORIES = {
    op.CATEGORY_DIGIT: str.isdigit, op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
}  # fmt: skip
_OPPOSITE = {
    op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT, op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
    op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
}  # fmt: skip


def _fits(members: Any, character: str) -> bool:
    held = False
    for code, argument in members:
        if code is op.LITERAL:
            held |= ord(character) == argument
        elif code is op.RANGE:
            held |= argument[0] <= ord(character) <= argument[1]
        elif code is op.CATEGORY:
            opposite = _OPPOSITE.get(argument)
            held |= not _CATEGORIES[opposite](character) if opposite is not None else _CATEGORIES[argument](character)
    return held != (members[0][0] is op.NEGATE)


def _one_of(members: Any) -> str:
    literals = [chr(a) for code, a in members if code is op.LITERAL] + [
        chr(a[0]) for code, a in members if code is op.RANGE
    ]
    return next((c for c in [*literals, *_SAMPLES] if _fits(members, c)), "a")


class _Enough(Exception):
    """It takes too long."""


def _stop(*_: object) -> None:
    raise _Enough


def seconds(expression: re.Pattern[str], way: str, text: str, enough: float, attempts: int = 3) -> float:
    """The fewest seconds of some attempts to find all that fits, which end when they are enough.

    They are those of the processor, which a busy machine takes no part of; one attempt that is cut short says it all.
    """
    signal.signal(signal.SIGPROF, _stop)
    fewest = SLOW
    for _ in range(attempts):
        began = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_PROF, SLOW)
            if way == "search":
                for _ in expression.finditer(text):
                    pass
            else:
                getattr(expression, way)(text)
        except _Enough:
            return SLOW
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        fewest = min(fewest, time.process_time() - began)
        if fewest < enough:
            break
    return fewest


def text_of(attack: tuple[str, str], length: int) -> str:
    lead, unit = attack
    return lead + unit * max(1, length // len(unit)) + END


@dataclass(frozen=True)
class Growth:
    """The worst that was found for an expression: time over length to this power, with the text that shows it."""

    exponent: float
    attack: tuple[str, str] = ("", "")
    way: str = ""
    per_character: float = 0.0
    """Seconds a character of that text."""


def judged(expression: re.Pattern[str], ways: set[str]) -> Growth:
    """How the time of an expression grows at worst; 1 when no text took long enough to look at.

    Without a repetition that may go on for ever time is in proportion, and only how much it is must be looked at.
    """
    worst, parsed = Growth(1.0), _parser.parse(expression.pattern, expression.flags & ~re.DEBUG)
    endless = _endless(parsed)
    for way in sorted(ways):
        for attack in attacks(parsed):
            length = LENGTH if endless else LENGTH // TIMES
            text = text_of(attack, length)
            took = seconds(expression, way, text, QUICK * length if endless else SLOW)
            if took >= SLOW:
                return Growth(math.inf, attack, way, took / length)
            if not endless or took < QUICK * length:
                found = Growth(1.0, attack, way, took / length)
            elif took > CLEAR * length and (grown := _growth(expression, way, attack, length // TIMES)) >= STEEP:
                found = Growth(grown, attack, way, took / length)
            else:
                found = Growth(_growth(expression, way, attack, length), attack, way, took / length)
            worst = max(worst, found, key=lambda g: (g.exponent >= STEEP, g.per_character))
            if worst.exponent >= STEEP:
                return worst
    return worst


def _growth(expression: re.Pattern[str], way: str, attack: tuple[str, str], length: int) -> float:
    """The exponent from texts of this length to longer ones: the least of some attempts, since a machine busy in
    fits slows one side or the other."""
    shorter, longer = (text_of(attack, n) for n in (length, length * TIMES))
    exponent = math.inf
    for _ in range(4):
        took = seconds(expression, way, shorter, 0)
        took_longer = seconds(expression, way, longer, 0, attempts=1)
        grown = math.inf if took_longer >= SLOW else round(math.log(took_longer / took) / math.log(TIMES), 2)
        exponent = min(exponent, grown)
        if exponent < STEEP:
            break
    return exponent


def _endless(parsed: Any) -> bool:
    """Whether something in an expression may be repeated for ever."""
    for code, argument in parsed:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            if argument[1] is op.MAXREPEAT or _endless(argument[2]):
                return True
        elif code is op.BRANCH:
            if any(_endless(branch) for branch in argument[1]):
                return True
        elif code in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT):
            if _endless(argument[-1]):
                return True
        elif code is op.ATOMIC_GROUP and _endless(argument):
            return True
    return False


def worst_of(collection: Collection) -> list[tuple[Use, Growth]]:
    """Every expression with its growth, the worst first."""
    found = [(use, judged(use.made, use.ways)) for _, use in sorted(collection.uses.items())]
    return sorted(found, key=lambda x: (-x[1].exponent, -x[1].per_character))


def expressions() -> dict[str, Any]:
    """How many expressions there are, and those that grow faster than the text."""
    collection = collected()
    found = worst_of(collection)
    return {
        "expressions": len(found),
        "not_seen": not_seen(collection),
        "on_automata": on_automata(),
        "linear": sum(g.exponent < STEEP for _, g in found),
        "steeper": [
            {"module": u.module, "pattern": u.made.pattern, "way": g.way, "exponent": g.exponent, "text": g.attack}
            for u, g in found
            if g.exponent >= STEEP
        ],
    }


if __name__ == "__main__":
    print(json.dumps(expressions(), indent=1, ensure_ascii=False))
