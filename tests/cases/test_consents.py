"""To what somebody has agreed: the one rule, over givers, days, uses and what was taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from cases.consents import agree_again, in_words, take_back, uses_allowed, withdrawn_uses
from cases.models import Consent, Giver, PersonAtRisk, Use
from tests.builders import AT, DAY, make_case, make_consent, make_person, make_user

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=3)
SHE_SAID = "She said so on the telephone."


@pytest.fixture
def person() -> PersonAtRisk:
    return make_person(make_case(person=""), consent=None, published_as="Anna Beispiel")


@pytest.mark.parametrize("withdrawn", [False, True], ids=["given", "withdrawn"])
@pytest.mark.parametrize("use", Use)
@pytest.mark.parametrize("giver", Giver)
def test_a_use_is_allowed_by_whoever_gave_it_until_it_is_taken_back(person, giver, use, withdrawn):
    make_consent(person, use, giver=giver)
    if withdrawn:
        take_back(person, [use], by=make_user(), at=AT, reason=SHE_SAID)

    assert uses_allowed(person, at=AT) == (set() if withdrawn else {use})


def test_consents_of_several_add_up(person):
    make_consent(person, Use.NAME, giver=Giver.LAWYER)
    make_consent(person, Use.WEB, Use.STORY, giver=Giver.RELATIVE)

    assert uses_allowed(person, at=AT) == {Use.NAME, Use.WEB, Use.STORY}


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (1, False)])
def test_a_consent_holds_from_its_day_on(person, days, allowed):
    make_consent(person, Use.WEB, given_on=DAY + timedelta(days=days))

    assert (Use.WEB in uses_allowed(person, at=AT)) is allowed


def test_what_was_allowed_once_is_known_afterwards(person):
    make_consent(person, Use.WEB)
    take_back(person, [Use.WEB], by=make_user(), at=LATER, reason=SHE_SAID)
    agree_again(person, by=make_user(), at=LATER + timedelta(days=2), reason="She wrote.")

    moments = [AT, LATER, LATER + timedelta(days=1), LATER + timedelta(days=2)]
    assert [Use.WEB in uses_allowed(person, at=at) for at in moments] == [True, False, False, True]


@pytest.mark.parametrize("given_on", [DAY - timedelta(days=90), DAY, DAY + timedelta(days=3)])
def test_a_consent_that_is_typed_beside_a_withdrawal_changes_nothing(person, given_on):
    take_back(person, [Use.WEB], by=make_user(), at=AT, reason=SHE_SAID)
    make_consent(person, Use.WEB, Use.STORY, given_on=given_on)

    assert uses_allowed(person, at=LATER) == {Use.STORY}


def test_somebody_takes_back_what_nobody_has_written_down(person):
    take_back(person, [Use.NAME, Use.PRESS], by=make_user(), at=AT, reason=SHE_SAID)

    assert withdrawn_uses(person) == {Use.NAME, Use.PRESS}


def test_to_take_back_more_leaves_what_was_taken_back_before(person):
    take_back(person, [Use.WEB], by=make_user(), at=AT, reason=SHE_SAID)

    new = take_back(person, list(Use), by=make_user(), at=LATER, reason=SHE_SAID)

    assert new == set(Use) - {Use.WEB}
    assert person.withdrawals.get(use="web").at == AT


def test_to_agree_again_is_a_consent_with_giver_and_day(person):
    take_back(person, [Use.WEB, Use.NAME], by=make_user(), at=AT, reason=SHE_SAID)

    day = DAY + timedelta(days=1)
    agree_again(
        person, [Use.WEB], by=make_user(), at=LATER, reason="He wrote.", giver="relative", who="her son", given_on=day
    )

    consent = Consent.objects.get()
    assert (consent.giver, consent.who, consent.given_on, consent.uses) == ("relative", "her son", day, {Use.WEB})
    assert (uses_allowed(person, at=LATER), withdrawn_uses(person)) == ({Use.WEB}, {Use.NAME})


@pytest.mark.parametrize("given_on", [DAY - timedelta(days=1), DAY + timedelta(days=4)], ids=["before", "to come"])
def test_nobody_agrees_again_before_they_took_it_back_or_tomorrow(person, given_on):
    take_back(person, [Use.WEB], by=make_user(), at=AT, reason=SHE_SAID)

    with pytest.raises(ValidationError, match="on a day after the withdrawal"):
        agree_again(person, by=make_user(), at=LATER, reason="She wrote.", given_on=given_on)
    assert withdrawn_uses(person) == {Use.WEB}


@pytest.mark.parametrize(
    ("uses", "sentence"),
    [(list(Use), "was not withdrawn"), ([Use.NAME], "was not withdrawn"), ([], "was not withdrawn")],
    ids=["too many", "another", "none"],
)
def test_nobody_agrees_again_to_what_was_not_taken_back(person, uses, sentence):
    take_back(person, [Use.WEB], by=make_user(), at=AT, reason=SHE_SAID)

    with pytest.raises(ValidationError, match=sentence):
        agree_again(person, uses, by=make_user(), at=LATER, reason="She wrote.")


def test_nothing_is_taken_back_without_saying_what(person):
    with pytest.raises(ValidationError, match="tick at least one use"):
        take_back(person, [], by=make_user(), at=AT, reason=SHE_SAID)


@pytest.mark.parametrize(
    ("uses", "words"),
    [
        ([], ""),
        ([Use.WEB], "the web"),
        ([Use.LETTER, Use.NAME], "the name and letters"),
        ([Use.WEB, Use.LETTER, Use.STORY], "the story, the web and letters"),
    ],
)
def test_uses_in_words(uses, words):
    assert in_words(uses) == words


def test_a_consent_is_called_by_its_giver_and_day(person):
    assert str(make_consent(person, given_on=date(2011, 7, 3))) == "a lawyer, 3 July 2011"
