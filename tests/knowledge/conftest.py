"""One library over the real documents for all tests that only ask."""

import pytest

from knowledge import Library


@pytest.fixture(scope="package")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library that has made its own index."""
    return Library(tmp_path_factory.mktemp("library"))
