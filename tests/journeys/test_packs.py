"""Somebody prepares an evening of letters. No account, no JavaScript."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from appeals.views import packs as view
from tests.journeys.conftest import Visitor


def test_group_chooses_two_actions_and_three_writers_and_gets_its_pack(visitor: Callable[..., Visitor]) -> None:
    group = visitor(java_script_enabled=False)
    page = group.page

    group.open("/")
    page.get_by_role("link", name="Pack for an evening").click()
    page.get_by_role("checkbox", name="UA of 2011").check()
    page.get_by_role("checkbox", name="UA 192/11").check()
    page.get_by_label("Letters in, for UA of 2011").select_option("ru")
    page.get_by_label("Names of the writers").fill("1. Anna Muster\n2.\tBeat Beispiel\n\nЧарли Пример\n")
    page.get_by_label("Place").fill("Sampletown")
    page.get_by_label("Envelopes or labels").select_option("l7160")
    page.get_by_label("Start at label").fill("99")
    page.get_by_role("button", name="Check the pack").click()
    expect(page.get_by_role("alert")).to_contain_text("This sheet has 21 labels")
    expect(page.get_by_label("Names of the writers")).to_have_value(
        "1. Anna Muster\n2.\tBeat Beispiel\n\nЧарли Пример\n"
    )

    group.errors.clear()  # Chromium notes in its console that the answer is a refusal

    page.get_by_label("Start at label").fill("4")
    page.get_by_role("button", name="Check the pack").click()
    expect(page.get_by_role("heading", name="Check your pack")).to_be_visible()
    expect(page.locator(".lead")).to_have_text("3 writers on 13 July 2011 in Sampletown: 20 letters, 30 pages.")

    with page.expect_download() as download:
        page.get_by_role("button", name="Make the pack").click()
    assert download.value.suggested_filename == "evening-pack-2011-07-13.pdf"
    pages = PdfReader(Path(download.value.path())).pages
    texts = [" ".join(sheet.extract_text().split()) for sheet in pages]
    assert len(texts) == 30
    assert texts[0].startswith("For whoever leads the evening")
    assert sum("Beat Beispiel" in text for text in texts) == 4
    assert sum("Чарли Пример" in text for text in texts) == 4
    assert group.page.context.cookies() == []


def test_large_group_waits_on_a_page_and_saves_its_pack(visitor: Callable[..., Visitor], monkeypatch) -> None:
    """On a phone. The worker is in the same process here, so there is little to wait for."""
    monkeypatch.setattr(view, "MOST_AT_ONCE", 10)
    group = visitor(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = group.page
    page.set_default_timeout(120_000)

    group.open("/packs/?action=ua-192-11")
    page.get_by_label("Writers who sign by hand").fill("6")
    page.get_by_label("Place").fill("Sampletown")
    page.get_by_label("Letters to the embassies too").check()
    page.get_by_role("button", name="Check the pack").click()
    expect(page.get_by_role("heading", name="Stamps")).to_be_visible()
    expect(page.get_by_text("everybody writes to Sample Embassy of Jordan too")).to_be_visible()
    page.get_by_role("button", name="Make the pack").click()
    expect(page.get_by_role("heading", name="Your pack is ready")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Save the pack").click()
    texts = [sheet.extract_text() for sheet in PdfReader(Path(download.value.path())).pages]
    assert sum("Sample Embassy of Jordan" in text for text in texts) >= 6

    page.get_by_role("button", name="Forget it now").click()
    expect(page.get_by_role("heading", name="Pack for an evening")).to_be_visible()
    assert group.page.context.cookies() == []
