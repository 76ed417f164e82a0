"""The Atom feeds: one entry for each action, under one id for good, and nothing to send once nobody is asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals import feeds
from appeals.feeds import FeedEntry, as_atom, entries_of
from campaigns.lifecycle import (
    ask_to_reopen,
    close_action,
    pause_action,
    reopen_action,
    resume_action,
    stop_action,
)
from campaigns.models import Campaign, Sheet, UrgentAction
from campaigns.scopes import EVERYTHING, Scope
from cases.models import Concern
from tests.builders import (
    AT,
    DAY,
    issue,
    make_action,
    make_case,
    make_draft,
    make_open_action,
    make_stop,
    make_user,
    second_person,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NS = "{http://www.w3.org/2005/Atom}"
ENTRY = FeedEntry(
    id="tag:desk.example,2011-07-13:actions/ua-214-11",
    title="UA 214/11, Kenya: TEACHER FACES UNFAIR TRIAL",
    url="http://desk.example/actions/ua-214-11/",
    published=AT,
    updated=AT + HOUR,
    summary="<p>She is to be tried.</p>",
    categories=("Kenya", "unfair trial"),
)


def written(*entries: FeedEntry) -> ElementTree.Element:
    document = as_atom(entries, title="Urgent actions", path="/feed.atom", page_url="http://testserver/")
    return ElementTree.fromstring(document)  # noqa: S314  # our own


def said(element: ElementTree.Element) -> list[tuple[str, Any]]:
    """Name and text of each part; of one without text its attributes."""
    return [(part.tag.removeprefix(NS), part.text or dict(part.attrib)) for part in element]


def shown(scope: Scope = EVERYTHING, *, on: date = DAY, at: datetime = AT) -> list[tuple[str, str]]:
    return [(entry.title, entry.summary) for entry in entries_of(scope, on=on, at=at)]


def test_document_says_what_it_is_and_where() -> None:
    feed = written(ENTRY)

    assert said(feed)[:-1] == [
        ("title", "Urgent actions"),
        ("link", {"rel": "alternate", "href": "http://testserver/"}),
        ("link", {"rel": "self", "href": "http://testserver/feed.atom"}),
        ("id", "tag:testserver,2010-01-01:feed.atom"),
        ("updated", "2011-07-13T09:00:00+00:00"),
        ("author", {}),
    ]
    assert feed.findtext(f"{NS}author/{NS}name") == "Urgent Action Desk"


def test_entry_says_what_it_is_of() -> None:
    (entry,) = written(ENTRY).findall(f"{NS}entry")

    assert said(entry) == [
        ("title", "UA 214/11, Kenya: TEACHER FACES UNFAIR TRIAL"),
        ("link", {"href": "http://desk.example/actions/ua-214-11/", "rel": "alternate"}),
        ("published", "2011-07-13T08:00:00+00:00"),
        ("updated", "2011-07-13T09:00:00+00:00"),
        ("id", "tag:desk.example,2011-07-13:actions/ua-214-11"),
        ("summary", "<p>She is to be tried.</p>"),
        ("category", {"term": "Kenya"}),
        ("category", {"term": "unfair trial"}),
    ]


def test_feed_without_entries_is_not_new_each_time() -> None:
    assert written().findtext(f"{NS}updated") == "2010-01-01T00:00:00+00:00"


@given(st.text(st.characters(exclude_categories=())))
def test_no_character_breaks_the_document(text: str) -> None:
    entry = replace(ENTRY, title=f"A{text}", summary=f"B{text}", categories=(f"C{text}",))

    (found,) = written(entry).findall(f"{NS}entry")

    assert (found.findtext(f"{NS}title") or "").startswith("A")
    assert found.find(f"{NS}category").attrib["term"].startswith("C")


def test_entry_of_an_open_action() -> None:
    case = make_case(country="KE")
    case.concerns.add(Concern.objects.get(slug="unfair-trial"))
    action = make_open_action(case, summary="Tried <b>without</b> a lawyer.\n\nShe waits.")

    (entry,) = entries_of(EVERYTHING, on=DAY, at=AT)

    assert entry == FeedEntry(
        id=f"tag:testserver,2011-07-13:actions/{action.slug}",
        title=f"{action.reference}, Kenya: TEACHER FACES UNFAIR TRIAL",
        url=f"http://testserver/actions/{action.slug}/",
        published=AT,
        updated=AT,
        summary="<p>Last good day to write: 22 August 2011.</p>"
        "<p>Tried &lt;b&gt;without&lt;/b&gt; a lawyer.</p>\n\n<p>She waits.</p>",
        categories=("Kenya", "Unfair trial"),
    )


def test_action_in_preparation_stands_in_no_feed() -> None:
    make_draft(make_action())

    assert shown() == []


@pytest.mark.parametrize(
    ("verb", "sign", "advice"),
    [
        (pause_action, "PAUSED", "Please do not write for now"),
        (stop_action, "STOP", "Please send nothing more"),
        (close_action, "ENDED", "No more appeals are needed"),
    ],
)
def test_entry_that_asks_nobody_stays_with_a_sign_and_the_public_note(verb, sign, advice) -> None:
    action = make_open_action(summary="Write at once.")

    verb(action, by=make_user(), at=AT + HOUR, reason="A secret.", public_note="She is free.")

    ((title, summary),) = shown(at=AT + HOUR)
    assert title == f"{sign}: {action.reference}, Iceland: TEACHER FACES UNFAIR TRIAL"
    assert summary.startswith(f"<p>{advice}")
    assert summary.endswith("<p>She is free.</p>")
    assert "Write at once" not in summary
    assert "This page" not in summary  # it is read elsewhere
    assert "secret" not in summary


def test_stop_sheet_that_follows_a_stop_tells_what_happened_beside_the_first_note() -> None:
    action = make_open_action()
    stop_action(action, by=make_user(), at=AT + HOUR, reason="why", public_note="She is out.")

    issue(make_stop(action, summary="The court let her go."), at=AT + 2 * HOUR)

    (entry,) = entries_of(EVERYTHING, on=DAY, at=AT + 2 * HOUR)
    assert entry.title == f"STOP: {action.reference}, Iceland: TEACHER RELEASED"
    assert entry.summary.endswith("<p>She is out.</p><p>The court let her go.</p>")
    assert entry.updated == AT + 2 * HOUR


def test_entry_of_an_action_that_lapsed_asks_nobody() -> None:
    action = make_open_action()

    ((title, summary),) = shown(on=date(2011, 8, 23))

    assert title == f"OVER: {action.reference}, Iceland: TEACHER FACES UNFAIR TRIAL"
    assert summary.startswith("<p>The time to write is over.")


def test_id_stays_and_the_moment_moves_through_the_whole_life_of_an_action() -> None:
    action, by = make_open_action(), make_user()
    moments, ids = [], set()

    def look(hours: int) -> None:
        (entry,) = entries_of(EVERYTHING, on=DAY, at=AT + hours * HOUR)
        moments.append(entry.updated)
        ids.add((entry.id, entry.published))

    look(0)
    issue(make_draft(action), at=AT + HOUR)
    look(1)
    pause_action(action, by=by, at=AT + 2 * HOUR)
    look(2)
    resume_action(action, by=by, at=AT + 3 * HOUR)
    look(3)
    issue(make_stop(action, kind=Sheet.Kind.OUTCOME), at=AT + 4 * HOUR)
    look(4)
    ask_to_reopen(action, by=by, at=AT + 5 * HOUR, reason="why")
    look(5)  # between members of staff: nothing has moved
    reopen_action(action, by=second_person(), at=AT + 6 * HOUR)
    look(6)

    assert moments == [AT + hours * HOUR for hours in (0, 1, 2, 3, 4, 4, 6)]
    assert len(ids) == 1


def test_what_changed_last_stands_on_top() -> None:
    first, second = make_open_action(make_case()), make_open_action(make_case())
    assert [title.split(",")[0] for title, _ in shown()] == [second.reference, first.reference]

    issue(make_draft(first), at=AT + HOUR)

    assert [title.split(",")[0] for title, _ in shown()] == [first.reference, second.reference]


@pytest.mark.parametrize(("days", "is_there"), [(90, True), (91, False)])
def test_stop_stays_for_ninety_days_however_much_happens_after_it(
    days: int, is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "NEWEST", 1)
    stopped = make_open_action(make_case())
    stop_action(stopped, by=make_user(), at=AT + HOUR, reason="why")
    later = make_open_action(make_case())
    issue(make_draft(later), at=AT + 2 * HOUR)

    found = [title.split(",")[0] for title, _ in shown(at=AT + HOUR + timedelta(days=days))]

    assert found == ([later.reference, f"STOP: {stopped.reference}"] if is_there else [later.reference])


def test_scopes_hold_their_own_actions_only() -> None:
    campaign = Campaign.objects.create(title="No return to torture", slug="no-return")
    here, there = make_open_action(make_case()), make_open_action(make_case(country="KE"))
    UrgentAction.objects.filter(pk=here.pk).update(campaign=campaign)

    def references(scope: Scope) -> list[str]:
        return [title.split(",")[0] for title, _ in shown(scope)]

    assert references(Scope(campaign=campaign)) == [here.reference]
    assert references(Scope(country="KE")) == [there.reference]
    assert references(Scope(country="JP")) == []


@pytest.mark.parametrize("actions", [1, 3])
def test_number_of_queries_does_not_grow(actions: int, django_assert_num_queries: Any) -> None:
    for _ in range(actions):
        make_open_action(make_case())
        stop_action(make_open_action(make_case()), by=make_user(), at=AT, reason="why")

    with django_assert_num_queries(3):
        entries = entries_of(EVERYTHING, on=DAY, at=AT)

    assert len(entries) == 2 * actions


def test_id_is_the_same_in_every_zone() -> None:
    action = make_open_action()
    opened = datetime(2011, 7, 14, 0, 30, tzinfo=ZoneInfo("Europe/Zurich"))

    assert feeds.id_of(action, opened) == feeds.id_of(action, opened.astimezone(UTC))
