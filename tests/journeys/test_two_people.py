"""Two of staff have the same case open: they are told of each other, and the second to save loses nothing."""

from collections.abc import Callable

from django.db.models import QuerySet
from playwright.sync_api import expect

from cases.models import Case, OpenForm
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import findings, overflow


def _save(staff: Visitor) -> None:
    staff.page.get_by_role("button", name="Save", exact=True).click()


def _wait_until_none(staff: Visitor, rows: QuerySet[OpenForm]) -> None:
    """What a script says on leaving comes by a request of its own, at some moment after the next page."""
    for _ in range(100):
        if not rows.exists():
            return
        staff.page.wait_for_timeout(50)
    assert list(rows) == []


def test_two_people_at_one_case(visitor: Callable[..., Visitor]) -> None:
    case = Case.objects.get(actions__slug="ua-2011-ru")
    path = f"/staff/cases/case/{case.pk}/change/"
    rosa, ada = visitor(), visitor(viewport={"width": 1280, "height": 900})
    rosa.log_in("researcher@desk.example")
    ada.log_in("admin@desk.example")
    rosa.open(path)
    ada.open(path)
    assert ada.page.locator("#here li").first.inner_text().startswith("Rosa Researcher opened this form at ")
    assert rosa.page.locator("#here").is_hidden()

    # Another page of Rosa's window: her script says that she has left.
    rosa.open("/staff/")
    _wait_until_none(rosa, OpenForm.objects.filter(user__email="researcher@desk.example", seen_at__isnull=False))

    rosa.open(path)
    rosa.page.locator("#id_summary").fill("Her summary, which is long enough to be compared with his word by word.")
    _save(rosa)
    ada.page.locator("#id_summary").fill("Ada's summary, which is long enough to be compared with hers word by word.")
    ada.page.locator("[name='people-0-identifiers']").fill("prisoner 8")
    _save(ada)

    expect(ada.page.get_by_role("heading", name="Changed meanwhile: nothing was saved yet")).to_be_visible()
    assert ada.page.locator("#id_summary").input_value().startswith("Ada's summary")
    assert ada.page.locator(".beside ins").first.inner_text().startswith("Her")
    found = []
    for scheme, width in (("light", 390), ("dark", 1280)):
        ada.page.emulate_media(color_scheme=scheme)
        # As tall as the page: see the looks of the other pages.
        ada.page.set_viewport_size({"width": width, "height": 6000})
        found += findings(ada) + overflow(ada.page)
    assert found == []
    _save(ada)

    case.refresh_from_db()
    assert case.summary.startswith("Ada's summary")
    assert case.people.order_by("pk")[0].identifiers == "prisoner 8"
    _wait_until_none(ada, OpenForm.objects.filter(seen_at__isnull=False))
