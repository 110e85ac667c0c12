"""The command line: `educoop --help`.

Exit codes: 0 all is well, 1 something was found (differences, a release that does not verify), 2 could not run.
What is heavy is imported by the command that needs it, so that help comes at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from educoop import __version__
from educoop.curated import IDS
from educoop.diff_output import DiffFormat
from educoop.query_output import Format
from educoop.terminal import line, reason

FOUND, FAILED = 1, 2
DOCUMENTS = Path("seeds/documents")
DATABASE = Path("dist/educoop.duckdb")
GOLDEN = Path("tests/golden")


def run(arguments: list[str] | None = None) -> None:
    """Run the program. Errors are one line on standard error; `EDUCOOP_TRACEBACK=1` shows where they come from."""
    try:
        app(arguments)
    except Exception as error:
        if os.environ.get("EDUCOOP_TRACEBACK"):
            raise
        print(f"educoop: {_reason(error)}", file=sys.stderr)
        sys.exit(FAILED)


def _reason(error: Exception) -> str:
    if isinstance(error, ValueError | OSError | LookupError) or type(error).__module__.startswith("educoop."):
        return reason(error)
    return line(f"{type(error).__name__}: {error} (a fault in educoop; set EDUCOOP_TRACEBACK=1 to see where)")


app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Education cooperation between China and Central Asia: documents in, evidenced dataset out.",
    epilog='First steps: `educoop build` · `educoop query "SELECT * FROM timeline"` · `educoop documents`',
)

Database = Annotated[Path, typer.Option("--database", "-d", help="Database of a build.", show_default=True)]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"educoop {__version__}")
        raise typer.Exit()


@app.callback()
def main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,
) -> None:
    pass


@app.command(epilog="Example: `educoop build --documents my/papers --output my/dataset --workers 4`")
def build(
    documents: Annotated[Path, typer.Option(help="Folder of documents: txt, md, html, pdf, docx.")] = DOCUMENTS,
    sources: Annotated[
        Path | None, typer.Option(help="Registry of documents (YAML).", show_default="sources.yaml beside the folder")
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder for the release.")] = DATABASE.parent,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Reuse what was read of unchanged files.")] = True,
    workers: Annotated[int, typer.Option(min=1, help="Processes to read documents in.")] = os.cpu_count() or 1,
    previous: Annotated[
        Path | None,
        typer.Option(help="Release that changes are counted from.", show_default="previous.zip beside the folder"),
    ] = None,
    confirm_drop: Annotated[bool, typer.Option("--confirm-drop", help="Let tables lose many rows since then.")] = False,
) -> None:
    """Build the dataset from a folder of documents.

    `decisions.csv` (the curator's verdicts) and `ids.csv` (ids of earlier releases) beside the folder are used too.
    """
    from educoop import build as steps
    from educoop.summary import print_summary
    from educoop.terminal import counting

    beside = steps.companions(documents, sources=sources, previous=previous)
    with counting("documents read") as progress:
        summary = steps.build(
            documents,
            output,
            beside.sources,
            steps.CACHE if cache else None,
            beside.decisions,
            beside.pins,
            workers,
            progress,
            beside.previous,
            confirm_drop,
        )
    print_summary(summary)


@app.command(epilog="Examples: `educoop cache` · `educoop cache --prune` · `educoop cache --prune --days 0`")
def cache(
    folder: Annotated[
        Path | None, typer.Option(help="Folder of the cache.", show_default=".cache/educoop/extractions")
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove what no build can use or has used for long.")] = False,
    days: Annotated[float, typer.Option(min=0, help="With --prune: how many days without use are long.")] = 90,
) -> None:
    """Show what is kept of documents that were read, so that a build need not read them again; or prune it.

    Nothing is lost by pruning but time: the next build reads again what it does not find.
    """
    from educoop.build import CACHE
    from educoop.cache_text import print_cache, print_pruned

    if prune:
        print_pruned(folder or CACHE, days)
    else:
        print_cache(folder or CACHE)


@app.command(
    epilog='Examples: `educoop query "SELECT name, country FROM projects ORDER BY date"` · '
    '`educoop query "SHOW TABLES"` · `educoop query "FROM observations" --output observations.csv`'
)
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT of DuckDB's SQL.")],
    database: Database = DATABASE,
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="Form of the result.", show_default="after --output")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write to.")] = None,
) -> None:
    """Ask the database a question in SQL. It is opened read-only."""
    from educoop.dataset.query import query as run
    from educoop.query_output import format_of, write_result

    write_result(run(database, sql), format or (format_of(output) if output else Format.TABLE), output)


@app.command(epilog="Examples: `educoop questions` · `educoop questions --update`")
def questions(
    database: Database = DATABASE,
    book: Annotated[Path, typer.Option(help="The book of questions.")] = Path("docs/questions.md"),
    update: Annotated[bool, typer.Option("--update", help="Write the answers into the book.")] = False,
) -> None:
    """Ask all questions of a book again and name those whose answers have changed, or write the answers into it.

    Exit code 0: the book is up to date; 1: it is not.
    """
    from educoop.questions_text import outdated
    from educoop.questions_text import update as write

    if update:
        write(book, database)
    changed = outdated(book, database)
    for title in changed:
        print(line(title))
    if changed:
        raise typer.Exit(FOUND)


@app.command(epilog="Example: `educoop why organisations nazarbayev-university`")
def why(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Name of a table, such as projects.")],
    row_id: Annotated[str, typer.Argument(metavar="ROW_ID", help="Id of the row.")],
    database: Database = DATABASE,
    documents: Annotated[Path, typer.Option(help="Folder of documents, to show lines and sentences.")] = DOCUMENTS,
) -> None:
    """Show the sentences that a row rests on: each claim, its document and the lines in it."""
    from educoop.dataset.why import why as evidence
    from educoop.why_text import print_why, raw_texts

    print_why(evidence(database, table, row_id, raw_texts(database, documents)))


@app.command()
def documents(database: Database = DATABASE) -> None:
    """List the documents of a build."""
    from educoop.dataset.query import query as run
    from educoop.query_output import write_result

    sql = """
        SELECT d.document_id, d.title, d.kind, d.published, d.licence, d.words, count(DISTINCT c.claim_id) AS claims
        FROM documents AS d LEFT JOIN claims AS c USING (document_id)
        GROUP BY ALL ORDER BY d.document_id"""
    write_result(run(database, sql), Format.TABLE, None)


@app.command(epilog="Examples: `educoop suggest` · `educoop suggest --table organisations --likely 75`")
def suggest(
    database: Database = DATABASE,
    likely: Annotated[float, typer.Option(min=0, max=100, help="Least likeness, 0 to 100.")] = 85,
    table: Annotated[list[str] | None, typer.Option(help="Only this table; may be repeated.")] = None,
) -> None:
    """List things that may be one, side by side, with the line of decisions.csv for yes and the one for no."""
    from educoop.suggest_text import print_suggestions
    from educoop.suggest_text import suggest as find

    print_suggestions(find(database, likely, table or ()))


@app.command(epilog="Examples: `educoop ids` · `educoop ids --update --release 1.1.0`")
def ids(
    database: Database = DATABASE,
    file: Annotated[Path, typer.Option(help="The id registry.")] = IDS,
    update: Annotated[bool, typer.Option("--update", help="Write it, as is done for every release.")] = False,
    release: Annotated[
        str | None, typer.Option(help="Version of the dataset released.", show_default="of datapackage.yaml")
    ] = None,
) -> None:
    """Show, or with --update write down, what a release does to the registry of ids, which keeps them for ever.

    `--update` may be repeated until the release is out; what the same version noted before is noted anew.
    Exit code 0: nothing is left to write; 1: ids are new or gone.
    """
    from educoop.id_registry import lines, tables_of, update_of, write_update

    found = update_of(tables_of(database), file, release)
    for text in lines(found):
        print(line(text))
    if update:
        write_update(found, file)
        print(f"{line(file)} holds the ids of this release.")
    elif found.new or found.retired or found.dropped:
        raise typer.Exit(FOUND)


@app.command(
    epilog='Example: `educoop add report.pdf --title "Annual report" --kind report --published 2024 '
    "--address https://example.org/report --licence CC-BY-4.0`"
)
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document: txt, md, html, pdf or docx.")],
    id: Annotated[str | None, typer.Option(help="Permanent id.", show_default="from the file's name")] = None,
    title: Annotated[str | None, typer.Option(help="Title, if the text does not say it.")] = None,
    kind: Annotated[str | None, typer.Option(help="journal_article, conference_paper, news, report, …")] = None,
    creators: Annotated[list[str] | None, typer.Option("--creator", help="Author; may be repeated.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Journal, site or house.")] = None,
    published: Annotated[str | None, typer.Option(help="Date of publication: 2024, 2024-05 or 2024-05-17.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the text, such as en.")] = None,
    address: Annotated[str | None, typer.Option(help="Where it was published: web address or DOI link.")] = None,
    licence: Annotated[str | None, typer.Option(help="SPDX identifier, such as CC-BY-4.0.")] = None,
    may_republish: Annotated[
        bool | None, typer.Option("--may-republish/--may-not-republish", help="Whether the full text may be given on.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="Anything else a reader of the registry should know.")] = None,
    documents: Annotated[Path, typer.Option(help="Folder to add it to.")] = DOCUMENTS,
    sources: Annotated[
        Path | None, typer.Option(help="Registry to note it in.", show_default="sources.yaml beside the folder")
    ] = None,
) -> None:
    """Add a document: copy it into the folder and note in the registry what it does not say itself."""
    from educoop.add import add_document

    entry = {
        "id": id,
        "title": title,
        "kind": kind,
        "creators": creators or None,
        "publisher": publisher,
        "published": published,
        "language": language,
        "address": address,
        "licence": licence,
        "may_republish": may_republish,
        "note": note,
    }
    added = add_document(file, documents, sources or documents.parent / "sources.yaml", entry)
    print(f"Added {line(added.path)} as {added.document_id} (sha256 {added.sha256[:12]}…). Next: educoop build")


@app.command(
    epilog="Examples: `educoop evaluate` · `educoop evaluate --show projects` · "
    "`educoop evaluate --documents my/documents --annotations my/annotations`"
)
def evaluate(
    documents: Annotated[Path | None, typer.Option(help="Folder of documents.", show_default="golden sets")] = None,
    annotations: Annotated[Path | None, typer.Option(help="Folder of annotations (JSON Lines).")] = None,
    show: Annotated[str | None, typer.Option(help="Table whose missed and unbacked rows to list, or `all`.")] = None,
    per_document: Annotated[bool, typer.Option("--per-document", help="Figures of each document too.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File (JSON) for the figures too.")] = None,
) -> None:
    """Measure what is read out of documents against annotations made by hand (tests/golden/GUIDE.md)."""
    from educoop.evaluation_text import evaluate_and_print

    if (documents is None) != (annotations is None):
        raise typer.BadParameter("give both --documents and --annotations, or neither")
    if output is not None and documents is None:
        raise typer.BadParameter("--output is for the figures of one set: give --documents and --annotations")
    if documents is not None and annotations is not None:
        sets = [(documents, annotations)]
    else:
        known = [GOLDEN / "development", GOLDEN / "invented"]
        sets = [(DOCUMENTS, GOLDEN / "seeds"), *((folder / "documents", folder / "annotations") for folder in known)]
    for folder, gold in sets:
        evaluate_and_print(folder, gold, show, per_document, output)


@app.command(epilog="Example: `educoop verify dist`")
def verify(path: Annotated[Path, typer.Argument(metavar="PATH", help="A release, package, zip or database.")]) -> None:
    """Check a release: its files, its schemas, its keys, its evidence, and that all formats hold the same rows."""
    from educoop.dataset.verify import verify as check

    findings = check(path)
    for finding in findings:
        print(line(finding))
    if findings:
        raise typer.Exit(FOUND)
    print(f"{line(path)} is sound.")


@app.command(
    epilog="Examples: `educoop diff dist-2025 dist` · `educoop diff old.duckdb new.duckdb --format json` · "
    "`educoop diff old.zip dist --output changes.parquet`"
)
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A release, package, zip or database.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another.")],
    format: Annotated[
        DiffFormat | None, typer.Option("--format", "-f", help="Form of the answer.", show_default="after --output")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write to.")] = None,
) -> None:
    """Show what changed between two releases: rows added, removed and changed, and the step of the version it asks for.

    Exit code 0: the same; 1: they differ; 2: they could not be compared.
    """
    from educoop.dataset.diff import diff as compare
    from educoop.diff_output import write_diff

    changes = compare(old, new)
    write_diff(changes, format or (DiffFormat.of(output) if output else DiffFormat.TEXT), output)
    if changes:
        raise typer.Exit(FOUND)


@app.command(
    epilog="Examples: `educoop publish /srv/data` · `educoop publish s3://bucket/data --version 1.2.0` "
    "(S3 needs the extra `publish`, and finds its keys where AWS tools do)"
)
def publish(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Folder, or URL that fsspec can write to.")],
    release: Annotated[Path, typer.Option(help="Release to publish.")] = DATABASE.parent,
    version: Annotated[str | None, typer.Option(help="Version it must be.", show_default="the one it states")] = None,
    confirm_drop: Annotated[bool, typer.Option("--confirm-drop", help="Let tables lose many rows.")] = False,
    ids: Annotated[Path, typer.Option(help="The id registry, which must hold the ids of the release.")] = IDS,
) -> None:
    """Publish a release: a folder of its version, which never changes, a zip, and last of all `latest`."""
    from educoop.publish import publish as run
    from educoop.publish import summary

    print(line(summary(run(release, target, version, confirm_drop, ids), target)))
