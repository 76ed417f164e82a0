"""The pages of the pack: form, check, PDF; and the door that a stop waits at."""

import io
from datetime import date
from html import unescape
from pathlib import Path

import pypdf
import pytest
from django.test import Client

from appeals.models import Tally
from appeals.views import packs as view
from campaigns.attempts import forget_counts
from campaigns.check_codes import spoken
from campaigns.lifecycle import stop_action
from campaigns.models import UrgentAction
from tests.builders import AT, issue, make_draft, make_open_action
from tests.traces import Traces

pytestmark = pytest.mark.django_db

CANARY = "Canarina Vogelname"
ADDRESS = "/packs/"


@pytest.fixture(autouse=True)
def july_2011(settings, tmp_path: Path) -> None:
    settings.DEMO_TODAY = date(2011, 7, 20)
    forget_counts()


@pytest.fixture
def actions() -> list[UrgentAction]:
    return [make_open_action(headline="TEACHER FACES TRIAL"), make_open_action(headline="POET FACES TRIAL")]


def typed(actions: list[UrgentAction], **changes: object) -> dict[str, object]:
    return {
        "actions": [action.slug for action in actions],
        "names": f"1. {CANARY}\n2. Beat Beispiel",
        "blank": "1",
        "place": "Canarytown",
        "day": "2011-07-21",
        "paper": "A4",
        "kind": "l7160",
        "start": "4",
        "spare": "1",
        "output": "check",
        **changes,
    }


def seen(actions: list[UrgentAction], version: int = 1) -> list[str]:
    return [f"{action.slug}:{version}" for action in actions]


def words_of(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def is_pdf(response) -> bool:
    return response.content.startswith(b"%PDF")


def test_address_chooses_actions_and_says_why_one_is_not_there(client, actions) -> None:
    stop_action(actions[1], by=actions[1].created_by, at=AT, reason="released")

    response = client.get(ADDRESS, {"action": [actions[0].slug, actions[1].slug, "nowhere"]})

    page = response.content.decode()
    assert response.status_code == 200
    assert f'value="{actions[0].slug}" checked' in page
    assert actions[1].slug not in page
    assert f"{actions[1].reference} asks for no letters (Stopped), so no pack has it." in page
    assert "There is no open action “nowhere”." in unescape(page)
    assert response["Cache-Control"].count("no-store") == 1
    assert response.cookies == {}


def test_list_of_open_actions_and_an_action_lead_to_the_pack(client, actions) -> None:
    assert 'href="/packs/"' in client.get("/").content.decode()
    assert f'href="/packs/?action={actions[0].slug}"' in client.get(f"/actions/{actions[0].slug}/").content.decode()


def test_check_tells_pages_letters_labels_and_last_days_before_anything_is_made(client, actions) -> None:
    response = client.post(ADDRESS, typed(actions))

    page = words_of(response)
    assert response.status_code == 200
    assert "3 writers on <time" in page
    assert "8 letters, 13 pages." in page
    assert "of which 1 on Labels Avery L7160 (21 on A4) with 8 addresses" in page
    assert page.count("last good day <time") == 2
    assert 'name="names" value="1. Canarina Vogelname 2. Beat Beispiel"' in page
    assert [f'name="seen" value="{one}"' in page for one in seen(actions)] == [True, True]


def test_pack_is_handed_out_to_who_has_seen_its_check(client, actions) -> None:
    unseen = client.post(ADDRESS, typed(actions, output="pdf"))
    response = client.post(ADDRESS, typed(actions, output="pdf", seen=seen(actions)))

    assert not is_pdf(unseen)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="evening-pack-2011-07-21.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert len(pypdf.PdfReader(io.BytesIO(response.content)).pages) == 13


def test_tally_is_opened_when_the_pack_is_handed_out_and_its_code_is_printed(client, actions) -> None:
    client.post(ADDRESS, typed(actions))
    assert Tally.objects.count() == 0

    response = client.post(ADDRESS, typed(actions, output="pdf", seen=seen(actions)))

    tally = Tally.objects.get()
    assert set(tally.actions.all()) == set(actions)
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    assert sum(spoken(tally.code) in page.extract_text() for page in pages) == 1


def test_change_something_brings_the_form_back_as_it_was(client, actions) -> None:
    response = client.post(ADDRESS, typed(actions, output="change", kind="envelope-c5"))

    page = response.content.decode()
    assert response.status_code == 200
    assert f"1. {CANARY}\n2. Beat Beispiel" in page.replace("\r", "")
    assert '<option value="envelope-c5" selected>' in page
    assert 'role="alert"' not in page


def test_refused_form_keeps_what_was_typed(client, actions) -> None:
    names = "\n".join(f"{CANARY} {number}" for number in range(5_000))

    response = client.post(ADDRESS, typed(actions, names=names, start="99"))

    page = response.content.decode()
    assert response.status_code == 422
    assert f"{CANARY} 4999" in page
    assert "These are 5,000 names; at most 60 fit in one pack." in page
    assert 'value="99"' in page


def test_request_that_is_larger_than_all_boxes_is_not_read(client, actions) -> None:
    response = client.post(ADDRESS, typed(actions, names="x" * (view.LARGEST_REQUEST + 1)))

    assert response.status_code == 413
    assert "keep at most 60 names" in response.content.decode()


def test_form_that_another_site_sends_counts_as_nothing(client, actions) -> None:
    asked = typed(actions, output="pdf", seen=seen(actions))

    response = client.post(ADDRESS, asked, headers={"Sec-Fetch-Site": "cross-site"})

    assert CANARY not in response.content.decode()


@pytest.mark.parametrize("slug", ["x" * 5_000, "a\0b", "\u202eevil", "' OR 1=1"])
def test_action_that_cannot_be_is_answered_with_a_sentence(client, actions, slug: str) -> None:
    response = client.post(ADDRESS, {**typed(actions), "actions": [slug]})

    assert response.status_code == 422
    assert "There is no open action" in response.content.decode()
    assert client.get(ADDRESS, {"action": slug}).status_code == 200


def test_stop_while_the_pack_is_made_hands_out_nothing_and_says_which_it_was(client, actions, monkeypatch) -> None:
    make = view.pdf_of_pack

    def make_and_stop(pack):
        made = make(pack)
        stop_action(actions[1], by=actions[1].created_by, at=AT, reason="released")
        return made

    monkeypatch.setattr(view, "pdf_of_pack", make_and_stop)

    response = client.post(ADDRESS, typed(actions, output="pdf", seen=seen(actions)))

    assert response.status_code == 422
    assert not is_pdf(response)
    assert Tally.objects.count() == 0
    page = response.content.decode()
    assert f"{actions[1].reference} asks for no letters (Stopped), so no pack has it." in page
    assert f"1. {CANARY}" in page


def test_sheet_that_is_replaced_while_the_pack_is_made_is_shown_before_anything_is_handed_out(
    client, actions, monkeypatch
) -> None:
    make = view.pdf_of_pack

    def make_and_replace(pack):
        made = make(pack)
        issue(make_draft(actions[0]))
        return made

    monkeypatch.setattr(view, "pdf_of_pack", make_and_replace)

    response = client.post(ADDRESS, typed(actions, output="pdf", seen=seen(actions)))

    assert not is_pdf(response)
    assert f"{actions[0].reference} got a newer sheet meanwhile." in response.content.decode()


def test_every_action_of_a_pack_is_asked_again_in_one_order(client, actions, monkeypatch) -> None:
    asked = []
    kept = view.kept_asking
    monkeypatch.setattr(view, "kept_asking", lambda slug, on: asked.append(slug) or kept(slug, on=on))

    client.post(ADDRESS, typed(actions[::-1], output="pdf", seen=seen(actions)))

    assert asked == sorted(action.slug for action in actions)


@pytest.mark.parametrize(
    "changes",
    [{"output": "check"}, {"output": "pdf"}, {"output": "change"}, {"day": "", "output": "check"}],
)
def test_nothing_of_what_was_typed_stays_anywhere(actions, caplog, settings, tmp_path, monkeypatch, changes) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    traces = Traces("anar", caplog, tmp_path, Path(settings.VAR_DIR))

    response = Client().post(ADDRESS, typed(actions, seen=seen(actions), **changes))

    assert response.status_code in (200, 422)
    assert "anar" not in str(response.headers)
    assert traces.found() == []


def test_trace_that_stays_is_found(actions, caplog, tmp_path) -> None:
    """The search finds what it is for."""
    traces = Traces("anar", caplog, tmp_path)
    UrgentAction.objects.filter(pk=actions[0].pk).update(search_text="Canarina")
    (tmp_path / "kept.txt").write_text("Canarina")

    assert traces.found() == [f"table {UrgentAction._meta.db_table}", f"file {tmp_path / 'kept.txt'}"]
