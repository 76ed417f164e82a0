"""How often one network may ask for what costs a layout: far more than a group needs, and then a sentence."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from limits import parse

from campaigns import attempts
from campaigns.models import UrgentAction
from tests.appeals import test_pack_views
from tests.builders import make_open_action

pytestmark = pytest.mark.django_db

NAME = "Canarina Vogelname"


@pytest.fixture(autouse=True)
def one_an_hour(settings, monkeypatch) -> None:
    settings.DEMO_TODAY = date(2011, 7, 20)
    for form in ("letters", "envelopes", "packs"):
        monkeypatch.setitem(attempts.FORMS, form, parse("1 per hour"))
    attempts.forget_counts()


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action()


def asked(form: str, action: UrgentAction) -> tuple[str, dict]:
    """Where it is sent, and what was typed."""
    if form == "packs":
        return "/packs/", test_pack_views.typed([action])
    if form == "letters":
        typed = {"name": NAME, "place": "Sampletown", "language": "en", "paper": "A4", "output": "txt"}
        return reverse("appeals:letters", args=[action.slug]), typed
    typed = {"kind": "l7160", "start": "99", "each": "1", "posted_in": "CH-de", "sender": NAME}
    return reverse("appeals:envelopes", args=[action.slug]), typed


@pytest.mark.parametrize("form", ["letters", "envelopes", "packs"])
def test_network_that_asks_too_often_gets_a_sentence_and_its_form_back(client, action, form: str) -> None:
    address, typed = asked(form, action)

    first, second = (client.post(address, typed) for _ in range(2))
    elsewhere = client.post(address, typed, REMOTE_ADDR="192.0.2.7")

    assert first.status_code == elsewhere.status_code != 429
    assert second.status_code == 429
    page = unescape(second.content.decode())
    assert "This network has sent many of these in the last hour" in page
    assert "Canarina Vogelname" in page


def test_to_look_at_a_form_or_to_change_something_counts_nothing(client, action) -> None:
    address, typed = asked("packs", action)

    answers = [client.get(address), *(client.post(address, {**typed, "output": "change"}) for _ in range(3))]

    assert {answer.status_code for answer in answers} == {200}
