"""The page of one action: what it shows while it is open, and what no more once it is over."""

import re
from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from campaigns.lifecycle import (
    ask_to_reopen,
    close_action,
    draft_sheet,
    pause_action,
    reopen_action,
    resume_action,
    stop_action,
)
from campaigns.models import Outcome, Sheet, UrgentAction
from campaigns.review import withdraw_draft
from cases.levels import Level
from cases.models import Authority, Consent, Development, PersonAtRisk, PersonStatus, Salutation
from tests.builders import (
    AT,
    DAY,
    issue,
    make_action,
    make_authority,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_outcome,
    make_stop,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day_of_issue(settings: Any) -> None:
    settings.DEMO_TODAY = DAY


def make_prosecutor() -> Authority:
    office = make_authority(
        office="Prosecutor of Examples",
        form_of_address="Prosecutor General",
        holder="Yurii Ya. Chaika",
        postal_lines="15 Example Street\n125993 Sampletown\nIceland",
        fax="+354 1 234 567",
        phone="+354 7 654 321",
        emails="one@example.org\ntwo@example.org",
        web_form="https://example.org/write",
        salutation="Dear Prosecutor",
    )
    Salutation.objects.create(authority=office, language="ar", text="تحية")
    return office


def page_of(client: Client, action: UrgentAction) -> str:
    response = client.get(f"/actions/{action.slug}/")
    assert response.status_code == 200
    return response.content.decode().split("<main", 1)[1]


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_page_begins_with_where_the_action_stands(client: Client) -> None:
    text = text_of(page_of(client, make_open_action()))

    assert text.index("Open: write until 22 August 2011 (40 days left)") < text.index("TEACHER FACES UNFAIR TRIAL")


def test_page_has_the_whole_head(client: Client) -> None:
    case = make_case()
    action = make_open_action(case, index_number="EUR 28/001/2011")

    text = text_of(page_of(client, action))

    assert (
        f"Number {action} Country Iceland Open since 13 July 2011 Last good day 22 August 2011 "
        "Time left 40 days left Index EUR 28/001/2011" in text
    )


def test_page_follows_the_order_of_the_job(client: Client) -> None:
    page = page_of(client, make_open_action())

    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", page) == [
        "What to do",
        "What to ask",
        "Key dates",
        "Whom to write to",
        "Until when to post",
        "The story",
        "At risk",
        "Additional information",
        "Have you sent it?",
        "Did something come back?",
    ]
    assert len(re.findall("<h1", page)) == 1


def test_page_leads_to_sheet_and_reminders(client: Client) -> None:
    action = make_open_action()

    page = page_of(client, action)

    for link in ("sheet.pdf?paper=A4", "sheet.pdf?paper=Letter", "follow/"):
        assert f'href="/actions/{action.slug}/{link}"' in page


def test_page_shows_the_whole_address_in_its_order(client: Client) -> None:
    text = text_of(page_of(client, make_open_action(recipients=[make_prosecutor()])))

    assert (
        "Appeals to Prosecutor General Yurii Ya. Chaika Prosecutor of Examples 15 Example Street 125993 Sampletown "
        "Iceland Salutation, English Dear Prosecutor Salutation, Arabic تحية Fax +354 1 234 567 "
        "Phone +354 7 654 321 E-mail one@example.org E-mail two@example.org "
        "Web form https://example.org/write Address verified on 13 July 2011" in text
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript://x%0aalert(1)", "data:text/html,x", "//office.example"]
)
def test_address_that_is_none_of_the_web_is_text_and_no_link(client: Client, address: str) -> None:
    """However it came into the database: forms refuse it."""
    office = make_prosecutor()
    Authority.objects.filter(pk=office.pk).update(web_form=address)
    action = make_open_action(recipients=[Authority.objects.get(pk=office.pk)])

    for page in (page_of(client, action), client.get(f"/actions/{action.slug}/letters/").content.decode()):
        assert f'href="{address}"' not in page
    assert f"Web form {address} Address verified" in text_of(page_of(client, action))


def test_page_marks_other_languages_and_directions(client: Client) -> None:
    page = page_of(client, make_open_action(recipients=[make_prosecutor()]))

    assert '<dd lang="ar" dir="rtl"><bdi>تحية</bdi></dd>' in page
    assert '<bdi dir="ltr">+354 1 234 567</bdi>' in page


def test_page_shows_both_wordings_of_a_demand(client: Client) -> None:
    text = text_of(page_of(client, make_open_action()))

    assert "Urging the authorities to let her have a lawyer; In a letter: I urge you to let her have a lawyer." in text


def test_page_shows_late_note_and_diplomatic_copies(client: Client) -> None:
    action = make_open_action(late_note="Ask first when late.", diplomatic_note="Copies to embassies.")

    text = text_of(page_of(client, action))

    assert "Copies to embassies. Ask first when late." in text


def test_page_shows_the_people_as_published(client: Client) -> None:
    case = make_case(person="")
    PersonAtRisk.objects.create(
        case=case,
        published_as="Anna Muster",
        age=34,
        nationality="Icelandic",
        other_spellings="Анна",
        identifiers="N 7",
    )
    PersonAtRisk.objects.create(case=case, kind="family", published_as="The Muster family", people_count=4)

    text = text_of(page_of(client, make_open_action(case)))

    assert (
        "People at risk Anna Muster Age 34 Nationality Icelandic Identifier N 7 Also spelled Анна "
        "The Muster family Who a family" in text
    )


def test_page_draws_and_lists_the_key_dates(client: Client) -> None:
    case = make_case()
    Development.objects.create(
        case=case, happened_on="2010-11", what="She is arrested.", attributed_to="her lawyer", level=Level.PUBLIC
    )
    make_hearing(case, on=date(2011, 7, 19), court=make_authority(office="Court of Examples"), matter="review")

    page = page_of(client, make_open_action(case))

    assert "4 dates from November 2010 to 22 August 2011, from top to bottom. Today, 13 July 2011." in page
    assert re.findall(r'<time datetime="([^"]+)">[^<]*</time></th>', page) == [
        "2010-11",
        "2011-07-13",
        "2011-07-19",
        "2011-08-22",
    ]
    assert "She is arrested. According to her lawyer" in text_of(page)
    assert "Hearing, expected Court of Examples: review" in text_of(page)


def test_page_shows_nothing_private(client: Client) -> None:
    case = make_case(title="canary", sources="canary", internal_notes="canary", summary="canary")
    Consent.objects.filter(person__case=case).update(who="canary", note="canary")
    Development.objects.create(case=case, happened_on="2010", what="shown", source="canary", level=Level.PUBLIC)
    Development.objects.create(case=case, happened_on="2010", what="canary")
    make_hearing(case, matter="canary", level=Level.NETWORK)
    make_deadline(case, what="canary", level=Level.NETWORK)
    action = make_open_action(case, recipients=[make_authority(notes="canary")])
    draft_sheet(action, by=case.owner, at=AT)
    Sheet.objects.filter(action=action, status="draft").update(headline="canary")

    page = page_of(client, action)

    assert "shown" in page
    assert "canary" not in page
    assert case.owner.email not in page


def test_page_stays_as_issued_when_the_book_of_authorities_changes(client: Client) -> None:
    office = make_prosecutor()
    action = make_open_action(recipients=[office])

    Authority.objects.filter(pk=office.pk).update(holder="Somebody Else")

    page = page_of(client, action)
    assert ("Yurii Ya. Chaika" in page, "Somebody Else" in page) == (True, False)


def test_page_of_an_action_that_a_sheet_stopped_shows_that_sheet_and_asks_nothing(client: Client) -> None:
    action = make_open_action()
    issue(make_stop(action), public_note="She came home on Tuesday.")

    page = text_of(page_of(client, action))

    assert "Stopped since 13 July 2011: do not write" in page
    assert "TEACHER RELEASED" in page
    assert "She came home on Tuesday." in page
    for asking in ("What to ask", "Whom to write to", "Print the sheet", "Salutation"):
        assert asking not in page


def test_stop_sheet_that_follows_a_stop_is_told_on_the_page(client: Client) -> None:
    action = make_open_action()
    stop_action(action, by=action.created_by, at=AT, reason="released", public_note="Do not write.")
    issue(make_stop(action), public_note="She came home on Tuesday.")

    page = text_of(page_of(client, action))

    assert ("Do not write." in page, "She came home on Tuesday." in page) == (True, True)


def test_action_that_ended_with_another_says_with_which_document(client: Client) -> None:
    other = make_open_action(make_case(person="Bruno Beispiel"))
    stop = make_stop()
    stop.also_ends.add(other)
    issue(stop)

    page = text_of(page_of(client, other))

    assert f"It ended with this document: Stop action on {stop.action} , 13 July 2011 ." in page
    assert f'href="/actions/{stop.action.slug}/"' in page_of(client, other)
    assert "Whom to write to" not in page


def test_page_of_the_document_names_the_other_actions_that_it_ends(client: Client) -> None:
    other, stop = make_open_action(), make_stop()
    stop.also_ends.add(other)
    issue(stop)

    page = page_of(client, stop.action)

    assert f"The same document also ends {other} ." in text_of(page)
    assert f'href="/actions/{other.slug}/"' in page
    assert "It ended with this document" not in page


def test_action_that_was_reopened_did_not_end_with_any_document(client: Client) -> None:
    other, stop = make_open_action(), make_stop()
    stop.also_ends.add(other)
    issue(stop)
    ask_to_reopen(other, by=other.created_by, at=AT, reason="arrested again")
    reopen_action(other, by=make_user(), at=AT)

    assert "It ended with this document" not in page_of(client, other)


def test_page_of_an_action_that_is_over_asks_nothing_by_what_changed(client: Client) -> None:
    action = make_open_action()
    issue(make_draft(action, changes="Please write to the court too.", changes_proposed=False))
    before = page_of(client, action)
    stop_action(action, by=action.created_by, at=AT, reason="released")

    assert "Please write to the court too." in before
    assert "Please write to the court too." not in page_of(client, action)


def test_page_lists_the_sheets_before_it(client: Client) -> None:
    action = make_open_action()
    later = make_draft(action, headline="TEACHER SENT HOME")
    issue(later)

    text = text_of(page_of(client, action))

    assert (
        f"13 July 2011 : sheet 2, Further information on {action} this page What changed since the sheet before it: "
        "The headline is now: TEACHER SENT HOME "
        "13 July 2011 : sheet 1, Urgent action replaced on 13 July 2011" in text
    )
    assert "TEACHER SENT HOME" in text
    assert "TEACHER FACES UNFAIR TRIAL" not in text


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2011, 8, 15), "Closing soon: write until 22 August 2011 (7 days left)"),
        (date(2011, 8, 22), "Last day: write today, 22 August 2011 (today is the last day)"),
    ],
)
def test_page_of_an_action_that_closes_soon(client: Client, settings: Any, on: date, words: str) -> None:
    action = make_open_action()
    settings.DEMO_TODAY = on

    page = page_of(client, action)

    assert words in text_of(page)
    assert "Whom to write to" in page


def _lapse(action: UrgentAction, settings: Any) -> None:
    settings.DEMO_TODAY = date(2011, 8, 23)


def _pause(action: UrgentAction, settings: Any) -> None:
    pause_action(action, by=make_user(), at=AT, reason="canary")


def _stop(action: UrgentAction, settings: Any) -> None:
    stop_action(action, by=make_user(), at=AT, reason="canary")


def _close(action: UrgentAction, settings: Any) -> None:
    close_action(action, by=make_user(), at=AT, reason="canary")


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (_lapse, "Over: the last good day was 22 August 2011"),
        (_pause, "Paused since 13 July 2011: do not write now"),
        (_stop, "Stopped since 13 July 2011: do not write"),
        (_close, "Closed since 13 July 2011: this action is over"),
    ],
)
def test_page_of_an_action_that_is_over_offers_nothing_to_send(
    client: Client, settings: Any, end: Any, words: str
) -> None:
    action = make_open_action(recipients=[make_prosecutor()], late_note="Ask first when late.")
    to_send = (
        "Chaika",
        "15 Example Street",
        "+354",
        "@example.org",
        "Dear Prosecutor",
        "I urge you",
        "Urging",
        "sheet.pdf",
        "/follow/",
        "Ask first when late.",
    )
    open_page = page_of(client, action)
    assert [words for words in to_send if words not in open_page] == []

    end(action, settings)

    page = page_of(client, action)
    assert [words for words in to_send if words in page] == []
    assert words in text_of(page)
    assert "canary" not in page
    # What happened may still be read.
    assert "Her pupils wait for her." in page


def test_page_of_an_action_that_goes_on_asks_again(client: Client) -> None:
    action = make_open_action()
    pause_action(action, by=make_user(), at=AT)
    resume_action(action, by=make_user(), at=AT)

    assert "Open: write until 22 August 2011" in page_of(client, action)


@pytest.mark.parametrize("slug", ["none", "ua-9999-11", "x" * 3_000])
def test_page_of_no_action_helps_on(client: Client, slug: str) -> None:
    response = client.get(f"/actions/{slug}/")
    page = response.content.decode()

    assert response.status_code == 404
    assert "There is nothing at this address" in page
    assert '<input type="search" name="q"' in page
    assert 'href="/past/"' in page


def test_page_of_an_action_in_preparation_is_not_there(client: Client) -> None:
    draft = make_draft(make_action(), headline="A CANARY")

    response = client.get(f"/actions/{draft.action.slug}/")

    assert response.status_code == 404
    assert "CANARY" not in response.content.decode()


def test_page_is_never_kept_by_a_browser(client: Client) -> None:
    response = client.get(f"/actions/{make_open_action().slug}/")

    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


def test_page_escapes_whatever_staff_typed(client: Client) -> None:
    action = make_open_action(make_case(person="<script>x</script>"), headline="<b>BOLD</b>", story="<img src=x>")

    page = page_of(client, action)

    assert re.findall(r"<script|<b>BOLD|<img|\sstyle=|\son[a-z]+=", page) == []
    assert "&lt;b&gt;BOLD" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_eleven_queries(client: Client, django_assert_num_queries: Any, rows: int) -> None:
    case = make_case()
    for number in range(rows):
        Development.objects.create(case=case, happened_on="2010", what=f"event {number}", level=Level.PUBLIC)
        make_hearing(case)
        make_deadline(case, what=f"limit {number}")
        PersonAtRisk.objects.create(case=case, published_as=f"Person {number}")
    action = make_open_action(case, recipients=[make_prosecutor(), *(make_authority() for _ in range(rows))])
    for _ in range(rows - 1):
        later = make_draft(action)
        issue(later)

    with django_assert_num_queries(11):
        client.get(f"/actions/{action.slug}/")


def test_page_of_a_stopped_action_takes_eight_queries(client: Client, django_assert_num_queries: Any) -> None:
    action = stop_action(make_open_action(), by=make_user(), at=AT, reason="over")

    with django_assert_num_queries(8):
        client.get(f"/actions/{action.slug}/")


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("400.html", "This request cannot be read"),
        ("403.html", "You may not see this page"),
        ("403_csrf.html", "This form has expired"),
        ("404.html", "There is nothing at this address"),
        ("500.html", "Something went wrong here"),
    ],
)
def test_error_page_needs_nothing_but_itself(template: str, heading: str) -> None:
    """Django shows some of these without a request and without any context."""
    page = render_to_string(template)

    assert f"<h1>{heading}</h1>" in page
    assert 'href="/"' in page


@pytest.mark.parametrize("verb", [pause_action, stop_action, close_action])
def test_page_tells_the_public_note_and_never_the_reason(client: Client, verb: Any) -> None:
    action = make_open_action()
    verb(action, by=make_user(), at=AT, reason="Her aunt rang.", public_note="She is free.\n\n<b>Thank you.</b>")

    page = client.get(f"/actions/{action.slug}/").content.decode()

    assert '<div dir="auto"><p>She is free.</p>' in page
    assert "&lt;b&gt;Thank you.&lt;/b&gt;" in page
    assert "Her aunt" not in page


def test_page_of_an_action_taken_up_again_tells_its_pause_among_the_dates(client: Client) -> None:
    action = make_open_action()
    pause_action(action, by=make_user(), at=AT, reason="Private.", public_note="Talks are under way.")
    resume_action(action, by=make_user(), at=AT, public_note="The talks are over.")

    page = client.get(f"/actions/{action.slug}/").content.decode()

    assert [(note in page, f'<div dir="auto"><p>{note}' in page) for note in ("Talks are under way.",)] == [
        (True, False)
    ]
    assert "The talks are over." in page
    assert "Private." not in page


def test_page_says_nothing_of_a_draft_put_aside(client: Client) -> None:
    action = make_open_action()
    withdraw_draft(make_draft(action), by=make_user(), at=AT, reason="A false name.")

    assert "A false name." not in client.get(f"/actions/{action.slug}/").content.decode()


def test_page_says_what_became_of_each_and_what_was_told_before(client: Client) -> None:
    case = make_case()
    PersonAtRisk.objects.create(case=case, published_as="Ben Muster")
    action = make_open_action(case)
    further = make_draft(action)
    for person in case.people.all():
        Outcome.objects.create(sheet=further, person=person, word="stayed", happened_on="2011-07-02")
    issue(further)
    issue(make_outcome(action, "executed", "unknown"))

    text = text_of(page_of(client, action))

    assert (
        "What became of them Anna Beispiel : executed, 10 July 2011 Earlier sheets told of Anna Beispiel : "
        f"execution stayed, 2 July 2011 ( 13 July 2011 , Further information on {action}) "
        "Ben Muster : not known" in text
    )
    assert "10 July 2011 Outcome Anna Beispiel: executed" in text


def test_page_of_an_action_that_is_over_says_that_nobody_has_told_its_outcome(client: Client) -> None:
    action = make_open_action()
    assert "What became of them" not in page_of(client, action)

    close_action(action, by=make_user(), at=AT, reason="over")

    assert "No sheet has said yet what became of Anna Beispiel ." in text_of(page_of(client, action))


def test_statuses_of_people_are_for_staff(client: Client) -> None:
    action = make_open_action()
    PersonStatus.objects.create(person=action.case.people.get(), status="released", since="2011-07", note="canary")

    page = page_of(client, action)

    assert ("released" in page, "canary" in page) == (False, False)


def test_other_actions_for_the_same_people_are_linked_once_they_are_public(client: Client) -> None:
    case = make_case()
    old = close_action(make_open_action(case), by=make_user(), at=AT, reason="over")
    make_draft(make_action(case), headline="A CANARY")
    make_open_action(headline="ANOTHER CASE")
    action = make_open_action(case)

    page = page_of(client, action)

    others = text_of('<h2 id="others"' + page.split('id="others"')[1])
    assert others.startswith(
        f"Other actions for the same people {old} , opened 13 July 2011 : TEACHER FACES UNFAIR TRIAL Closed"
    )
    assert f'<a href="/actions/{old.slug}/">' in page
    assert ("CANARY" in page, "ANOTHER CASE" in page) == (False, False)


def test_actions_that_call_somebody_otherwise_are_not_linked(client: Client) -> None:
    """Whoever is "a teacher, 34" on one must not be found by name on the other."""
    case = make_case()
    by_name = make_open_action(case)
    case.people.update(published_as="a teacher, 34", form="chosen")
    by_form = make_open_action(case)

    assert "Other actions" not in page_of(client, by_form) + page_of(client, by_name)


def test_note_that_asks_to_go_on_is_not_shown_once_the_action_is_over(client: Client) -> None:
    action = make_open_action()
    issue(make_draft(action), public_note="Please go on writing.")
    action = pause_action(UrgentAction.objects.get(), by=make_user(), at=AT, public_note="Talks are under way.")
    action = resume_action(action, by=make_user(), at=AT, public_note="Write again.")
    notes = ("Please go on writing.", "Write again.", "Talks are under way.")
    assert [note for note in notes if note not in page_of(client, action)] == []

    stop_action(action, by=make_user(), at=AT, reason="over")

    assert [note for note in notes if note in page_of(client, action)] == ["Talks are under way."]


def make_embassy(**overrides: Any) -> Authority:
    return make_authority(
        kind="mission",
        office="Sample Embassy of Iceland",
        country="CH",
        represents="IS",
        accredited_to="CH",
        salutation="Your Excellency",
        **overrides,
    )


def test_page_says_until_when_to_post_from_the_readers_country(client: Client) -> None:
    action = make_open_action()

    here = client.get(f"/actions/{action.slug}/")
    there = client.get(f"/actions/{action.slug}/?from=is")

    assert "Post by 8 August 2011" in text_of(here.content.decode())
    assert "Post by 17 August 2011" in text_of(there.content.decode())
    assert '<option value="IS" selected>Iceland</option>' in there.content.decode()
    assert there.content.decode().count(" selected") == 1
    assert there.cookies == {}
    assert "no-store" in there["Cache-Control"]


@pytest.mark.parametrize("country", ["XX", "CHE", "%00", "%E2%80%AE", "<script>", "R" * 10_000])
def test_page_names_a_country_that_nobody_knows_and_counts_for_the_usual_one(client: Client, country: str) -> None:
    response = client.get(f"/actions/{make_open_action().slug}/?from={country}")

    assert response.status_code == 200
    text = text_of(response.content.decode())
    assert "is no country that we know, so this is counted for Switzerland: choose yours." in text
    assert "Post by 8 August 2011" in text
    assert b"<script" not in response.content


def test_page_shows_the_embassy_in_the_readers_country(client: Client) -> None:
    make_embassy(notes="a canary")
    action = make_open_action()

    text = text_of(client.get(f"/actions/{action.slug}/?from=CH").content.decode())
    elsewhere = text_of(client.get(f"/actions/{action.slug}/?from=AT").content.decode())

    assert "Embassy in your country Sample Embassy of Iceland 1 Example Street 101 Sampletown Iceland" in text
    assert "Salutation Your Excellency Address verified on 13 July 2011" in text
    assert "canary" not in text
    assert "We have no address of an embassy of Iceland for Austria yet." in elsewhere
    assert "Sample Embassy" not in elsewhere


def test_page_without_copies_to_diplomats_speaks_of_no_embassy(client: Client) -> None:
    make_embassy()
    text = text_of(page_of(client, make_open_action(diplomatic_note="")))

    assert "mbassy" not in text


def test_page_for_a_reader_in_the_country_itself_speaks_of_no_embassy(client: Client) -> None:
    action = make_open_action()

    assert "address of an embassy" not in text_of(client.get(f"/actions/{action.slug}/?from=IS").content.decode())


def test_page_with_an_embassy_takes_twelve_queries(client: Client, django_assert_num_queries: Any) -> None:
    make_embassy()
    action = make_open_action(recipients=[make_authority(), make_authority(country="NP")])

    with django_assert_num_queries(12):
        client.get(f"/actions/{action.slug}/")


@pytest.mark.parametrize(
    ("hearing_on", "is_said"),
    [(date(2011, 7, 12), False), (date(2011, 7, 13), True), (date(2011, 7, 27), True), (date(2011, 7, 28), False)],
)
def test_page_says_that_no_letter_comes_before_the_next_hearing(
    client: Client, hearing_on: date, is_said: bool
) -> None:
    case = make_case()
    make_hearing(case, on=hearing_on, court=make_authority(office="Court of Examples"))

    text = text_of(page_of(client, make_open_action(case, recipients=[make_authority(fax="+354 1")])))

    sentence = (
        f"The next date is {hearing_on.day} July 2011 : Court of Examples: review of detention . A letter that is "
        "posted now is there on about 27 July 2011 and does not come before it. To be there before it, write today by "
        "fax."
    )
    assert (sentence in text) == is_said
    assert ("The next date is" in text) == is_said
