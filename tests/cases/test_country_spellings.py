"""A country is known by a spelling that is right; one that is nearly right is another function's guess."""

import pytest

from cases.country_spellings import exact_country, named_country


@pytest.mark.parametrize("text", ["Iceland", "ICELAND", "the Russian Federation", "Islandia", "USA"])
def test_right_spelling_is_exact(text: str) -> None:
    assert exact_country(text) == named_country(text)


@pytest.mark.parametrize("text", ["Icelnad", "Reykjavik", "", "Street 9, Iceland", "a" * 100_000])
def test_nothing_else_is_exact(text: str) -> None:
    assert exact_country(text) is None
