"""The question book, `docs/questions.md`: each question with its SQL, and under it what the database answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from educoop.dataset.query import query

_QUESTION = re.compile(
    r"^## (?P<title>[^\n]+)\n(?:(?!## )[^\n]*\n)*?```sql\n(?P<sql>[^`]+)```\n(?P<answer>(?:(?!## )[^\n]*\n?)*)",
    re.MULTILINE,
)
_NOTHING = "*(no rows)*"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the book."""

    title: str
    sql: str
    answer: str
    """The answer that the book gives, as Markdown."""
    span: tuple[int, int]
    """Where the answer stands in the book, blank lines around it included."""


class QuestionError(ValueError):
    """The book has no question, or no answer fits; the message names the book and the mend."""


def questions(book: Path) -> list[Question]:
    """The questions of a book in order. QuestionError when it has none."""
    text = book.read_text("utf-8")
    found = [
        Question(m["title"], m["sql"].strip(), m["answer"].strip(), m.span("answer")) for m in _QUESTION.finditer(text)
    ]
    if not found:
        raise QuestionError(
            f"{book}: no question; write it as a heading of the second level with SQL in a ```sql block"
        )
    return found


def answer(database: Path, question: Question) -> str:
    """What the database answers, as a Markdown table of all rows."""
    table = query(database, question.sql)
    rows = table.to_pylist()
    if not rows:
        return _NOTHING
    return "\n".join(_lines(table.column_names, rows))


def _lines(columns: list[str], rows: list[dict[str, Any]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'|'.join(' --- ' for _ in columns)}|"
    for row in rows:
        yield f"| {' | '.join(_cell(row[c]) for c in columns)} |"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)
    return " ".join(text.replace("|", "\\|").split())


def outdated(book: Path, database: Path) -> list[str]:
    """Titles of the questions to which the database gives another answer than the book."""
    return [q.title for q in questions(book) if answer(database, q) != q.answer]


def update(book: Path, database: Path) -> None:
    """Write the answers of the database into the book."""
    text = book.read_text("utf-8")
    for question in reversed(questions(book)):
        start, end = question.span
        text = f"{text[:start]}\n{answer(database, question)}\n\n{text[end:]}"
    book.write_text(text.rstrip() + "\n", "utf-8", newline="\n")
