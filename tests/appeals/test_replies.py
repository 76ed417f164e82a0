"""What came back: anybody tells it, staff alone read it, and two who say that an address is dead open a task."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from appeals.models import Reply
from appeals.replies import call_address_wrong, note_reply
from campaigns.attempts import forget_counts
from campaigns.desk import desk_for
from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from campaigns.morning_list import waiting_for
from cases.models import Authority
from tests.builders import AT, DAY, make_authority, make_case, make_open_action, make_reply, make_user

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=20)


@pytest.fixture(autouse=True)
def counts_anew(settings: Any) -> None:
    settings.DEMO_TODAY = DAY
    forget_counts()


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action(recipients=[make_authority(verified_on=DAY, fax="+354 555 0000")])


def office_of(action: UrgentAction) -> Authority:
    return action.current_sheet.recipients.get().authority


def told(action: UrgentAction, kind: str = "returned", text: str = "") -> dict[str, Any]:
    return {"kind": kind, "office": office_of(action).pk, "text": text}


def dead_on(day: date) -> list[Authority]:
    desk = desk_for(make_user("Address keeper"), on=day)
    assert desk.dead_addresses is not None
    return list(desk.dead_addresses.rows)


def test_returned_letter_is_told_without_a_cookie(client: Client, action: UrgentAction) -> None:
    answer = client.post(f"/actions/{action.slug}/came-back/", told(action))

    assert answer["Location"] == f"/actions/{action.slug}/came-back/?thanks=1"
    assert [(row.kind, row.authority, row.reported_on) for row in Reply.objects.all()] == [
        ("returned", office_of(action), DAY)
    ]
    assert client.cookies == {}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": ""}, "Choose what came back."),
        ({"kind": "words"}, "Type or paste what the answer says, or choose a picture of it."),
        ({"office": "0"}, "Choose one of these offices."),
        ({"office": "1" * 5_000}, "Choose one of these offices."),
        ({"text": "x " * 2_501}, "at most 5000 fit"),
        ({"text": "\u202eevil"}, "invisible character"),
        ({"text": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    client: Client, action: UrgentAction, change: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"/actions/{action.slug}/came-back/", {**told(action), **change})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Reply.objects.count() == 0


def test_what_is_told_is_public_nowhere_and_escaped_for_staff(client: Client, action: UrgentAction) -> None:
    client.post(f"/actions/{action.slug}/came-back/", told(action, "words", "<script>CANARY</script>"))
    public = "".join(
        client.get(address).content.decode()
        for address in ("/", f"/actions/{action.slug}/", f"/actions/{action.slug}/came-back/")
    )
    client.force_login(make_user("Approver"))
    staff = "".join(
        client.get(address).content.decode()
        for address in ("/staff/", reverse("admin:appeals_reply_change", args=[Reply.objects.get().pk]))
    )

    assert "CANARY" not in public
    assert staff.count("&lt;script&gt;CANARY") == 2
    assert "<script>CANARY" not in staff


def test_viewer_reads_no_reply(client: Client, action: UrgentAction) -> None:
    reply = make_reply(action)
    viewer = make_user("Viewer")
    client.force_login(viewer)

    assert client.get(reverse("admin:appeals_reply_change", args=[reply.pk])).status_code == 403
    assert desk_for(viewer, on=DAY).came_back is None


def test_after_a_stop_something_may_still_come_back(client: Client, action: UrgentAction) -> None:
    stop_action(action, by=make_user(), at=AT, reason="released")

    assert "Stopped" in client.get(f"/actions/{action.slug}/came-back/").content.decode()
    assert client.post(f"/actions/{action.slug}/came-back/", told(action)).status_code == 302


def test_one_network_tells_ten_times_in_an_hour_and_what_it_typed_stays(client: Client, action: UrgentAction) -> None:
    sent = told(action, "words", "An answer.")

    answers = [client.post(f"/actions/{action.slug}/came-back/", sent) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "An answer.</textarea>" in answers[-1].content.decode()


def test_reply_waits_on_the_desk_of_whoever_has_the_case_until_it_is_noted() -> None:
    owner = make_user("Researcher")
    reply = make_reply(make_open_action(make_case(owner=owner)))
    came_back = desk_for(owner, on=DAY).came_back
    assert came_back is not None
    assert [(row, hand.whose) for row, hand in came_back.with_hands] == [(reply, owner)]

    note_reply(reply, by=owner, at=AT)

    assert desk_for(owner, on=DAY).came_back.rows == ()  # type: ignore[union-attr]


def test_list_of_the_morning_tells_kind_and_number_and_no_word_of_it() -> None:
    owner = make_user("Researcher")
    reply = make_reply(make_open_action(make_case(owner=owner)), kind="words", text="CANARY")

    waiting = waiting_for(owner, on=DAY + timedelta(days=1))

    assert waiting is not None
    assert [line.text for group in waiting.groups for line in group.lines if "reported on" in line.text] == [
        f"answer in words, {reply.action.reference}, reported on 13 July 2011"
    ]


def test_two_independent_reports_open_a_task_for_the_address_keepers(action: UrgentAction) -> None:
    make_reply(action, on=LATER)
    assert dead_on(LATER) == []

    make_reply(action, on=LATER, kind="fax")

    assert dead_on(LATER) == [office_of(action)]
    assert dead_on(LATER)[0].reports == 2  # type: ignore[attr-defined]


def test_two_reports_from_one_network_in_a_week_are_one(client: Client, action: UrgentAction, settings: Any) -> None:
    settings.DEMO_TODAY = LATER
    for kind in ("returned", "fax"):
        client.post(f"/actions/{action.slug}/came-back/", told(action, kind))

    assert [row.is_independent for row in Reply.objects.order_by("pk")] == [True, False]
    assert dead_on(LATER) == []

    client.post(f"/actions/{action.slug}/came-back/", told(action), REMOTE_ADDR="192.0.2.7")

    assert dead_on(LATER) == [office_of(action)]


def test_one_word_of_staff_is_enough(action: UrgentAction) -> None:
    call_address_wrong(make_reply(action, on=LATER), by=make_user("Editor"), at=AT)

    assert dead_on(LATER) == [office_of(action)]


def test_what_was_noted_does_not_count(action: UrgentAction) -> None:
    replies = [make_reply(action, on=LATER) for _ in range(2)]
    note_reply(replies[0], by=make_user("Editor"), at=AT)

    assert dead_on(LATER) == []


def test_answer_in_words_says_that_the_address_is_right(action: UrgentAction) -> None:
    replies = [make_reply(action, on=LATER, kind="words", text="Thank you.") for _ in range(2)]

    assert dead_on(LATER) == []
    with pytest.raises(ValidationError, match="An answer came, so the address is right"):
        call_address_wrong(replies[0], by=make_user("Editor"), at=AT)


@pytest.mark.parametrize(("days", "waits"), [(-1, True), (0, False), (1, False)])
def test_verifying_the_address_after_the_reports_settles_them(action: UrgentAction, days: int, waits: bool) -> None:
    for _ in range(2):
        make_reply(action, on=LATER)
    Authority.objects.filter(pk=office_of(action).pk).update(verified_on=LATER + timedelta(days=days))

    assert bool(dead_on(LATER + timedelta(days=2))) is waits


def test_staff_decide_on_pages_that_ask_first(client: Client, action: UrgentAction) -> None:
    reply = make_reply(action)
    keeper = make_user("Address keeper")
    client.force_login(keeper)
    page = client.get(reverse("admin:appeals_reply_wrong", args=[reply.pk]))
    seen = {name: value for name, value in page.context_data.items() if name == "seen"}

    client.post(reverse("admin:appeals_reply_wrong", args=[reply.pk]), {**seen, "reason": "Moved."})

    reply.refresh_from_db()
    assert (reply.status, reply.reason, reply.decided_by) == ("wrong", "Moved.", keeper)
