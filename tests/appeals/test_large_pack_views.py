"""The page on which somebody waits for a large pack, and the file that it leads to."""

from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse

from appeals.large_packs import ask_for_pack, keep_made, take_pack
from appeals.models import LargePack, Tally
from appeals.views import packs as view
from campaigns.attempts import FORMS, forget_counts
from campaigns.check_codes import new_code
from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from config import clock
from tests.appeals.test_pack_views import ADDRESS, CANARY, is_pdf, seen, typed, words_of
from tests.builders import AT, make_open_action
from tests.traces import Traces

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def july_2011(settings, monkeypatch) -> None:
    settings.DEMO_TODAY = date(2011, 7, 20)
    monkeypatch.setattr(view, "MOST_AT_ONCE", 1)
    forget_counts()


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action(headline="TEACHER FACES TRIAL")


def made_for(action: UrgentAction) -> str:
    """The token of a pack that waits to be fetched."""
    row, token = ask_for_pack(8, at=clock.now())
    turn = take_pack(row.pk, at=clock.now())
    assert turn is not None
    actions = [{"slug": action.slug, "sheet_id": action.current_sheet_id}]
    plain = {"day": "2011-07-21", "actions": actions, "codes": [new_code()], "token": token}
    keep_made(turn, b"%PDF of a pack", plain, at=clock.now())
    return token


def page_of(token: str) -> str:
    return reverse("appeals:large-pack", args=[token])


def file_of(token: str) -> str:
    return reverse("appeals:large-pack-file", args=[token])


@pytest.mark.django_db(transaction=True)
def test_large_pack_is_made_by_a_worker_and_leaves_no_trace_of_what_was_typed(
    client, action, caplog, settings, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    traces = Traces("anar", caplog, tmp_path, Path(settings.VAR_DIR))

    begun = client.post(ADDRESS, typed([action], output="pdf", seen=seen([action])))
    page = client.get(begun["Location"])
    pack = client.get(f"{begun['Location']}pack.pdf")

    assert begun.status_code == 302
    assert "Your pack is ready" in words_of(page)
    assert is_pdf(pack)
    assert pack["Content-Disposition"] == 'attachment; filename="evening-pack-2011-07-21.pdf"'
    assert "no-store" in pack["Cache-Control"]
    assert Tally.objects.get().actions.get() == action
    assert begun.cookies == page.cookies == pack.cookies == {}
    assert traces.found() == []


def test_page_looks_again_as_long_as_there_is_something_to_wait_for(client, action) -> None:
    _, token = ask_for_pack(798, at=clock.now())
    waits = client.get(page_of(token))
    LargePack.objects.update(public_key=b"key", alive_at=clock.now(), done=110)
    being_made = client.get(page_of(token))
    made = client.get(page_of(made_for(action)))

    assert [page.get("Refresh") for page in (waits, being_made, made)] == ["4", "4", None]
    assert "waits for its turn" in words_of(waits)
    assert "110 of 798 letters and envelopes are done." in words_of(being_made)
    assert "Save the pack" in words_of(made)
    assert [page["Cache-Control"].count("no-store") for page in (waits, being_made, made)] == [1, 1, 1]


def test_pack_that_is_lost_or_gone_says_so_and_what_to_do(client) -> None:
    _, token = ask_for_pack(8, at=clock.now())
    LargePack.objects.update(alive_at=clock.now() - timedelta(hours=1), public_key=b"key")

    lost, gone = client.get(page_of(token)), client.get(page_of("nothing"))

    assert "Your pack was lost" in words_of(lost)
    assert lost.get("Refresh") is None
    assert gone.status_code == 404
    assert "Please make it again." in words_of(gone)


def test_pack_can_be_fetched_twice_and_has_one_tally(client, action) -> None:
    token = made_for(action)

    assert [is_pdf(client.get(file_of(token))) for _ in range(2)] == [True, True]
    assert Tally.objects.count() == 1


def test_pack_of_an_action_that_was_stopped_is_thrown_away_when_somebody_fetches_it(client, action) -> None:
    token = made_for(action)
    stop_action(action, by=action.created_by, at=AT, reason="released")

    answer = client.get(file_of(token))

    assert answer.status_code == 410
    assert f"{action.reference} asks for no letters any more (Stopped)" in words_of(answer)
    assert (LargePack.objects.count(), Tally.objects.count()) == (0, 0)


def test_pack_is_forgotten_at_a_press(client, action) -> None:
    token = made_for(action)

    assert client.post(page_of(token)).status_code == 302
    assert client.get(file_of(token))["Location"] == page_of(token)
    assert client.get(page_of(token)).status_code == 404


def test_too_many_large_packs_of_one_network_are_refused_and_what_was_typed_stays(client, action, monkeypatch) -> None:
    monkeypatch.setattr(view, "pass_on_soon", lambda pk, plain: None)
    monkeypatch.setattr(view.make_large_pack, "apply_async", lambda *args, **options: None)
    asked = typed([action], output="pdf", seen=seen([action]))
    answers = [client.post(ADDRESS, asked).status_code for _ in range(FORMS["large-packs"].amount)]

    refused = client.post(ADDRESS, asked)

    assert set(answers) == {302}
    assert refused.status_code == 429
    assert "This network has sent many of these in the last hour" in words_of(refused)
    assert CANARY in unescape(refused.content.decode())
