from __future__ import annotations

from collections.abc import Iterator

import pytest

from educoop.incremental import again as module
from educoop.resolution import resolve
from educoop.resolution.forms import Forms
from educoop.resolution.keys import Keys
from educoop.resolution.known import known

from .corpora import REGISTRY


@pytest.fixture(scope="module")
def known_once() -> Iterator[None]:
    """What the registry says of names is worked out once for all examples."""
    keys = Keys(REGISTRY.places.values())
    forms = Forms(known(REGISTRY), keys)
    with pytest.MonkeyPatch.context() as patch:
        for place in (module, resolve):
            patch.setattr(place, "Keys", lambda _: keys)
            patch.setattr(place, "Forms", lambda *_: forms)
        yield
