import re
from dataclasses import fields
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from campaigns.content import SheetContent, content_of
from campaigns.models import Demand, Recipient, Sheet
from campaigns.review import submit_sheet, withdraw_draft
from cases.models import Authority
from config import clock
from tests.builders import (
    AT,
    DAY,
    approve,
    issue,
    make_authority,
    make_case,
    make_draft,
    make_open_action,
    make_outcome,
    make_stop,
    make_user,
)
from tests.forms import errors_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client: Client):
    user = make_user("Editor")
    client.force_login(user)
    return user


def address(sheet: Sheet, page: str = "change") -> str:
    return reverse(f"admin:campaigns_sheet_{page}", args=[sheet.pk])


def current_draft(**overrides) -> Sheet:
    """A draft that can be issued today, by the clock that the pages read."""
    today = clock.today()
    sheet = make_draft(dated=today, appeals_limit=today + timedelta(days=42), **overrides)
    Authority.objects.update(verified_on=today)
    return sheet


def row(prefix: str, number: int, sheet: Sheet, **values: object) -> dict[str, object]:
    fields = {f"{prefix}-{number}-{name}": value for name, value in {"id": "", "sheet": sheet.pk, **values}.items()}
    return {f"{prefix}-TOTAL_FORMS": str(number + 1), **fields}


def save(client: Client, sheet: Sheet, **changes: object):
    return client.post(address(sheet), filled(client.get(address(sheet)), **changes))


def test_an_editor_writes_text_demands_and_recipients(client):
    sheet, court = make_draft(), make_authority(office="Court of Sampletown")

    answer = save(
        client,
        sheet,
        headline="TEACHER TO BE TRIED IN SECRET",
        **row("demands", 1, sheet, sheet_wording="Urging a public trial;", letter_wording="I urge you.", order=""),
        **row("recipients", 1, sheet, authority=court.pk, role="copies", order=""),
    )

    sheet.refresh_from_db()
    assert answer.status_code == 302
    assert sheet.headline == "TEACHER TO BE TRIED IN SECRET"
    assert list(sheet.demands.values_list("order", "sheet_wording")) == [
        (1, "Urging the authorities to let her have a lawyer;"),
        (2, "Urging a public trial;"),
    ]
    assert [str(recipient) for recipient in sheet.recipients.filter(role="copies")] == ["copies to Court of Sampletown"]


def test_demands_are_put_in_the_order_of_their_places(client):
    sheet = make_draft()
    Demand.objects.create(sheet=sheet, sheet_wording="Second;", order=2)
    Demand.objects.create(sheet=sheet, sheet_wording="Third;", order=3)

    save(client, sheet, **{"demands-0-order": "9"})

    assert list(sheet.demands.values_list("order", "sheet_wording")) == [
        (1, "Second;"),
        (2, "Third;"),
        (3, "Urging the authorities to let her have a lawyer;"),
    ]


def test_a_recipient_twice_is_refused_in_our_words_and_nothing_is_saved(client):
    sheet = make_draft()
    again = row("recipients", 1, sheet, authority=sheet.recipients.get().authority_id, role="copies", order="")

    page = save(client, sheet, headline="NEW", **again)

    assert "This authority is on the sheet already. Each one is written to once." in errors_of(page)
    sheet.refresh_from_db()
    assert (sheet.headline, Recipient.objects.count()) == ("TEACHER FACES UNFAIR TRIAL", 1)


def test_an_appeals_date_before_the_date_of_the_sheet_is_refused_and_kept_on_the_page(client):
    sheet = make_draft()

    page = save(client, sheet, dated="13/07/2011", appeals_limit="12/07/2011")

    assert errors_of(page) == [
        "The appeals date lies before the date of the sheet: nobody could write in time. Change one of the two."
    ]
    assert filled(page)["appeals_limit"] == "12/07/2011"


def test_a_story_of_a_megabyte_is_refused_with_its_length_and_kept(client):
    sheet = make_draft()
    story = "word " * 200_000 + "end"

    page = save(client, sheet, story=story)

    assert errors_of(page) == ["This text has 1000003 characters; at most 12000 fit. Shorten it."]
    assert filled(page)["story"] == story


def test_a_form_beyond_all_measure_is_refused_without_an_error_500(client):
    sheet = make_draft()

    page = client.post(address(sheet), {"story": "word " * 600_000})

    assert page.status_code in (400, 413)
    assert "<h1" in page.content.decode()


@pytest.mark.parametrize(
    ("field", "text"), [("headline", "A\u202eB"), ("story", "A\u202eB"), ("late_note", "A\nB\u2066")]
)
def test_an_invisible_direction_control_is_refused_everywhere(client, field, text):
    page = save(client, make_draft(), **{field: text})

    assert len(errors_of(page)) == 1
    assert "invisible character" in errors_of(page)[0]


def test_the_page_tells_the_last_good_day_and_what_is_missing(client):
    sheet = current_draft(story="")
    sheet.demands.all().delete()

    page = client.get(address(sheet))

    rows = page.context_data["checks"].rows
    assert [(row.word, row.checked.finding.sentence, row.url) for row in rows] == [
        ("Red", "The story is empty.", "#id_story"),
        ("Red", "Nothing is asked: add at least one demand.", "#demands-group"),
    ]
    assert page.context_data["days_left"] == 41
    assert f"{clock.today() + timedelta(days=41):%-d %B %Y}" in page.content.decode()


def test_a_draft_without_an_appeals_date_has_six_weeks(client):
    sheet = make_draft(dated=clock.today(), appeals_limit=None)

    page = client.get(address(sheet))

    assert page.context_data["days_left"] == 41
    assert "No date is set, so it is six weeks after the date of the sheet" in page.content.decode()


def test_a_draft_leads_to_its_previews(client):
    sheet = make_draft()

    page = client.get(address(sheet)).content.decode()

    assert f'href="/staff/preview/{sheet.pk}/"' in page
    assert f'href="/staff/preview/{sheet.pk}/sheet.pdf"' in page


def test_an_approver_issues_after_reading_what_will_happen(client):
    sheet = approve(current_draft())
    client.force_login(make_user("Approver"))

    page = client.get(address(sheet, "issue"))
    answer = client.post(address(sheet, "issue"))

    sheet.refresh_from_db()
    assert (answer.status_code, sheet.status) == (302, "issued")
    assert page.context_data["consequences"][0] == (
        f"{sheet.action.reference} is open to everybody at /actions/{sheet.action.slug}/."
    )


def test_a_draft_that_lacks_something_is_not_submitted_and_says_what(client):
    sheet = current_draft(story="")

    page = client.get(address(sheet, "submit"))
    refused = client.post(address(sheet, "submit"))

    sheet.refresh_from_db()
    assert (page.context_data["hindrances"], errors_of(refused)) == (["The story is empty."], ["The story is empty."])
    assert sheet.status == "draft"


def test_an_editor_is_not_offered_to_issue(client):
    sheet = current_draft()

    assert [move.name for move, _ in client.get(address(sheet)).context_data["moves"]] == [
        "submit",
        "withdraw",
        "issue-now",
    ]


def test_a_draft_is_withdrawn_and_can_still_be_read(client):
    sheet = make_draft()

    client.post(address(sheet, "withdraw"), {"reason": ""})

    sheet.refresh_from_db()
    page = client.get(address(sheet))
    assert (sheet.status, page.status_code, "headline" in filled(page)) == ("withdrawn", 200, False)


def test_an_issued_sheet_is_shown_as_it_was_issued(client):
    sheet = make_open_action().current_sheet
    authority = sheet.recipients.get().authority
    authority.postal_lines = "99 Moved Away Road"
    authority.save()

    page = client.get(address(sheet))

    assert "1 Example Street" in page.content.decode()
    assert "99 Moved Away Road" not in page.content.decode()
    assert "headline" not in filled(page)


def test_a_form_opened_before_the_issue_changes_nothing_and_keeps_what_was_typed(client):
    sheet = make_draft()
    stale = filled(client.get(address(sheet)), headline="TOO LATE", **{"demands-0-sheet_wording": "Too late;"})
    issue(sheet)

    page = client.post(address(sheet), stale)

    sheet.refresh_from_db()
    assert errors_of(page) == [
        "Nothing was saved: this sheet has been issued meanwhile. Copy what you typed into a new sheet of the action.",
        "This sheet has been issued; its text is frozen. Make a new sheet instead.",
    ]
    assert (filled(page)["headline"], filled(page)["demands-0-sheet_wording"]) == ("TOO LATE", "Too late;")
    assert (sheet.headline, sheet.demands.get().sheet_wording) == (
        "TEACHER FACES UNFAIR TRIAL",
        "Urging the authorities to let her have a lawyer;",
    )


def test_a_form_opened_before_the_withdrawal_changes_nothing(client):
    sheet = make_draft()
    stale = filled(client.get(address(sheet)), headline="TOO LATE")
    withdraw_draft(sheet, by=sheet.created_by, at=AT)

    page = client.post(address(sheet), stale)

    sheet.refresh_from_db()
    assert page.status_code == 200
    assert sheet.headline == "TEACHER FACES UNFAIR TRIAL"


def test_rows_of_an_issued_sheet_cannot_be_deleted_by_a_stale_form(client):
    sheet = make_draft()
    stale = filled(client.get(address(sheet)), **{"demands-0-DELETE": "on", "recipients-0-DELETE": "on"})
    issue(sheet)

    client.post(address(sheet), stale)

    assert (sheet.demands.count(), sheet.recipients.count()) == (1, 1)


def test_an_issued_sheet_leads_to_a_new_one(client):
    sheet = make_open_action().current_sheet

    page = client.get(address(sheet))

    assert page.context_data["new_sheet"] == reverse("admin:campaigns_urgentaction_new-sheet", args=[sheet.action_id])


def test_the_block_as_printed_warns_of_an_old_address(client):
    sheet = make_draft(recipients=[make_authority(verified_on=None, salutation="")])

    page = client.get(address(sheet)).content.decode()

    assert "Address never verified." in page
    assert "No salutation yet." in page


def test_a_sheet_is_not_deleted_by_itself_once_its_action_was_public(client):
    action = make_open_action()

    assert client.post(address(action.current_sheet, "delete"), {"post": "yes"}).status_code == 403
    assert content_of(Sheet.objects.get()).headline == "TEACHER FACES UNFAIR TRIAL"


def test_issuing_a_sheet_keeps_what_everybody_may_be_told(client):
    sheet = approve(current_draft())
    client.force_login(make_user("Approver"))

    client.post(address(sheet, "issue"), {"public_note": "A hearing was set."})

    assert sheet.action.events.get(verb="issue").public_note == "A hearing was set."


def submitted(client, **overrides):
    sheet = current_draft(**overrides)
    client.post(address(sheet, "submit"))
    return Sheet.objects.get(pk=sheet.pk)


def test_a_sheet_goes_from_its_editor_through_an_approver_to_everybody(client):
    sheet = submitted(client)
    client.force_login(make_user("Approver"))

    page = client.get(address(sheet, "approve"))
    client.post(address(sheet, "approve"), filled(page, has_read="on"))
    client.post(address(sheet, "issue"), {"public_note": ""})

    sheet.refresh_from_db()
    assert sheet.status == "issued"
    assert [event.verb for event in sheet.events.all()] == ["submit", "approve", "issue"]


def test_the_approver_is_shown_all_that_it_says_and_what_is_different(client):
    action = make_open_action()
    sheet = submitted(client, action=action, headline="TEACHER MOVED TO PRISON")
    client.force_login(make_user("Approver"))

    page = client.get(address(sheet, "approve"))

    assert page.context_data["changes"][-1] == "The headline is now: TEACHER MOVED TO PRISON"
    text = page.content.decode()
    for said in ("She was arrested at school.", "I urge you to let her have a lawyer.", "1 Example Street"):
        assert said in text
    assert f"/staff/preview/{sheet.pk}/sheet.pdf" in text


def test_the_page_of_the_approval_shows_every_field_of_the_content():
    told_otherwise = {"series", "number", "year", "country", "kind"}  # the reference, the country's name and the title
    template = (settings.BASE_DIR / "templates/admin/campaigns/approve.html").read_text()

    unshown = {field.name for field in fields(SheetContent) if not re.search(rf"content\.{field.name}\b", template)}

    assert unshown == told_otherwise


def test_approval_of_what_changed_meanwhile_is_refused_and_shows_it_anew(client):
    sheet = submitted(client)
    client.force_login(make_user("Approver"))
    shown = filled(client.get(address(sheet, "approve")), has_read="on")
    sheet.action.case.people.update(age=34)

    refused = client.post(address(sheet, "approve"), shown)
    client.post(address(sheet, "approve"), filled(refused, has_read="on"))

    sheet.refresh_from_db()
    assert errors_of(refused)[0].startswith("Nothing was approved: the sheet, or something it prints")
    assert (sheet.status, "has_read" in filled(refused)) == ("approved", False)


def test_nobody_approves_what_they_did_not_read(client):
    sheet = submitted(client)
    client.force_login(make_user("Approver"))

    refused = client.post(address(sheet, "approve"), filled(client.get(address(sheet, "approve"))))

    sheet.refresh_from_db()
    assert errors_of(refused) == ["Read the page and the PDF first, then say so here."]
    assert sheet.status == "review"


def test_whoever_edited_it_is_told_to_ask_somebody_else(client, editor):
    sheet = current_draft()
    editor.groups.add(*make_user("Approver").groups.all())
    save(client, sheet, headline="TEACHER MOVED TO PRISON")
    client.post(address(sheet, "submit"))

    answer = client.post(address(sheet, "approve"), follow=True)

    sheet.refresh_from_db()
    assert (sheet.edited_by, sheet.status) == (editor, "review")
    assert [str(message) for message in answer.context["messages"]][-1] == (
        "You wrote in this sheet: somebody else has to approve it."
    )


def test_a_sheet_in_review_is_shown_to_read_until_it_is_sent_back(client):
    sheet = submitted(client)

    in_review = filled(client.get(address(sheet)))
    client.post(address(sheet, "send-back"), {"reason": "The court has moved."})
    page = client.get(address(sheet))

    assert ("headline" in in_review, "headline" in filled(page)) == (False, True)
    assert "The court has moved." in page.content.decode()


def test_a_form_opened_before_the_submission_changes_nothing(client):
    sheet = current_draft()
    stale = filled(client.get(address(sheet)), headline="TOO LATE")
    client.post(address(sheet, "submit"))

    page = client.post(address(sheet), stale)

    sheet.refresh_from_db()
    assert sheet.headline == "TEACHER FACES UNFAIR TRIAL"
    assert errors_of(page)[0] == (
        "Nothing was saved: this sheet is in review meanwhile. Send it back first if it has to be changed, then type "
        "it again."
    )


def test_an_approval_that_does_not_hold_any_more_is_told_and_hinders_the_issue(client):
    sheet = approve(current_draft())
    sheet.action.case.people.update(age=34)
    client.force_login(make_user("Approver"))

    page = client.get(address(sheet))

    assert page.context_data["void"].startswith("The sheet, or something it prints")
    assert [move.name for move, _ in page.context_data["moves"]][:2] == ["approve", "issue"]
    assert client.get(address(sheet, "issue")).context_data["hindrances"] == [page.context_data["void"]]


def test_an_editor_alone_issues_in_an_emergency_and_an_approver_looks_it_over(client):
    sheet = current_draft()
    refused = client.post(address(sheet, "issue-now"), {"reason": "", "public_note": ""})
    client.post(address(sheet, "issue-now"), {"reason": "She is put on a plane tonight.", "public_note": ""})
    sheet.refresh_from_db()
    alone = (sheet.status, sheet.lacks_second_look)

    client.force_login(make_user("Approver"))
    page = client.get(address(sheet))
    client.post(address(sheet, "review"), {"reason": ""})

    sheet.refresh_from_db()
    assert errors_of(refused) == ["Say why, in a few words; the reason is kept for staff."]
    assert alone == ("issued", True)
    assert "Issued without approval: She is put on a plane tonight." in page.content.decode()
    assert not sheet.lacks_second_look


def further_draft(**overrides) -> Sheet:
    return current_draft(action=make_open_action(), **overrides)


def test_what_changed_is_proposed_in_the_place_of_what_stands_there(client, editor):
    sheet = further_draft(headline="TEACHER MOVED TO PRISON", changes="Something else.", changes_proposed=False)

    answer = save(client, sheet, story="He was moved at night.", _propose="")

    sheet.refresh_from_db()
    first, second, third = sheet.changes.split("\n\n")
    assert (answer.status_code, answer.url) == (302, address(sheet))
    assert first.startswith("There is more time: the last day to write is now")
    assert (second, third) == ("The headline is now: TEACHER MOVED TO PRISON", "The text about the case is new.")
    assert (sheet.changes_proposed, sheet.edited_by) == (True, editor)


def test_a_proposal_follows_what_is_saved_until_somebody_writes_in_it(client):
    sheet = further_draft()
    save(client, sheet, headline="TEACHER MOVED TO PRISON")
    sheet.refresh_from_db()
    followed = sheet.changes

    save(client, sheet, changes="He was moved.")
    save(client, sheet, headline="TEACHER FREE")

    sheet.refresh_from_db()
    assert "The headline is now: TEACHER MOVED TO PRISON" in followed.split("\n\n")
    assert (sheet.changes, sheet.changes_proposed) == ("He was moved.", False)


def test_the_enter_key_saves_and_never_proposes(client):
    page = client.get(address(further_draft())).content.decode()

    buttons = re.findall(r'<(?:input|button) type="submit"[^>]*name="(_\w+)"', page)
    assert (buttons[0], "_propose" in buttons) == ("_save", True)


@pytest.mark.parametrize(
    ("make", "asked"),
    [
        (current_draft, set()),
        (further_draft, {"changes"}),
        (make_stop, {"changes", "by_number"}),
    ],
)
def test_each_kind_of_sheet_asks_for_what_it_prints(client, make, asked):
    fields = filled(client.get(address(make())))

    assert {"changes", "by_number"} & set(fields) == asked


def test_a_stop_sheet_names_other_actions_by_number(client):
    sheet, other = make_stop(), make_open_action()

    save(client, sheet, by_number=f"{other.reference}, UA 999/99")
    refused = save(client, sheet, by_number=f"{other.reference}, UA 999/99")
    save(client, sheet, by_number=other.reference.lower())

    assert errors_of(refused) == ["“UA 999/99” is the number of no action here. Write it as UA 26/00."]
    assert list(sheet.also_ends.all()) == [other]
    page = client.get(address(sheet))
    assert filled(page)["others"] == [str(other.pk)]


def test_the_approver_reads_which_other_actions_end(client, settings):
    settings.DEMO_TODAY = DAY
    sheet, other = make_stop(), make_open_action()
    sheet.also_ends.add(other)
    client.post(address(sheet, "submit"))
    client.force_login(make_user("Approver"))

    page = client.get(address(sheet, "approve"))
    client.post(address(sheet, "approve"), filled(page, has_read="on"))
    issue_page = client.get(address(sheet, "issue"))

    assert f'<a href="/actions/{other.slug}/">{other.reference}</a>' in page.content.decode()
    assert issue_page.context_data["consequences"][-1] == (
        f"With it stopped, each with its followers told: {other.reference}."
    )


def test_an_approver_stops_an_action_with_a_sheet(client):
    sheet = approve(make_stop(dated=clock.today()))
    client.force_login(make_user("Approver"))

    page = client.get(address(sheet, "issue"))
    client.post(address(sheet, "issue"), {"public_note": "She is home."})

    reference = sheet.action.reference
    sheet.action.refresh_from_db()
    assert page.context_data["consequences"][0] == (
        f"{reference} is stopped: from this moment nothing asks anyone to write."
    )
    assert (sheet.action.status, sheet.action.current_sheet) == ("stopped", sheet)


def test_editor_says_what_became_of_the_people_of_this_case_only(client):
    action = make_open_action()
    other = make_case(person="Somebody Else").people.get()
    sheet = make_stop(action, kind=Sheet.Kind.OUTCOME)
    page = client.get(address(sheet))
    assert (b"Anna Beispiel" in page.content, b"Somebody Else" in page.content) == (True, False)

    refused = save(client, sheet, **{"outcomes-0-person": str(other.pk)})
    saved = save(
        client,
        sheet,
        **{"outcomes-0-word": "released", "outcomes-0-happened_on": "July 2011", "outcomes-0-sentence": "She is home."},
    )

    assert (refused.status_code, saved.status_code) == (200, 302)
    assert [(str(row), str(row.happened_on), row.sentence) for row in sheet.outcomes.all()] == [
        ("Anna Beispiel: released", "July 2011", "She is home.")
    ]


def test_end_without_a_date_is_refused_in_our_words_and_kept(client):
    sheet = make_stop(make_open_action())

    page = save(client, sheet, **{"outcomes-0-word": "executed"})

    assert errors_of(page) == [
        "Say when it happened, at least the year. Only “still at risk” and “not known” need no date."
    ]
    assert filled(page)["outcomes-0-word"] == "executed"


def test_first_sheet_offers_no_line_on_what_became_of_anybody(client):
    assert b"outcomes-TOTAL_FORMS" not in client.get(address(make_draft())).content
    assert b"outcomes-TOTAL_FORMS" in client.get(address(make_draft(make_open_action()))).content


def test_page_of_a_draft_tells_what_to_look_at_and_hinders_nothing(client, settings):
    settings.DEMO_TODAY = DAY
    page = client.get(address(make_stop(make_open_action()))).content.decode()

    assert "What became of Anna Beispiel is given as not known. Is there somebody to ask?" in page
    assert "Checks: nothing stands in the way" in page


def test_approver_reads_what_became_of_each(client, settings):
    settings.DEMO_TODAY = DAY
    sheet = make_outcome(make_open_action(), "released")
    sheet.outcomes.update(sentence="She is home.")
    submit_sheet(sheet, by=sheet.created_by, at=AT)
    client.force_login(make_user("Approver"))

    page = " ".join(client.get(address(sheet, "approve")).content.decode().split())

    assert "<bdi>Anna Beispiel</bdi>: released, 10 July 2011<br><bdi>She is home.</bdi>" in page
