"""A name that is withheld is kept apart, read with a reason, and never told by anything else."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from cases.models import PersonAtRisk, TrueName, TrueNameEvent
from cases.true_names import (
    events_of_case,
    give_up_true_name,
    keep_true_name,
    people_told_by,
    reveal_true_name,
    tells,
)
from tests.builders import AT, make_case, make_person, make_user

pytestmark = pytest.mark.django_db

NAME = "Zarina Beispielowa"


@pytest.fixture
def person() -> PersonAtRisk:
    return make_person(make_case(person=""), published_as="a teacher, 34", form="chosen")


@pytest.fixture
def researcher() -> User:
    return make_user("Researcher")


def told(person: PersonAtRisk) -> list[tuple[str, User, str]]:
    return [(event.verb, event.by, event.reason) for event in events_of_case(person.case)]


def test_a_name_is_kept_and_that_it_was_is_written_down(person, researcher):
    kept = keep_true_name(person, f" {NAME} ", by=researcher, at=AT, reason="for the lawyer")

    assert (kept.name, kept.kept_at, kept.kept_by) == (NAME, AT, researcher)
    assert told(person) == [("kept", researcher, "for the lawyer")]


def test_a_name_is_read_with_a_reason_that_is_written_down(person, researcher):
    keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")
    other = make_user("Researcher")

    assert reveal_true_name(person, by=other, at=AT, reason="the lawyer calls") == NAME
    assert told(person)[0] == ("read", other, "the lawyer calls")


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_name_is_not_read_without_a_reason(person, researcher, reason):
    keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")

    with pytest.raises(ValidationError, match="Say why"):
        reveal_true_name(person, by=researcher, at=AT, reason=reason)
    assert TrueNameEvent.objects.filter(verb="read").count() == 0


def test_a_name_that_is_given_up_is_nowhere_any_more(person, researcher):
    keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")

    give_up_true_name(person, by=researcher, at=AT, reason="not needed")

    assert TrueName.objects.count() == 0
    assert [verb for verb, _, _ in told(person)] == ["given_up", "kept"]
    with pytest.raises(ValidationError, match="No name is kept"):
        reveal_true_name(person, by=researcher, at=AT, reason="again")


def test_a_name_goes_with_its_person_and_who_read_it_stays(person, researcher):
    keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")
    case = person.case

    person.delete()

    assert TrueName.objects.count() == 0
    assert len(events_of_case(case)) == 1


def test_a_name_is_not_kept_over_another(person, researcher):
    keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")

    with pytest.raises(ValidationError, match="kept for this person already"):
        keep_true_name(person, "Another Name", by=researcher, at=AT, reason="a mistake")
    assert TrueName.objects.get().name == NAME


def test_a_name_is_not_kept_of_somebody_who_is_shown_by_name(researcher):
    person = make_person(make_case(person=""), published_as="Anna Beispiel")

    with pytest.raises(ValidationError, match="nothing to withhold"):
        keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")


def test_a_name_is_not_kept_where_the_chosen_form_tells_it(researcher):
    person = make_person(make_case(person=""), published_as="Zarina B., a teacher", form="chosen")

    with pytest.raises(ValidationError) as refused:
        keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")
    assert "holds a word of the name" in str(refused.value)
    assert "Zarina" not in str(refused.value)


@pytest.mark.parametrize("name", ["", "  ", "Zarina\u202eB", "Z" * 201])
def test_what_can_be_no_name_is_refused(person, researcher, name):
    with pytest.raises(ValidationError):
        keep_true_name(person, name, by=researcher, at=AT, reason="for the lawyer")
    assert (TrueName.objects.count(), TrueNameEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Zarina was arrested.", True),
        ("ZARINA BEISPIELOWA FACES TRIAL", True),
        ("Mrs. Beispielova waits.", True),
        ("Зарина ждёт.", True),
        ("A teacher waits for her trial.", False),
        ("", False),
    ],
)
def test_a_text_tells_a_name_in_any_spelling(text, is_told):
    assert tells(NAME, text) is is_told


def test_a_short_word_of_a_name_tells_nothing():
    assert tells("Li Wei", "Li and Wei are names of many.") is False


def test_people_are_told_by_texts_that_hold_their_names(person, researcher):
    keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")
    other = make_person(person.case, published_as="a nurse, 40", form="chosen")

    assert list(people_told_by([person, other], ["The pupils of Zarina wait."])) == [person]
    assert list(people_told_by([person, other], ["Her pupils wait."])) == []


def test_a_row_is_called_by_no_name(person, researcher):
    kept = keep_true_name(person, NAME, by=researcher, at=AT, reason="for the lawyer")
    event = TrueNameEvent.objects.get()

    assert "Zarina" not in f"{kept} {kept!r} {event} {event!r}"
