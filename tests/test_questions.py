"""The question book says what the documents of the repository answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from educoop.build import build, companions
from educoop.questions_text import QuestionError, answer, outdated, questions, update

BOOK = Path("docs/questions.md")
SEEDS = Path("seeds/documents")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    beside = companions(SEEDS)
    output = tmp_path_factory.mktemp("questions") / "dist"
    return build(SEEDS, output, beside.sources, decisions=beside.decisions, pins=beside.pins).database


@pytest.mark.parametrize("question", questions(BOOK), ids=lambda q: q.title)
def test_the_book_gives_the_databases_answer(database: Path, question: object) -> None:
    found = next(q for q in questions(BOOK) if q == question)
    assert answer(database, found) == found.answer, "run: educoop build && educoop questions --update"


def test_every_question_but_none_has_an_answer() -> None:
    assert len(questions(BOOK)) >= 12
    assert [q.title for q in questions(BOOK) if q.answer.startswith("*(")] == []


def test_an_update_writes_what_was_outdated(database: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.md"
    text = "# Book\n\n## How many?\n\nJust that.\n\n```sql\nSELECT 1.5 AS a, 'x|y' AS b;\n```\n\nold\n\n## None?\n\n"
    book.write_text(text + "```sql\nSELECT 1 AS n WHERE false\n```\n", "utf-8")
    assert outdated(book, database) == ["How many?", "None?"]
    update(book, database)
    assert outdated(book, database) == []
    assert "| a | b |\n| --- | --- |\n| 1.5 | x\\|y |\n\n## None?" in book.read_text("utf-8")


def test_a_book_without_questions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book.md").write_text("# Book\n", "utf-8")
    with pytest.raises(QuestionError, match="no question"):
        questions(tmp_path / "book.md")
