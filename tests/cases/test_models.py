"""Each constraint by its name: what the database refuses, and that the person is told in a sentence."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.consents import take_back
from cases.models import Authority, Hearing, PersonAtRisk, Use, Withdrawal
from tests.builders import AT, DAY, make_authority, make_case, make_deadline, make_hearing

pytestmark = pytest.mark.django_db


def refused(thing, constraint, sentence):
    """Both walls hold: the form says the sentence, and the database refuses by the constraint's name."""
    with pytest.raises(ValidationError) as refusal:
        thing.validate_constraints()
    assert sentence in " ".join(refusal.value.messages)
    with pytest.raises(IntegrityError) as failure, transaction.atomic():
        thing.save()
    # SQLite names a broken check, and the columns of a broken unique rule.
    assert constraint in str(failure.value) or "UNIQUE constraint failed" in str(failure.value)


def test_authority_without_any_channel():
    authority = make_authority()
    authority.postal_lines = ""

    refused(authority, "authority_can_be_reached", "give at least one of postal lines, fax, phone, e-mail or web form")


def test_authority_that_answers_to_itself():
    authority = make_authority()
    authority.parent = authority

    refused(authority, "authority_not_its_own_parent", "cannot answer to itself")


def test_holder_who_leaves_before_taking_office():
    authority = make_authority(holder="I. Mustermann")
    authority.holder_since, authority.holder_until = date(2011, 2, 1), date(2011, 1, 1)

    refused(authority, "authority_holder_dates_in_order", "cannot leave before taking office")


def test_dates_of_office_without_a_holder():
    authority = make_authority()
    authority.holder_since = date(2011, 1, 1)

    refused(authority, "authority_dates_belong_to_a_holder", "Dates without a holder")


def test_only_a_mission_is_accredited():
    authority = make_authority()
    authority.accredited_to = "CH"

    refused(authority, "authority_only_missions_are_accredited", "Only an embassy or a mission")


def test_the_same_office_twice():
    first = make_authority()
    second = Authority(kind="ministry", office=first.office, country="IS", fax="+354 1")

    refused(second, "authority_once_per_country", "in the book already")


def test_a_bad_e_mail_among_good_ones_is_named():
    authority = make_authority()
    authority.emails = "office@example.org\nnot-an-address"

    with pytest.raises(ValidationError) as refusal:
        authority.full_clean()
    assert refusal.value.message_dict == {
        "emails": ["“not-an-address” is not an e-mail address. Write one address a line."]
    }


@pytest.mark.parametrize(
    ("verified_on", "stale"), [(date(2011, 1, 14), False), (date(2011, 1, 13), True), (None, True)]
)
def test_an_address_goes_stale_after_180_days(verified_on, stale):
    authority = make_authority(verified_on=verified_on)

    assert authority.is_stale(DAY) == stale
    assert list(Authority.objects.stale(DAY)) == ([authority] if stale else [])


def test_a_holder_is_printed_until_the_last_day_in_office():
    authority = make_authority(holder="I. Mustermann", holder_until=date(2011, 7, 12))

    assert (authority.holder_on(date(2011, 7, 12)), authority.holder_on(DAY)) == ("I. Mustermann", "")


def test_postal_lines_keep_their_order():
    assert make_authority(postal_lines="c/o Someone\n\n 1 Example Street \nIceland").postal() == [
        "c/o Someone",
        "1 Example Street",
        "Iceland",
    ]


def test_the_same_person_twice_in_a_case():
    case = make_case(person="Anna Beispiel")

    refused(PersonAtRisk(case=case, published_as="Anna Beispiel"), "person_once_per_case", "the same person twice")


def test_an_age_of_two_hundred_years():
    person = make_case().people.get()
    person.age = 200

    refused(person, "person_age_is_a_human_one", "at most 130 years")


def test_one_person_has_no_head_count():
    person = make_case().people.get()
    person.people_count = 3

    refused(person, "person_counts_only_groups", "One person needs no number")


def test_a_consent_to_nothing():
    consent = make_case().people.get().consents.get()
    for use in consent.uses:
        setattr(consent, f"for_{use}", False)

    refused(consent, "consent_covers_something", "at least one use")


def test_a_use_that_is_withdrawn_twice():
    case = make_case()
    person = case.people.get()
    take_back(person, [Use.WEB], by=case.owner, at=AT, reason="She said so.")

    refused(Withdrawal(person=person, use="web", at=AT), "withdrawal_once_at_a_time", "withdrawn already")


def test_a_withdrawal_that_ends_by_nobody():
    row = Withdrawal(person=make_case().people.get(), use="web", at=AT, ended_at=AT)

    refused(row, "withdrawal_end_says_by_whom", "who wrote it down")


def test_a_name_with_a_direction_override():
    person = make_case().people.get()
    person.published_as = "Anna \u202eleipsieB"

    with pytest.raises(ValidationError, match=r"U\+202E, right-to-left override"):
        person.full_clean()


def test_a_hearing_time_without_a_zone():
    hearing = make_hearing(make_case())
    hearing.at = time(10, 30)

    refused(hearing, "hearing_time_has_a_zone", "needs the time zone of the court")


def test_a_hearing_without_a_date():
    hearing = Hearing(case=make_case(), court=make_authority(), matter="review")

    with pytest.raises(ValidationError) as refusal:
        hearing.full_clean()
    assert refusal.value.message_dict == {"on": ["This field cannot be null."]}


def test_a_hearing_recorded_twice():
    hearing = make_hearing(make_case())
    again = Hearing(case=hearing.case, court=hearing.court, matter=hearing.matter, on=hearing.on)

    refused(again, "hearing_once", "there already")


def test_a_new_date_for_a_hearing_that_was_not_adjourned():
    case = make_case()
    court = make_authority()
    hearing, later = make_hearing(case, court=court), make_hearing(case, court=court, on=date(2011, 8, 2))
    hearing.adjourned_to = later

    refused(hearing, "hearing_moved_only_when_adjourned", "Only an adjourned hearing has a new date")


def test_a_hearing_adjourned_to_itself():
    hearing = make_hearing(make_case(), status=Hearing.Status.ADJOURNED)
    hearing.adjourned_to = hearing

    refused(hearing, "hearing_not_adjourned_to_itself", "cannot be adjourned to itself")


def test_a_time_zone_that_does_not_exist():
    hearing = make_hearing(make_case())
    hearing.time_zone = "Europe/Atlantis"

    with pytest.raises(ValidationError, match="is not a time zone"):
        hearing.full_clean()


def test_the_moment_of_a_hearing_is_reckoned_where_the_court_sits():
    hearing = make_hearing(make_case(), at=time(10, 30), time_zone="Europe/Moscow")

    assert hearing.starts_at().isoformat() == "2011-07-19T06:30:00+00:00"


def test_a_deadline_recorded_twice():
    deadline = make_deadline(make_case())
    deadline.pk = None
    deadline._state.adding = True

    refused(deadline, "deadline_once", "there already")
