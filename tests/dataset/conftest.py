from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dataset.sample import raw_texts, rows
from educoop.dataset.release import write_release


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sample, made once; not to be changed."""
    output = tmp_path_factory.mktemp("built") / "dist"
    write_release(rows(), raw_texts(), output)
    return output


@pytest.fixture
def release(built: Path, tmp_path: Path) -> Path:
    """A copy of it to play with."""
    return Path(shutil.copytree(built, tmp_path / "dist"))
