"""Show on the terminal why a row says what it says."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from educoop.dataset.query import rows
from educoop.dataset.why import Quote, Reason, Why
from educoop.documents.read import read_documents
from educoop.terminal import console, line

if TYPE_CHECKING:
    from rich.text import Text


def raw_texts(database: Path, documents: Path) -> dict[str, str]:
    """Raw text by document_id, of the documents of a database that lie in the folder unchanged."""
    if not documents.is_dir():
        return {}
    texts = {source.sha256: source.text for source in read_documents(documents, None)[0]}
    known = rows(database, "SELECT document_id, sha256 FROM documents")
    return {d["document_id"]: texts[d["sha256"]] for d in known if d["sha256"] in texts}


def print_why(why: Why) -> None:
    """Print a row, its evidence field by field, and what disagrees."""
    from rich.text import Text

    out = console()
    out.print(Text(line(f"{why.table} {why.row_id}"), style="bold"))
    for column, value in why.values.items():
        if value is not None:
            out.print(Text(f"  {line(column)}: {line(value)}"))
    if not why.reasons:
        out.print("\nNo document speaks of it; it is known from the registry.")
    for field, reasons in groupby(why.reasons, key=lambda r: r.field):
        out.print(Text(f"\n{line(field)}", style="bold"))
        for reason in reasons:
            out.print(Text(f"  {line(reason.value)}", style="green"), Text(_standing(reason), style="dim"))
            for quote in reason.quotes:
                out.print(_sentence(quote, marked=not out.is_terminal))
                out.print(Text(f"    {_place(reason, quote)}", style="dim"))
    if why.decisions:
        out.print(Text("\ndecisions", style="bold"))
    for decision in {d["decision_id"]: d for d in why.decisions}.values():
        out.print(Text(f"  {_decided(decision)}"))
    if why.discrepancies:
        out.print(Text("\ndiscrepancies", style="bold"))
    for discrepancy in why.discrepancies:
        parts = (discrepancy[column] for column in ("field", "kind", "explanation", "resolution"))
        out.print(Text("  " + ": ".join(line(part) for part in parts if part)))


def _decided(decision: Mapping[str, Any]) -> str:
    """One decision in one line: who decided what of which words, and why."""
    about = ": ".join(line(decision[c]) for c in ("field", "said") if decision[c])
    parts = [decision["action"], about or decision["quote"], "to " + decision["value"] if decision["value"] else None]
    what = " ".join(line(part) for part in parts if part)
    return f"{what} ({line(decision['decided_by'])}, {decision['decided_on']}): {line(decision['reason'])}"


def _standing(reason: Reason) -> str:
    by = f" by {line(reason.attributed_to)}" if reason.attributed_to else ""
    return f"({reason.certainty}, {reason.modality}{by}; rule {line(reason.rule)}{_mark(reason)})"


def _mark(reason: Reason) -> str:
    return f"; {reason.decision} by a curator" if reason.decision else ""


def _sentence(quote: Quote, marked: bool) -> Text:
    """The sentence with its quote in reverse video, or between marks where there are no colours."""
    from rich.text import Text

    before, after = line(quote.before), line(quote.after)
    gap = " " if quote.before[-1:].isspace() else ""
    space = " " if quote.after[:1].isspace() else ""
    text = f"»{line(quote.text)}«" if marked else line(quote.text)
    return Text.assemble("    ", before + gap, (text, "reverse"), space + after)


def _place(reason: Reason, quote: Quote) -> str:
    title = line(reason.document_title or reason.document_id)
    if quote.first_line is None:
        return f"{title}, {line(reason.file)}, characters {quote.start}–{quote.end}"
    lines = f"line {quote.first_line}"
    if quote.last_line != quote.first_line:
        lines = f"lines {quote.first_line}–{quote.last_line}"
    return f"{title}, {line(reason.file)}, {lines}"
