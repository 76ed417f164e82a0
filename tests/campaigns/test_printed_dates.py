"""A day is found in a text however people write it, and no other day is taken for it."""

from datetime import date

import pytest

from campaigns.printed_dates import places_of

JULY_19 = date(2011, 7, 19)
LANGUAGES = ("en", "ru", "fr", "de", "es", "ar", "ja", "pt", "it", "tr", "ko", "fi", "uk")

NAMES_IT = """
19 July|19 July 2011|19th of July|July 19|July 19th, 2011|18 and 19 July|19 and 20 July|19–21 July 2011|July 18-19
19 JULY|19\u00a0July|Jul. 19|19 Jul 2011|19.07.2011|19/7/11|2011-07-19|07/19/2011|am 19. Juli|am 19.7. in|19/07
19 июля 2011 г.|19-го июля|le 19 juillet|el 19 de julio de 2011|7月19日|2011年7月19日|19 Temmuz 2011'de|١٩ يوليو
7월 19일|19. heinäkuuta|19 липня
"""
NAMES_ANOTHER = """
119 July|19 July 2009|19 June|July 2019|July 2011|190 July|19 people in July|chapter 19.70|EUR 46/019/2011
July 1, 9 people|19:07|19.07.2010|the 19 of them. July|1907|7/19/2010|19 Julys|July 1990
"""


def listed(texts: str) -> list[str]:
    return [text for line in texts.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", listed(NAMES_IT))
def test_day_is_found(text: str) -> None:
    assert len(places_of(f"Before {text} after.", JULY_19, LANGUAGES)) == 1


@pytest.mark.parametrize("text", listed(NAMES_ANOTHER))
def test_another_day_is_not(text: str) -> None:
    assert places_of(f"Before {text} after.", JULY_19, LANGUAGES) == []


def test_first_of_a_month_is_found_in_french() -> None:
    assert places_of("Le tribunal siège le 1er août.", date(2011, 8, 1), ["fr"]) == ["Le tribunal siège le 1er août."]


def test_place_is_shown_with_whole_words_around_it_and_each_place_once() -> None:
    text = "The court examines the appeal against that decision on 19 July 2011, while his lawyer prepares the next."

    assert places_of(f"{text} On 19 July he waits.", JULY_19) == [
        "… the appeal against that decision on 19 July 2011, while his lawyer prepares the next. …",
        "… while his lawyer prepares the next. On 19 July he waits.",
    ]


def test_language_that_nobody_knows_is_left_out() -> None:
    assert places_of("on 19 July", JULY_19, ["xx-nothing", "en"]) == ["on 19 July"]
