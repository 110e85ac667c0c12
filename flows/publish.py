"""Publishing a release as a Prefect flow: the steps of `educoop.publish`, run, watched and scheduled.

python flows/publish.py TARGET [--release FOLDER] [--version X] [--confirm-drop] [--ids FILE]
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    from educoop.orchestrator import run_alone

    run_alone(os.environ)  # before Prefect is imported: it reads its settings then

from prefect import State, flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from educoop import publish
from educoop.curated import IDS
from educoop.dataset.errors import EXPECTED_ERRORS
from educoop.publish import Candidate, Published
from failures import failed, may_pass

# A store is reached over a network. Whatever an interrupted attempt has left, the next one completes.
INPUT_OUTPUT: dict[str, Any] = {
    "cache_policy": NO_CACHE,
    "retries": 3,
    "retry_delay_seconds": [10, 60, 300],
    "retry_condition_fn": may_pass,
}


@task(name="check release", task_run_name="check {release}", cache_policy=NO_CACHE)
def check(release: Path, version: str | None, ids: Path) -> Candidate:
    return publish.check(release, version, ids)


@task(name="upload release", task_run_name="upload version {candidate.version}", **INPUT_OUTPUT)
def upload(candidate: Candidate, target: str, confirm_drop: bool) -> bool:
    with publish.opened(target) as store:
        return publish.upload(candidate, store, confirm_drop)


@task(name="move latest", task_run_name="move latest to {candidate.version}", **INPUT_OUTPUT)
def move_latest(candidate: Candidate, target: str) -> str:
    with publish.opened(target) as store:
        return publish.move_latest(candidate, store)


@flow(name="publish_release", flow_run_name="publish {release} to {target}")
def publish_release(
    target: str,
    release: Path = Path("dist"),
    version: str | None = None,
    confirm_drop: bool = False,
    ids: Path = IDS,
) -> Published | State[None]:
    """Publish a release: its version, a zip of it, and last of all `latest`.

    A version that is published never changes; publishing the same release again changes nothing.

    Args:
        target: Folder, or any URL that fsspec can write to, such as s3://bucket/folder.
        release: Folder that a build made.
        version: Version the release must state; the one it states unless given.
        confirm_drop: Whether tables may have lost many rows since the latest release.
        ids: The id registry, which must hold the ids of the release.
    """
    try:
        candidate = check(release, version, ids)
        new = upload(candidate, target, confirm_drop)
        latest = move_latest(candidate, target)
    except EXPECTED_ERRORS as error:
        return failed(error)
    done = Published(str(candidate.version), candidate.place, candidate.archive, new, latest)
    create_markdown_artifact(publish.summary(done, target), key="published", description="What was published")
    return done


if __name__ == "__main__":
    from educoop.orchestrator import main_publish

    main_publish(publish_release)
