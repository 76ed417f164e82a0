from datetime import date

import pytest

from appeals.cards import NextDate, cards_of, first_sentence, languages_in_words
from campaigns.models import UrgentAction
from cases.levels import Level
from cases.models import Hearing
from tests.builders import AT, DAY, make_authority, make_case, make_deadline, make_hearing, make_open_action


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("He may be sent back. His lawyer has appealed.", "He may be sent back."),
        ("One sentence only", "One sentence only"),
        ("The office of Yurii Ya. Chaika decided on 3 Nov. about him. He waits.", "The office of Yurii Ya. Chaika "
         "decided on 3 Nov. about him. He waits."),
        ("Two lines\nof one sentence. And more.", "Two lines of one sentence."),
        ("“They took him away.” His mother saw it.", "“They took him away.”"),
        ("", ""),
    ],
)  # fmt: skip
def test_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_first_sentence_that_runs_on_is_cut_at_a_word() -> None:
    cut = first_sentence("word " * 200)

    assert len(cut) <= 242
    assert cut.endswith("word …")


@pytest.mark.parametrize(
    ("codes", "own", "words"),
    [
        (("ru", "en"), True, "Russian, English or your own language"),
        (("ru", "en"), False, "Russian or English"),
        (("ru",), False, "Russian"),
        ((), True, "your own language"),
        ((), False, ""),
    ],
)
def test_languages_in_words(codes: tuple[str, ...], own: bool, words: str) -> None:
    assert languages_in_words(codes, own_language=own) == words


def _card(action: UrgentAction) -> object:
    [card] = cards_of([UrgentAction.objects.with_current_sheet().get(pk=action.pk)], on=DAY, at=AT)
    return card.next_date


@pytest.mark.django_db
def test_card_shows_the_next_date_of_hearings_and_deadlines() -> None:
    case = make_case()
    make_deadline(case, on=date(2011, 8, 1))
    make_hearing(case, on=date(2011, 7, 19), court=make_authority(office="Court of Examples"))
    make_hearing(case, on=date(2011, 7, 12))

    assert _card(make_open_action(case)) == NextDate(date(2011, 7, 19), "hearing, Court of Examples")


@pytest.mark.django_db
def test_card_shows_a_date_of_today() -> None:
    case = make_case()
    make_deadline(case, on=DAY, what="the eviction")

    assert _card(make_open_action(case)) == NextDate(DAY, "the eviction")


@pytest.mark.django_db
def test_card_hides_dates_that_are_private_or_not_expected() -> None:
    case = make_case()
    make_hearing(case, on=date(2011, 7, 19), level=Level.NETWORK)
    make_hearing(case, on=date(2011, 7, 20), status=Hearing.Status.CANCELLED)
    make_deadline(case, on=date(2011, 7, 21), level=Level.NETWORK)

    assert _card(make_open_action(case)) is None
