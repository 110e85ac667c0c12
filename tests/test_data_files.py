"""Files of words and rules are read as mappings, and what YAML would turn into a truth value is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from educoop.data_files import any_of, expression, mapping
from educoop.extraction import field
from educoop.paths import lexicons_dir
from educoop.registry import load_registry
from educoop.schemas.load import load_schemas


def written(folder: Path, text: str) -> Path:
    file = folder / "words.yaml"
    file.write_text(text, "utf-8")
    return file


def test_a_word_that_yaml_reads_as_a_truth_value_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"words\.yaml: small\[1\] is read as True; put quotes around the word"):
        mapping(written(tmp_path, "small: [in, on]"))


def test_a_word_in_quotes_stays_a_word(tmp_path: Path) -> None:
    assert mapping(written(tmp_path, 'small: [in, "on"]')) == {"small": ["in", "on"]}


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected a mapping at the top, found list"):
        mapping(written(tmp_path, "[in, at]"))


def test_a_key_told_twice_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"words\.yaml: not valid YAML: 'small' is told twice; .* line 3, column 1"):
        mapping(written(tmp_path, "small: [at]\nlarge: [under]\nsmall: [by]\n"))
    with pytest.raises(ValueError, match="'b' is told twice"):
        mapping(written(tmp_path, "a: {b: 1, c: 2, b: 3}"))


def test_every_lexicon_can_be_read() -> None:
    assert all(mapping(file) for file in lexicons_dir().glob("*.yaml"))


def test_the_classes_of_kinds_are_of_kinds_that_the_schemas_know() -> None:
    known = {code for schema in load_schemas().values() for column in schema.columns if column.name == "kind"
             for code in column.codes}  # fmt: skip
    unknown = {kind for kinds in mapping(lexicons_dir() / "kinds.yaml").values() for kind in kinds} - known
    assert unknown == set()


def test_the_places_of_the_field_are_places_of_the_registry() -> None:
    assert {field.HOME, *field.GROUPS} <= {place.id for place in load_registry().places.values()}


def test_the_longest_of_some_words_is_found() -> None:
    assert re.match(any_of(["sq", "sq. m"]), "sq. m of floor")[0] == "sq. m"  # type: ignore[index]


def test_an_expression_that_cannot_be_compiled_is_named() -> None:
    with pytest.raises(ValueError, match=r"words\.yaml: small: not a regular expression"):
        expression("(in", "words.yaml: small")
