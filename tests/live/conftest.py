"""Fixtures of the live tests: namespaces, made once, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.live.namespaces import World, missing, world


@pytest.fixture(scope="session")
def net() -> Iterator[World]:
    """The small internet of ``namespaces.world``."""
    if reason := missing():
        pytest.skip(reason)
    with world() as made:
        yield made
