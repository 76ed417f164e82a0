"""Nothing that is not for everybody comes out of the site. Fifty cases, as every role: ``python -m tests.canary``."""

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from accounts.registered import Reach
from appeals.registers import WHOLE, own_fields, registered_models
from campaigns.models import Sheet
from cases.levels import Level
from cases.models import Case, Development
from tests.builders import make_user
from tests.canary.crawling import SHORT, Crawl, crawl
from tests.canary.outputs import texts_in, texts_of
from tests.canary.planting import NOT_PLANTED, Garden, Planted, plant, takes_a_word
from tests.routes import WEEK_OF_THE_STOP

pytestmark = pytest.mark.django_db


@pytest.fixture
def garden(settings) -> Garden:
    settings.DEMO_TODAY = WEEK_OF_THE_STOP.date()
    return plant(1)


def test_no_word_comes_out_where_it_may_not(garden: Garden) -> None:
    result = crawl(garden, SHORT)

    assert result.findings == []
    assert result.broken == []
    # Where somebody may read it, it is seen: what looks for the words finds them.
    assert (result.seen["Address keeper"] > 50, result.seen["no role"]) == (True, 0)
    assert len(mail.outbox) >= 2


def test_words_stand_in_each_field_that_takes_one(garden: Garden) -> None:
    """Of what may come to be public, where it is not yet: in a draft, in a fact that is for staff only."""
    private = {
        f"{model._meta.label}.{own.name}"
        for model in registered_models()
        for own in own_fields(model)
        if takes_a_word(model, own) and WHOLE[model._meta.label].fields[own.name].reach != Reach.PUBLIC
    }

    # There is a row of the sweep once one has begun.
    assert private - garden.fields == {"campaigns.LastSweep.held", "campaigns.LastSweep.process"}
    assert {sheet.status for sheet in Sheet.objects.filter(story__startswith="zq")} == {"draft"}
    planted = Development.objects.filter(what__startswith="zq").values_list("level", flat=True)
    assert set(planted) == set(Level) - {Level.PUBLIC}
    readers = [make_user("Viewer"), make_user("Editor"), make_user(is_superuser=True)]
    assert {label: [of_label(garden, label).may_be_read_by(user) for user in (None, *readers)] for label in READ_BY} \
        == READ_BY  # fmt: skip


READ_BY = {
    "cases.Case.sources": [False, True, True, True],
    "campaigns.Subscription.email": [False, False, True, True],
    "accounts.CalendarKey.digest": [False, False, False, False],
}


def of_label(garden: Garden, label: str) -> Planted:
    return next(planted for planted in garden.words.values() if planted.label == label)


def test_a_leak_is_found_wherever_it_is(garden: Garden) -> None:
    """Somebody prints the working title on a sheet: the list, the page, the feed and the mails tell it."""
    case = Case.objects.order_by("pk")[0]
    word = case.title
    sheet = case.actions.get().current_sheet
    sheet.frozen = {**sheet.frozen, "headline": f"Free {word}"}
    sheet.save()
    result = Crawl(garden)

    for address in ("/", f"/actions/{case.actions.get().slug}/", "/feed.atom"):
        result.ask("visitor", None, Client(), address)

    assert [(found.address, dict(found.fields)) for found in result.findings] == [
        (address, {"cases.Case.title": 1}) for address in ("/", f"/actions/{case.actions.get().slug}/", "/feed.atom")
    ]


@pytest.mark.parametrize(
    "body",
    [b"one zq0000001kz", b"BEGIN:VCALENDAR\r\nSUMMARY:zq000\r\n 0001kz", b"&#122;q0000001kz", b"%7aq0000001kz"],
    ids=["plain", "folded", "as a number", "in an address"],
)
def test_a_word_is_found_however_it_is_written(body: bytes) -> None:
    assert any("zq0000001kz" in text for text in texts_in(body))


def test_the_head_of_an_answer_is_read_too() -> None:
    answer = HttpResponse("", headers={"X-About": "zq0000001kz"})

    assert any("zq0000001kz" in text for text in texts_of(answer))


def test_what_is_not_planted_is_there() -> None:
    there = {f"{model._meta.label}.{own.name}" for model in registered_models() for own in own_fields(model)}

    assert set(NOT_PLANTED) - there == set()
