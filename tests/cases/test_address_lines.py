"""How an address is set for the post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.address_lines import country_line, lines_for_post, postal_languages, says_country

TASHKENT = ("Ministry of Examples", "1 Sample Street", "100000 Tashkent")
COUNTRIES = (
    "AE", "AR", "AT", "AU", "BD", "BE", "BR", "CA", "CH", "CN", "DE", "EG", "ES", "FR", "GB", "GR", "HK", "HU", "IE",
    "IL", "IN", "IR", "IT", "JP", "KE", "KR", "KZ", "MM", "MX", "NG", "NL", "NO", "PK", "RU", "SA", "SE", "SG", "TR",
    "US", "UZ",
)  # fmt: skip


def test_country_comes_last_in_capitals_and_in_the_language_of_the_post() -> None:
    set_in = {
        country: lines_for_post(TASHKENT, country="UZ", posted_in=country)[-1]
        for country in ("CH", "FR", "GB", "TR", "RU", "GR", "EG")
    }

    assert set_in == {
        "CH": "USBEKISTAN",
        "FR": "OUZBÉKISTAN",
        "GB": "UZBEKISTAN",
        "TR": "ÖZBEKİSTAN",
        "RU": "УЗБЕКИСТАН",
        "GR": "ΟΥΖΜΠΕΚΙΣΤΑΝ",
        "EG": "أوزبكستان",
    }


def test_turkish_capital_of_i_has_its_dot() -> None:
    assert country_line("GB", posted_in="TR") == "BİRLEŞİK KRALLIK"


def test_writer_in_a_country_of_several_languages_may_choose_among_them() -> None:
    assert postal_languages("CH") == ("de", "fr", "it")
    assert country_line("RU", posted_in="CH", language="fr") == "RUSSIE"


@pytest.mark.parametrize("country", ["IN", "JP", "GE", "TH", "IL", "QQ", "", "²²"])
def test_where_the_script_does_not_travel_the_country_is_in_english(country: str) -> None:
    assert country_line("IS", posted_in=country) == "ICELAND"


def test_letter_within_a_country_has_no_country_line() -> None:
    assert lines_for_post(TASHKENT, country="UZ", posted_in="UZ") == TASHKENT


def test_letter_to_a_country_that_nobody_knows_has_none_either() -> None:
    assert lines_for_post(TASHKENT, country="", posted_in="CH") == TASHKENT


@pytest.mark.parametrize(
    ("last", "country"),
    [
        ("Uzbekistan", "UZ"),
        ("UZBEKISTAN.", "UZ"),
        ("Usbekistan", "UZ"),
        ("Republic of Uzbekistan", "UZ"),
        ("Tashkent, Uzbekistan", "UZ"),
        ("Tashkent 100000 Uzbekistan", "UZ"),
        ("Kazakstan", "KZ"),
        ("Russian Federation", "RU"),
        ("Islamic Republic of Iran", "IR"),
        ("London SW1A 2AA, UK", "GB"),
        ("Washington DC 20500, U.S.A.", "US"),
        ("Panama", "PA"),
    ],
)
def test_country_that_is_printed_already_is_not_doubled(last: str, country: str) -> None:
    printed = ("Office", last)

    assert lines_for_post(printed, country=country, posted_in="CH") == printed


@pytest.mark.parametrize(
    ("last", "country", "posted_in", "added"),
    [
        ("Россия", "RU", "CH", ["RUSSLAND"]),
        ("125993 Москва, Россия", "RU", "CH", ["RUSSLAND"]),
        ("الأردن", "JO", "CH", ["JORDANIEN"]),
        ("日本", "JP", "CH", ["JAPAN"]),
        ("Россия", "RU", "KZ", []),
        ("الأردن", "JO", "EG", []),
        ("Jordan", "JO", "EG", []),
        ("Amman (عمّان), Jordan", "JO", "CH", ["JORDANIEN"]),
    ],
)
def test_country_in_letters_that_the_post_does_not_read_stands_below_in_its_own(
    last, country, posted_in, added
) -> None:
    assert lines_for_post(("Office", last), country=country, posted_in=posted_in) == ("Office", last, *added)


@pytest.mark.parametrize(
    ("last", "country"),
    [
        ("0816 Panama", "PA"),
        ("L-1234 Luxembourg", "LU"),
        ("Ciudad de Guatemala", "GT"),
        ("Atlanta, Georgia", "US"),
        ("Jersey City, New Jersey", "JE"),
        ("Sampletown", "IS"),
    ],
)
def test_town_or_state_of_the_same_name_is_not_taken_for_the_country(last: str, country: str) -> None:
    assert not says_country(last, country)


def test_nothing_becomes_of_an_address_without_a_line() -> None:
    assert lines_for_post((" ", ""), country="UZ", posted_in="CH") == ()


@given(
    lines=st.lists(st.text(max_size=40), max_size=9),
    country=st.sampled_from(COUNTRIES),
    posted_in=st.sampled_from(COUNTRIES),
)
def test_every_line_that_went_in_comes_out_in_its_order(lines: list[str], country: str, posted_in: str) -> None:
    typed = tuple(line.strip() for line in lines if line.strip())

    came_out = lines_for_post(lines, country=country, posted_in=posted_in)

    assert came_out[: len(typed)] == typed
    assert came_out[len(typed) :] in ((), (country_line(country, posted_in=posted_in),))


@given(country=st.sampled_from(COUNTRIES), posted_in=st.sampled_from(COUNTRIES))
def test_country_that_was_added_is_not_added_again(country: str, posted_in: str) -> None:
    once = lines_for_post(("Office", "1 Sample Street"), country=country, posted_in=posted_in)

    assert lines_for_post(once, country=country, posted_in=posted_in) == once
