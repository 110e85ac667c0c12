"""What stands in a sentence beside its point: words in brackets, what somebody is, how and by what means it was done.

"The college (in the north), a small school, signed, by video link, an agreement" says that the college signed an
agreement; rules need to know that alone. Words that name bodies, people, things or days stay: they may be the point.
"""

from __future__ import annotations

import re
from functools import cache

from educoop.data_files import any_of
from educoop.extraction.lexicon import macros
from educoop.extraction.relations.frames import Masked

_SIGNS = re.compile(r"[(:–—]| - ")


@cache
def done() -> str:
    """The words that begin what was done to a thing which stands before them as a label ("X: opened in …")."""
    words = macros()
    return f"(?:(?:{any_of(words['adv'])}) )?(?:{any_of([*words['found'], *words['done']])})\\b"


@cache
def _aside() -> re.Pattern[str]:
    begins = f"(?:{any_of(macros()['aside_begins'])})"
    # Not the middle of a list, behind which it goes on.
    ends = r",(?= )(?! (?:and|or|as well as)\b)"
    where = r"(?:[^;:<>()\"]|<[LD]\d+>|\"[^;:<>()\"]{1,60}\")"
    return re.compile(
        rf"<[OPN]\d+>(?P<bracket> \({where}{{1,80}}\))"
        rf"|<[OPN]\d+>(?P<apposition>, (?:an?|the|one of) [^,;:<>()\"]{{3,80}},(?= ))"
        rf"|<O\d+>(?P<whereabouts>, (?:(?:situated|located|based) )?(?:in|at|near|from) [^,;:<>()\"]{{0,60}}<L\d+>"
        rf"(?: [a-z]+)?(?:(?=, (?:the )?<O)|,(?= )))"
        rf"|<[PE]\d+>(?P<colon>:| [–—-])(?= {done()})"
        rf"|(?P<manner>, {begins}(?: [^,;:<>()\"]{{1,60}})?{ends})"
    )


def without_asides(masked: Masked) -> Masked:
    """The sentence without what stands beside its point; the sentence itself where nothing does."""
    if masked.text.count(",") < 2 and not _SIGNS.search(masked.text):
        return masked
    cuts = [m.span(m.lastgroup or 0) for m in _aside().finditer(masked.text)]
    return masked.without(cuts) if cuts else masked
