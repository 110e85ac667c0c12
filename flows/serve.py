"""Both flows served by one process, without a work pool and a worker: the deployments of `prefect.yaml`.

python flows/serve.py
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from build import build_dataset
from publish import publish_release

FLOWS: dict[str, Flow[..., Any]] = {
    "flows/build.py:build_dataset": build_dataset,
    "flows/publish.py:publish_release": publish_release,
}


def main() -> None:
    """Serve until stopped. The server is the one of `PREFECT_API_URL`."""
    made = yaml.safe_load((Path(__file__).parent.parent / "prefect.yaml").read_text("utf-8"))
    serve(*map(deployment, made["deployments"]))


def deployment(of: dict[str, Any]) -> RunnerDeployment:
    """A deployment as `prefect.yaml` has it."""
    limit = of["concurrency_limit"]
    made = FLOWS[of["entrypoint"]].to_deployment(
        name=of["name"],
        description=of["description"],
        tags=of["tags"],
        parameters=of["parameters"],
        schedules=[Cron(s["cron"], timezone=s["timezone"]) for s in of.get("schedules", ())],
        concurrency_limit=ConcurrencyLimitConfig(**limit),
    )
    assert isinstance(made, RunnerDeployment)  # awaitable only inside a program that is asynchronous itself
    return made


if __name__ == "__main__":
    main()
