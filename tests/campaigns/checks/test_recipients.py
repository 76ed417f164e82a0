from datetime import date

import pytest

from campaigns.checks import Level, Place, findings_of
from campaigns.models import Recipient
from cases.models import Authority
from tests.builders import DAY, make_authority, make_draft

pytestmark = pytest.mark.django_db


def keys(sheet, on=DAY) -> list[str]:
    return [finding.key for finding in findings_of(sheet, on=on)]


def test_somebody_is_written_to_and_not_only_sent_a_copy():
    sheet = make_draft()
    sheet.recipients.update(role=Recipient.Role.COPIES)

    (finding,) = findings_of(sheet, on=DAY)

    assert (finding.level, finding.place) == (Level.RED, Place("recipients-group"))


def test_a_recipient_without_a_salutation_stops_the_sheet_and_leads_to_the_book():
    authority = make_authority(salutation="", office="Ministry of Silence")

    (finding,) = findings_of(make_draft(recipients=[authority]), on=DAY)

    assert finding.sentence == (
        "Ministry of Silence has no salutation, so no letter to it can begin: add one in the book of authorities."
    )
    assert (finding.level, finding.place) == (
        Level.RED,
        Place("salutations-group", "cases.authority", authority.pk),
    )


def test_who_gets_a_copy_needs_no_salutation():
    sheet = make_draft()
    Recipient.objects.create(sheet=sheet, authority=make_authority(salutation=""), role=Recipient.Role.COPIES)

    assert keys(sheet) == []


@pytest.mark.parametrize(
    ("verified_on", "sentence"),
    [
        (date(2011, 1, 14), None),
        (date(2011, 1, 13), "since 13 January 2011; after 180 days it may have changed."),
        (None, "Nobody has ever made sure of the address of Ministry of Dust."),
    ],
)
def test_an_address_is_verified_within_180_days(verified_on, sentence):
    authority = make_authority(office="Ministry of Dust", verified_on=verified_on)

    found = findings_of(make_draft(recipients=[authority]), on=DAY)

    assert [finding.sentence.endswith(sentence or "") for finding in found] == ([True] if sentence else [])
    assert [finding.place for finding in found] == [
        Place("id_verified_on", "cases.authority", authority.pk) for _ in found
    ]


def test_a_reason_for_an_old_address_does_not_age_by_itself():
    sheet = make_draft(recipients=[make_authority(verified_on=date(2010, 1, 1))])

    (today,), (tomorrow,) = findings_of(sheet, on=DAY), findings_of(sheet, on=date(2011, 7, 14))

    assert today == tomorrow


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [
        ({"country": "IS"}, False),
        ({"country": "NO"}, True),
        ({"country": "NO", "kind": Authority.Kind.MISSION}, False),
        ({"country": "CH", "office": "United Nations High Commissioner"}, False),
        ({"country": "CH", "office": "Special Rapporteur of the UN"}, False),
        ({"country": "CH", "office": "UNION of Examples"}, True),
    ],
)
def test_an_office_of_another_state_is_found_unless_it_is_a_mission_or_between_states(fields, is_found):
    authority = make_authority(**fields)

    found = findings_of(make_draft(recipients=[authority]), on=DAY)

    assert [finding.key for finding in found] == ([f"recipient_is_abroad:{authority.pk}"] if is_found else [])
    assert [finding.place for finding in found] == ([Place("recipients-0")] if is_found else [])


def test_one_e_mail_address_for_two_offices_is_found_once():
    first = make_authority(office="Ministry", emails="office@example.org\nother@example.org")
    second = make_authority(office="Court", emails="Office@example.org")

    (finding,) = findings_of(make_draft(recipients=[first, second]), on=DAY)

    assert finding.sentence == "Ministry and Court have the same e-mail address, office@example.org."
    assert finding.place == Place("id_emails", "cases.authority", second.pk)
