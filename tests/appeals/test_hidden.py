"""After a consent is withdrawn nothing of the sheets comes out anywhere: every address is asked once more."""

import re

import pytest
from django.core import mail
from django.test import Client

from campaigns.consent import withdraw_consent
from campaigns.lifecycle import close_action
from campaigns.models import Campaign, UrgentAction
from campaigns.reminders import sweep
from cases.models import Use
from tests.builders import (
    issue,
    make_action,
    make_authority,
    make_case,
    make_draft,
    make_outcome,
    make_subscription,
    make_user,
)
from tests.canary.outputs import once, paper_of, public_addresses, texts_in, texts_of
from tests.routes import WEEK_OF_THE_STOP, World

pytestmark = pytest.mark.django_db

# A word of each text of the sheet.
WORDS = re.compile("quokka", re.IGNORECASE)


@pytest.fixture
def world(settings) -> World:
    settings.DEMO_TODAY = WEEK_OF_THE_STOP.date()
    action = make_action(
        make_case(person="Quokka Beispiel"), campaign=Campaign.objects.create(title="C", slug="canaries")
    )
    office = make_authority(emails="office@office.example", fax="+354 555 0000")
    draft = make_draft(
        action,
        recipients=[office],
        headline="QUOKKA FACES TRIAL",
        summary="Quokka is to be tried.",
        story="Quokka was arrested.",
        additional_information="Quokka taught.",
        index_number="EUR 46/033/2011",
    )
    draft.demands.update(sheet_wording="Urging them to free Quokka;", letter_wording="I urge you to free Quokka.")
    issue(draft, public_note="Quokka needs you.")
    action = UrgentAction.objects.get(pk=action.pk)
    follower, invited = make_subscription(action), make_subscription(action, confirmed_at=None)
    invited.created_at = WEEK_OF_THE_STOP
    invited.save()
    return World(action, follower, invited, make_user("Viewer"))


def withdraw(world: World, *uses: Use) -> None:
    person = world.action.case.people.get()
    how = {"by": world.action.created_by, "at": WEEK_OF_THE_STOP, "reason": "her sister called"}
    withdraw_consent(person, uses or tuple(Use), **how)


def telling(world: World, addresses: list[str]) -> list[str]:
    """The addresses whose answers hold a word of the sheet, and the searches that find it."""
    visitor = Client(raise_request_exception=False)
    asked = [(address, visitor.get(address)) for address in addresses]
    asked += [(f"{address} {typed['output']}", visitor.post(address, typed)) for address, typed in paper_of(world)
              if "output" in typed]  # fmt: skip
    found = [address for address, answer in asked if any(WORDS.search(text) for text in texts_of(answer))]
    page = f'href="/actions/{world.action.slug}/"'
    # A search gives back what was typed, so what it finds is looked for by its address.
    return found + [search for search in SEARCHES if page in visitor.get(search).content.decode()]


SEARCHES = ("/?q=Quokka", "/past/?q=Quokka")


def addresses_of(world: World) -> list[str]:
    """While the action asks: a tally can be opened then, and links work."""
    return [*once(), "/outcomes/", *public_addresses(world)]


@pytest.mark.parametrize(
    "uses", [(), (Use.NAME,), (Use.STORY,), (Use.WEB,), (Use.LETTER,)], ids=["all", "name", "story", "web", "letter"]
)
def test_no_address_tells_anything_once_a_consent_is_withdrawn(world, uses):
    addresses = addresses_of(world)
    before = telling(world, addresses)

    withdraw(world, *uses)

    assert len(before) > 10
    assert telling(world, addresses) == []


@pytest.mark.parametrize("after_an_outcome", [False, True], ids=["closed at once", "after an outcome"])
def test_nor_of_an_action_that_was_over_before(world, after_an_outcome):
    addresses = addresses_of(world)
    if after_an_outcome:
        sheet = make_outcome(world.action, "released", headline="QUOKKA IS FREE", summary="Quokka is at home.")
        sheet.outcomes.update(sentence="Quokka is with her pupils.")
        issue(sheet, at=WEEK_OF_THE_STOP, public_note="Quokka is free.")
    else:
        close_action(world.action, by=make_user(), at=WEEK_OF_THE_STOP, reason="x", public_note="Quokka thanks you.")
    before = telling(world, addresses)

    withdraw(world)

    assert len(before) > 3
    assert telling(world, addresses) == []


def test_followers_are_told_to_send_nothing_more_and_not_a_word_of_the_sheet(world):
    sweep(at=WEEK_OF_THE_STOP)
    mail.outbox.clear()

    withdraw(world)
    sweep(at=WEEK_OF_THE_STOP)

    [told] = [sent for sent in mail.outbox if world.follower.email in sent.to]
    assert told.subject == f"STOP: please send no more letters ({world.action.reference})"
    assert [text for text in texts_in(told.message().as_bytes()) if WORDS.search(text)] == []
    assert not WORDS.search(str(told.body))


def test_the_page_says_what_to_do_with_what_is_printed(client, world):
    withdraw(world)

    answer = client.get(f"/actions/{world.action.slug}/")

    assert answer.status_code == 410
    assert "please destroy them" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_check_of_the_paper_says_stop(client, world):
    withdraw(world)

    code = world.action.sheets.get().check_code
    assert "STOP" in client.get(f"/check/{code}/").content.decode()
