"""The words and shapes by which a document tells who made it, from lexicons/metadata.yaml and rules/references.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from educoop.data_files import any_of
from educoop.extraction.data_files import lexicon, rules
from educoop.extraction.imprint.edges import CAPITALS, compile_words


@dataclass(frozen=True)
class CreditWords:
    """Expressions for one line each."""

    not_names: frozenset[str]
    name: re.Pattern[str]
    separator: re.Pattern[str]
    signature: re.Pattern[str]
    affiliation: re.Pattern[str]
    marked_affiliation: re.Pattern[str]
    labels: re.Pattern[str]
    label_end: re.Pattern[str]
    bare_labels: frozenset[str]
    roles: dict[str, str]


_LETTERS = r"(?:[^\W\d_⁰¹²³⁴-⁹]|['’ʻʼ])"
_NAME_WORD = rf"[%U%]{_LETTERS}*(?:[-‐]{_LETTERS}+)*"
_NAME = (
    rf"(?:(?:[%U%]\.\s?-?){{1,3}}{_NAME_WORD}|{_NAME_WORD}\s[%U%]\.(?:\s?-?[%U%]\.){{0,2}}"
    rf"|{_NAME_WORD}\.?(?:\s(?:(?:van|von|der|de|del|di|da|al|bin|ibn|el)\s)?{_NAME_WORD}\.?){{1,4}}"
    r"|[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]+)?)"
)
_DIGIT = r"[\d⁰¹²³⁴-⁹]{1,2}"
_MARKS = (
    r"(?:\s?(?:[*†‡§¶#✉∗]|\\\*|\^\[?[\w,*†‡ ]{1,8}\]?\^?"
    rf"|{_DIGIT}(?:,\s?(?:{_DIGIT}|[*†‡#])(?!\w))*"
    r"|(?<=\s)[a-f](?:,\s?[a-f*†](?![\w'’]))*(?![\w'’])"
    r"|\[\d\]|\((?:\d|[a-z]|\*)\)|<sup>[^<]{1,12}</sup>))*"
)
_AFFILIATED = r"(?:\s?\((?P<affiliation>[^()]{3,160}(?:\([^()]{1,40}\)[^()]{0,60})?)\))?"


@cache
def credit_words() -> CreditWords:
    """The words and shapes, made once."""
    data = lexicon("metadata")
    bibliography = rules("references")
    roles: dict[str, str] = {}
    bare: set[str] = set()
    for role, forms in data["credits"].items():
        bare |= set(forms["bare"])
        roles |= {label.casefold(): role for label in (*forms["labels"], *forms["bare"])}
    not_names = " ".join([data["not_names"], bibliography["not_names"], bibliography["corporate"]])
    agency = rf"{any_of(data['agencies'])}|[A-Z][A-Za-z]?[A-Z]{{1,8}}"
    return CreditWords(
        not_names=frozenset(not_names.split()),
        name=compile_words(
            rf"\s*(?:{data['titles_before_names']})?(?P<name>{_NAME})(?P<marks>{_MARKS}){_AFFILIATED}", "names"
        ),
        separator=re.compile(r"\s*(?:[,;，；、|/][,\s]*(?:(?:and|&)\s+)?|\s(?:and|&|и)\s+|\s{2,})"),
        signature=compile_words(rf"[\s(–—-]*(?P<name>{_NAME})\s?[,(|/–—]\s?(?P<agency>{agency})\)?[.]?", "agencies"),
        affiliation=compile_words(data["affiliation"], "affiliation"),
        marked_affiliation=re.compile(
            r"(?:^|(?<=;)|(?<=;\s)|,\s(?=\d[A-ZА-Я])|(?<=[\w.,)])\s?(?=[¹²³⁴-⁹]))\s*"
            r"(?:\^?[\[(]?(?P<mark>\d{1,2}|[⁰¹²³⁴-⁹]{1,2}|[a-z*†‡§¶#])(?:[\])]?\^|[\])]|[.)]?(?=\s?[A-ZА-Я]))\s?)?"
            r"(?P<text>(?:(?!,\s\d[A-ZА-Я])[^;⁰¹²³⁴-⁹]){4,})"
        ),
        labels=re.compile(
            rf"(?<![\w-])(?P<label>(?i:{any_of([*roles])}))(?:\s?(?P<colon>[:：])\s?|\s+(?=[{CAPITALS}]))"
        ),
        label_end=re.compile(r"[|;)）/]|\s{3,}|\s[–—]\s|\s\d|[。]|\s(?i:source|date|photo)\s?[:：]"),
        bare_labels=frozenset(bare),
        roles=roles,
    )
