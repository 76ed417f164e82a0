"""A sheet goes out as JSON with the keys with which an old one came in, and what came in goes out unchanged."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from campaigns.sheet_drafts.brought import Brought
from campaigns.sheet_drafts.proposing import propose
from campaigns.sheet_drafts.saving import save_draft
from campaigns.sheet_export import exported
from campaigns.sheet_reading.json_keys import as_json
from campaigns.sheet_reading.reading import read_sheet
from cases.country_spellings import exact_country
from cases.languages import language_code
from cases.models import Case
from tests.builders import AT, make_action, make_draft, make_open_action, make_user
from tests.campaigns.sheet_drafts.sheet import ON, SHEET
from tests.coming_in import came_in_long_ago
from tests.import_report import INVENTED, REAL, sheets

pytestmark = pytest.mark.django_db

# What the desk does not keep, or keeps in its own words, and why.
NOT_KEPT = {
    "layout": "of the paper, not of the sheet",
    "inferred_fields": "whoever saves the draft has said the country",
    "headline_occurrences": "counted on the paper",
    "persons_mentioned_not_subjects": "nobody's names are kept who is not at risk",
    "appeal_before_label": "the desk prints its own words before the day",
    "write_immediately": "every sheet of the desk asks for it",
    "model_letter": "volunteers write their own; what it asks becomes demands",
    "additional_information_label": "the desk prints its own",
    "background_events": "of the country rather than of the case; offered, never saved by itself",
    "undated_steps": "a hearing of the desk has its day",
    "update_ordinal": "counted among the sheets that the desk has",
}


def saved_and_exported(text: str, *, by: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was read of a sheet, and what the desk gives out of the draft that was made of it."""
    reading = read_sheet(text)
    proposal = propose(reading, on=ON)
    proposal.country = proposal.country or "IS"
    brought = Brought(text, "text", "", str(hash(text)))
    saved = save_draft(proposal, brought, by=by, at=AT, is_unnumbered=False)
    return as_json(reading), exported(saved.sheet)


def comparable(said: dict[str, Any]) -> dict[str, Any]:
    """The fields that must come out as they came in, in one spelling."""
    named = exact_country(said["country"] or "")
    ends = said["kind"] == "stop"
    days = {event["date"] for event in said["events"]} - {said["issue_date"], said["appeal_before"]}
    days -= {event["date"] for event in said["background_events"]}
    return {
        "kind": said["kind"],
        "ua_number": said["ua_number"],
        "index_number": said["index_number"],
        "of action": (said["original_ua"] or {}).get("ua_number"),
        "issue_date": said["issue_date"],
        "country": named.code if named else None,
        "headline": said["headline"],
        "summary": said["summary"],
        "persons": sorted(
            (one["name"], one["gender"], one["age"], one["nationality"] or "") for one in said["persons"]
        ),
        "groups": sorted(one["name"] for one in said["groups"]),
        "appeal_before": None if ends else said["appeal_before"],
        "languages": [] if ends else list(dict.fromkeys(map(language_code, said["languages"]))),
        "own_language_allowed": None if ends else said["own_language_allowed"],
        "asked": [] if ends else said["appeal_points"] or said["requests_in_letter"],
        "recipients": [] if ends else sorted(recipient(one) for one in said["recipients"]),
        "additional_information": said["additional_information"],
        "diplomatic_copies": not ends and said["diplomatic_copies"],
        "late_note": not ends and said["late_note"],
        "events": sorted(days),
    }


def recipient(one: dict[str, Any]) -> tuple[Any, ...]:
    """Of several telephones the desk keeps the first; how a greeting in an unknown language stood is not kept."""
    fax, phones, webs = one["fax"] or "", one["phones"][:1], one["web_forms"][:1]
    webs = [web if web.startswith("http") else f"https://{web}" for web in webs]
    return (
        one["role"], one["office"], one["holder"] or "", tuple(one["postal_lines"]), fax.split(" / ")[0], tuple(phones),
        tuple(one["emails"]), tuple(webs), tuple(sorted(one["salutations"].items())),
    )  # fmt: skip


def otherwise(came: dict[str, Any], went: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {key: (came[key], went[key]) for key in came if came[key] != went[key]}


def test_concern_that_the_sheet_states_is_given_and_no_guess():
    came, went = saved_and_exported(SHEET, by=make_user("Researcher"))

    assert set(went["concerns"]) <= set(came["concerns"])


def test_keys_are_those_of_reading():
    came, went = saved_and_exported(SHEET, by=make_user("Researcher"))

    assert list(went) == list(came)
    assert set(NOT_KEPT) < set(came)


def test_everything_that_the_desk_keeps_comes_out_as_it_came_in():
    came, went = saved_and_exported(SHEET, by=make_user("Researcher"))

    assert otherwise(comparable(came), comparable(went)) == {}


# Of one sheet each, and why: (what came in, what goes out).
ODD = {
    ("local_group_2014", "issue_date"): (None, "2011-07-13"),  # says no date: the draft bears that of its making
    ("model_letter_2022", "languages"): (["", "en"], ["en"]),  # Montenegrin is no language of CLDR
}


def odd_among(found: list[tuple[str, str, Any]]) -> dict[tuple[str, str], tuple[Any, Any]]:
    """What comes out otherwise than it came in; each sheet on a desk of its own."""
    by, odd = make_user("Researcher"), {}
    for name, text, _ in found:
        with transaction.atomic():
            came, went = saved_and_exported(text, by=by)
            transaction.set_rollback(True)
        odd |= {(name, key): pair for key, pair in otherwise(comparable(came), comparable(went)).items()}
    return odd


def test_every_invented_sheet_comes_out_as_it_came_in():
    assert odd_among(sheets(INVENTED)) == ODD


@pytest.mark.skipif(not REAL.exists(), reason="the collection of real sheets is not here")
def test_every_real_sheet_comes_out_as_it_came_in():
    assert odd_among(sheets(REAL)) == {}


def test_issued_sheet_is_given_as_it_was_issued():
    action = make_open_action()
    action.case.people.update(published_as="Somebody Else")

    said = exported(action.current_sheet, with_texts=True)

    assert "Somebody Else" not in json.dumps(said)
    assert (said["status"], said["version"], said["reference"]) == ("issued", 1, action.reference)


def test_where_something_is_known_from_is_in_no_field():
    saved_by = make_user("Researcher")
    reading = read_sheet(SHEET)
    sheet = save_draft(propose(reading, on=ON), Brought(SHEET, "text", "", "x"), by=saved_by, at=AT).sheet
    Case.objects.update(sources="a neighbour who must not be named", internal_notes="ring her at night")
    sheet.action.case.developments.update(source="the neighbour")

    assert "neighbour" not in json.dumps(exported(sheet, with_texts=True))


def test_command_prints_the_current_sheet_or_one_that_is_named():
    action = make_open_action()
    out, first = StringIO(), StringIO()

    call_command("export_sheet", action.reference, stdout=out)
    call_command("export_sheet", action.slug, "--index", "1", "--texts", stdout=first)

    assert json.loads(out.getvalue()) == exported(action.current_sheet)
    assert json.loads(first.getvalue()) == exported(action.current_sheet, with_texts=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["UA 999/99"], "There is no action “UA 999/99”"),
        (["UA 214/11"], "has no sheet yet"),
        (["UA 214/11", "--index", "4"], "has no sheet 4. It has: none"),
    ],
    ids=["no action", "no sheet", "no such sheet"],
)
def test_command_says_what_is_not_there(arguments: list[str], said: str):
    make_action(number=214, year=2011)

    with pytest.raises(CommandError, match=said):
        call_command("export_sheet", *arguments, stdout=StringIO())


def test_link_on_the_page_gives_a_file_to_those_who_may_read_the_case(client):
    sheet = make_draft()
    client.force_login(make_user("Viewer", email="vera@desk.example"))
    address = reverse("admin:campaigns_sheet_export", args=[sheet.pk])

    assert address in client.get(reverse("admin:campaigns_sheet_change", args=[sheet.pk])).text
    answer = client.get(address)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{sheet.action.slug}-1.json"'
    told = answer.json()
    given_out = told.pop("given_out")
    assert told == exported(sheet, with_texts=True)
    assert given_out["to"] == "vera@desk.example"


def test_who_came_in_long_ago_shows_first_who_they_are(client):
    client.force_login(make_user("Viewer"))
    address = reverse("admin:campaigns_sheet_export", args=[make_draft().pk])
    came_in_long_ago(client)

    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (302, f"/staff/account/still-you/?next={address}")


def test_nobody_else_gets_the_file(client):
    sheet = make_draft()
    client.force_login(make_user())

    assert client.get(reverse("admin:campaigns_sheet_export", args=[sheet.pk])).status_code == 403


def test_sheet_that_is_gone_is_told_of(client):
    client.force_login(make_user("Viewer"))

    answer = client.get(reverse("admin:campaigns_sheet_export", args=[0]), follow=True)

    assert "There is no such sheet" in answer.text
