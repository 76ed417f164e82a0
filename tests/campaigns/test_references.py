import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.references import Reference, find_reference


@pytest.mark.parametrize(
    "written",
    ["UA 214/11", "ua214/11", "UA: 214/2011", "UA  214 / 11", "UA-214-11", "ua-214-11", "UA 214–2011", "UA.0214/11",
     "Further information on UA 214/11: Iceland", "(UA 214/11)", "ＵＡ ２１４／１１", "UA ٢١٤/١١"],
)  # fmt: skip
def test_find_reference_reads_every_form_of_a_number(written: str) -> None:
    assert find_reference(written) == Reference("UA", 214, 2011)


def test_find_reference_without_a_series() -> None:
    assert find_reference("214/11") == Reference(None, 214, 2011)


def test_find_reference_keeps_the_series() -> None:
    assert find_reference("ex 4/2011") == Reference("EX", 4, 2011)


@pytest.mark.parametrize(("written", "year"), [("1/73", 1973), ("1/99", 1999), ("1/00", 2000), ("1/72", 2072)])
def test_find_reference_takes_two_figures_for_1973_to_2072(written: str, year: int) -> None:
    assert find_reference(written) == Reference(None, 1, year)


@pytest.mark.parametrize(
    "text",
    ["", "UA", "UA 214", "214", "EUR 46/033/2011", "3/4/2011", "214-11", "12345/11", "214/1", "214/111", "a214/11b"],
)
def test_find_reference_finds_none_in_other_numbers(text: str) -> None:
    assert find_reference(text) is None


@given(st.text())
def test_find_reference_never_fails(text: str) -> None:
    found = find_reference(text)

    assert found is None or 0 <= found.number <= 9999
