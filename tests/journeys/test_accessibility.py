"""Every page in light and dark, wide and at 320 pixels: nothing that keeps a person out (WCAG 2.2 AA, by axe)."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from campaigns.models import Sheet
from campaigns.tasks import sweep_reminders
from cases.models import Authority, Case
from tests.journeys.conftest import Visitor

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
GRAVE = ("serious", "critical")

PUBLIC = (
    "/",
    "/?q=Азимов&country=RU",
    "/?q=xyzzyx",
    "/?country=nowhere&page=-1",
    "/past/",
    "/actions/ua-2011-ru/",
    "/actions/ua-2011-ru/follow/",
    "/follow/",
    "/follow/confirm/not-a-token/",
    "/follow/stop/not-a-token/",
    "/follow/?country=KE",
    "/follow/yours/",
    "/follow/yours/not-a-token/",
    "/not-there/",
)
# The narrow window is as tall as a page: a bar that sticks to its lower edge then hides nothing half, which axe
# would take for a button too small to hit.
LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "wide-dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 6000}},
    "narrow-dark": {"viewport": {"width": 320, "height": 6000}, "color_scheme": "dark"},
}


def findings(visitor: Visitor) -> list[str]:
    """What axe finds grave on the page: rule, place, and why."""
    page = visitor.page
    errors = list(visitor.errors)
    violations = Axe().run(page, options=RULES).response["violations"]
    # Axe itself tries inline styles while it measures, which our policy refuses.
    visitor.errors = errors
    return [
        f"{page.url} {violation['impact']} {violation['id']}: {' '.join(map(str, node['target']))}: "
        f"{' '.join(str(node['failureSummary']).split())}"
        for violation in violations
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """What sticks out to the right, where the page scrolls sideways."""
    return page.evaluate(
        """() => {
            const root = document.documentElement;
            if (root.scrollWidth <= root.clientWidth) return [];
            const wide = [...document.body.querySelectorAll("*")]
                .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
                .map(e => `${location.pathname}: ${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
            return wide.length ? wide : [`${location.pathname}: ${root.scrollWidth} px wide`];
        }"""
    )


@pytest.mark.parametrize("look", LOOKS)
def test_public_page_keeps_nobody_out(look: str, visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(**LOOKS[look])
    found = []
    for path in PUBLIC:
        status = volunteer.open(path)
        assert status == (404 if "not-" in path else 200), path
        found += findings(volunteer)
        found += overflow(volunteer.page)

    assert found == []


def _staff_pages() -> list[str]:
    case = Case.objects.get(actions__slug="ua-2011-ru")
    issued = Sheet.objects.get(action__slug="ua-2011-ru")
    draft = Sheet.objects.filter(status="draft").first()
    in_review = Sheet.objects.filter(status="review").first()
    assert draft is not None
    assert in_review is not None
    return [
        "/staff/",
        "/staff/?whose=mine",
        "/staff/?whose=nobody&later=1",
        f"/staff/matters/action/{issued.action_id}/",
        "/staff/cases/case/",
        f"/staff/cases/case/{case.pk}/change/",
        "/staff/cases/case/add/",
        "/staff/cases/authority/",
        f"/staff/cases/authority/{Authority.objects.order_by('pk')[0].pk}/change/",
        "/staff/cases/hearing/",
        "/staff/campaigns/urgentaction/",
        f"/staff/campaigns/urgentaction/{issued.action_id}/change/",
        f"/staff/campaigns/sheet/{draft.pk}/change/",
        f"/staff/campaigns/sheet/{issued.pk}/change/",
        f"/staff/campaigns/sheet/{in_review.pk}/change/",
        f"/staff/campaigns/sheet/{in_review.pk}/approve/",
        f"/staff/campaigns/sheet/{draft.pk}/issue-now/",
        f"/staff/preview/{draft.pk}/",
        "/staff/campaigns/sentmail/",
        "/staff/campaigns/reminder/",
        "/staff/campaigns/subscription/",
        "/staff/sender/",
        "/staff/sender/hold/",
        "/staff/password_change/",
    ]


# Colours do not depend on the width; the staff pages are large, and once in the dark is enough.
@pytest.mark.parametrize("look", ["wide", "wide-dark", "narrow"])
def test_staff_page_keeps_nobody_out(look: str, visitor: Callable[..., Visitor]) -> None:
    sweep_reminders()
    staff = visitor(**LOOKS[look])
    staff.open("/staff/login/")
    found = findings(staff)
    staff.log_in("admin@desk.example")
    for path in _staff_pages():
        assert staff.open(path) == 200, path
        found += findings(staff)

    assert found == []


def test_check_sees_what_keeps_people_out(visitor: Callable[..., Visitor]) -> None:
    """Axe looks at all, and the search for overflow finds what it is for."""
    volunteer = visitor(**LOOKS["narrow"])
    volunteer.open("/")
    volunteer.page.evaluate(
        """() => {
            const picture = document.createElement("img");
            picture.width = 900;
            document.body.append(picture);
        }"""
    )

    assert [line.split()[2] for line in findings(volunteer)] == ["image-alt:"]
    assert len(overflow(volunteer.page)) >= 1
