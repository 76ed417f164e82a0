"""Nobody is refused for what an earlier test tried."""

from collections.abc import Iterator

import pytest

from accounts.counts import forget_counts


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    forget_counts()
    yield
    forget_counts()
