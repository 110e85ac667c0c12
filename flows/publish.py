"""Publishing a release as a Prefect flow: the steps of `educoop.publish`, run, watched and scheduled.

python flows/publish.py TARGET [--release FOLDER] [--version X] [--confirm-drop]
"""

from __future__ import annotations

import os
from pathlib import Path

if __name__ == "__main__":
    from educoop.orchestrator import run_alone

    run_alone(os.environ)  # before Prefect is imported: it reads its settings then

from prefect import State, flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Failed

from educoop import publish
from educoop.build import EXPECTED_ERRORS
from educoop.publish import Candidate, Published


@task(name="check release", cache_policy=NO_CACHE)
def check(release: Path, version: str | None) -> Candidate:
    return publish.check(release, version)


@task(name="upload release", cache_policy=NO_CACHE)
def upload(candidate: Candidate, target: str, confirm_drop: bool) -> bool:
    with publish.opened(target) as store:
        return publish.upload(candidate, store, confirm_drop)


@task(name="move latest", cache_policy=NO_CACHE)
def move_latest(candidate: Candidate, target: str) -> str:
    with publish.opened(target) as store:
        return publish.move_latest(candidate, store)


@flow(name="publish_release", description="Publish a release: its version, a zip, and last of all latest.")
def publish_release(
    target: str, release: Path = Path("dist"), version: str | None = None, confirm_drop: bool = False
) -> Published | State[None]:
    """Publish a release.

    Args:
        target: Folder, or any URL that fsspec can write to, such as s3://bucket/folder.
        release: Folder that a build made.
        version: Version the release must state; the one it states unless given.
        confirm_drop: Whether tables may have lost many rows since the latest release.
    """
    try:
        candidate = check(release, version)
        new = upload(candidate, target, confirm_drop)
        latest = move_latest(candidate, target)
    except EXPECTED_ERRORS as error:
        return Failed(message=str(error))
    done = Published(str(candidate.version), candidate.place, candidate.archive, new, latest)
    create_markdown_artifact(publish.summary(done, target), key="published", description="What was published")
    return done


if __name__ == "__main__":
    from educoop.orchestrator import main_publish

    main_publish(publish_release)
