"""The README names what there is."""

from __future__ import annotations

import re
from pathlib import Path

from educoop.dataset.duckdb_file import VIEWS
from educoop.schemas.load import load_schemas

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text("utf-8")


def test_every_table_is_in_the_list_of_tables() -> None:
    section = TEXT.partition("## What you get")[2].partition("\n## ")[0]
    listed = {name for row in re.findall(r"^\| (`.+?) \|", section, re.M) for name in re.findall(r"`(\w+)`", row)}
    assert listed == set(load_schemas())


def test_the_views_that_it_names_are_there() -> None:
    named = re.search(r"The views (.+?) answer", TEXT, re.S)
    assert named is not None and set(re.findall(r"`(\w+)`", named[1])) <= set(VIEWS)


def test_what_it_links_to_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if not link.startswith("http")]
    assert links and all((ROOT / link).exists() for link in links)


def test_the_folders_that_it_lists_are_there() -> None:
    folders = re.findall(r"^\| `([\w/]+)` \|", TEXT.partition("## How it is made")[2], re.M)
    assert folders and all((ROOT / folder).is_dir() for folder in folders)
