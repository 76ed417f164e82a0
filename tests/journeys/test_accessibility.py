"""Every page in light and dark, wide and at 320 pixels: nothing that keeps a person out (WCAG 2.2 AA, by axe).

A page is opened once and then looked at in each way: what differs is its style, not its content.
"""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from appeals.large_packs import ask_for_pack
from appeals.models import LargePack, Reply, TallyLine
from campaigns.models import Sheet
from campaigns.tasks import sweep_reminders
from cases.models import Authority, Case
from config import clock
from tests.journeys.conftest import Visitor

ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules that depend on colours, and those that depend on the width.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
GRAVE = ("serious", "critical")

# In parts, so that no single test is long: at the end of a run the processes share what is left.
PUBLIC = {
    "lists": (
        "/",
        "/?q=Азимов&country=RU",
        "/?q=xyzzyx",
        "/?country=nowhere&page=-1",
        "/?posted=2011-07-20&from=CH",
        "/?sort=least",
        "/past/",
        "/outcomes/",
        "/outcomes/?outcome=executed&year=1999",
        "/packs/",
        "/packs/?action=ua-2011-ru&action=not-one",
        "/packs/made/not-a-token/",
    ),
    "actions": (
        "/actions/ua-9-11/",
        "/actions/ua-9-11/sheets/2/",
        "/actions/ua-2011-ru/",
        "/actions/ua-2011-ru/envelopes/",
        "/actions/ua-192-11/",
        "/actions/ua-192-11/?from=CH",
        "/actions/ua-2011-ru/?from=xx1",
        "/actions/ua-2011-ru/letters/",
        "/actions/ua-2011-ru/sent/",
        "/actions/ua-9-11/sent/",
        "/actions/ua-2011-ru/came-back/",
    ),
    "following and the rest": (
        "/actions/ua-2011-ru/follow/",
        "/follow/",
        "/follow/?country=KE",
        "/follow/confirm/not-a-token/",
        "/follow/stop/not-a-token/",
        "/follow/yours/",
        "/follow/yours/not-a-token/",
        "/not-there/",
        "/countries/not-one/calendar.ics",
        "/staff-calendar/not-a-secret/mine.ics",
        "/check/",
        "/check/{code}/",
        "/tally/",
        "/tally/DEM0-2011/",
        "/tally/not-a-code/",
    ),
}
WIDE = {"width": 1280, "height": 900}
# The narrow window is as tall as a page: a bar that sticks to its lower edge then hides nothing half, which axe
# would take for a button too small to hit.
NARROW = {"width": 320, "height": 6000}


def findings_in_every_look(visitor: Visitor) -> list[str]:
    """What axe finds grave on the page that is open: wide, in the dark, and narrow, as which it is left.

    Colours do not depend on the width, so in the dark only they are looked at anew.
    """
    page = visitor.page
    page.set_viewport_size(WIDE)
    found = findings(visitor)
    _put_on(page, "dark")
    found += findings(visitor, rules=COLOURS)
    _put_on(page, "light")
    page.set_viewport_size(NARROW)
    return found + findings(visitor)


def _put_on(page: Page, scheme: Any) -> None:
    """Change between light and dark, and have done with the colours that the admin lets fade into each other."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")


def findings(visitor: Visitor, *, rules: Any = ALL_RULES) -> list[str]:
    """What axe finds grave on the page: rule, place, and why."""
    page = visitor.page
    errors = list(visitor.errors)
    # Half a megabyte of script stays on the page once it is there.
    axe = Axe("void 0") if page.evaluate("'axe' in window") else Axe()
    violations = axe.run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
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


@pytest.mark.parametrize("part", PUBLIC)
def test_public_page_keeps_nobody_out(part: str, visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor()
    found = []
    code = Sheet.objects.get(action__slug="ua-2011-ru").check_code
    for path in (path.format(code=code) for path in PUBLIC[part]):
        status = volunteer.open(path)
        assert status == (404 if "not-" in path.partition("?")[0] else 200), path
        found += findings_in_every_look(volunteer)
        found += overflow(volunteer.page)

    assert found == []


def test_pack_that_is_refused_and_pack_to_check_keep_nobody_out(visitor: Callable[..., Visitor]) -> None:
    group = visitor()
    group.open("/packs/?action=ua-2011-ru&action=ua-192-11")
    button = group.page.get_by_role("button", name="Check the pack")
    button.click()
    expect(group.page.get_by_role("alert")).to_be_visible()
    # Chromium notes in its console that the answer is a refusal.
    group.errors.clear()
    found = findings_in_every_look(group) + overflow(group.page)
    group.page.get_by_label("Names of the writers").fill("Anna Muster")
    group.page.get_by_label("Place").fill("Sampletown")
    button.click()
    expect(group.page.get_by_role("heading", name="Check your pack")).to_be_visible()

    assert found + findings_in_every_look(group) + overflow(group.page) == []


def test_page_of_a_large_pack_keeps_nobody_out(visitor: Callable[..., Visitor]) -> None:
    group = visitor()
    row, token = ask_for_pack(798, at=clock.now())
    found = []
    for state in ({}, {"public_key": b"key", "alive_at": clock.now(), "done": 110}):
        LargePack.objects.filter(pk=row.pk).update(**state)
        group.open(f"/packs/made/{token}/")
        found += findings_in_every_look(group) + overflow(group.page)

    assert found == []


def _pages_of_the_desk(issued: Sheet) -> list[str]:
    return [
        "/staff/",
        "/staff/?whose=mine",
        "/staff/?whose=nobody&later=1",
        "/staff/calendar/",
        f"/staff/matters/action/{issued.action_id}/",
        "/staff/deleted/",
        "/staff/sender/",
        "/staff/sender/hold/",
        "/staff/lock-down/",
        "/staff/password_change/",
    ]


def _pages_of_cases(issued: Sheet) -> list[str]:
    case = Case.objects.get(actions=issued.action)
    return [
        "/staff/cases/case/",
        f"/staff/cases/case/{case.pk}/change/",
        "/staff/cases/case/add/",
        f"/staff/cases/case/{Case.objects.get(title__startswith='Anna Beispiel').pk}/history/",
        f"/staff/cases/case/{case.pk}/delete/",
        "/staff/cases/authority/",
        f"/staff/cases/authority/{Authority.objects.order_by('pk')[0].pk}/change/",
        "/staff/cases/hearing/",
        f"/staff/dates/hearing/{case.hearings.get().pk}/move/",
        "/staff/cases/postalroute/add/",
        "/staff/cases/postagerate/add/",
        "/staff/cases/countrynote/add/",
    ]


def _pages_of_sheets(issued: Sheet) -> list[str]:
    draft = Sheet.objects.filter(status="draft").first()
    in_review = Sheet.objects.filter(status="review").first()
    assert draft is not None
    assert in_review is not None
    return [
        f"/staff/campaigns/sheet/{draft.pk}/change/",
        f"/staff/campaigns/sheet/{draft.pk}/explain/",
        f"/staff/campaigns/sheet/{issued.pk}/change/",
        f"/staff/campaigns/sheet/{in_review.pk}/change/",
        f"/staff/campaigns/sheet/{in_review.pk}/approve/",
        f"/staff/campaigns/sheet/{draft.pk}/issue-now/",
        f"/staff/preview/{draft.pk}/",
    ]


def _pages_of_actions_and_answers(issued: Sheet) -> list[str]:
    returned = Reply.objects.filter(kind="returned")[0].pk
    return [
        "/staff/campaigns/urgentaction/",
        f"/staff/campaigns/urgentaction/{issued.action_id}/change/",
        f"/staff/campaigns/urgentaction/{issued.action_id}/history/",
        "/staff/campaigns/sentmail/",
        "/staff/campaigns/reminder/",
        "/staff/campaigns/subscription/",
        "/staff/appeals/reply/",
        f"/staff/appeals/reply/{returned}/change/",
        f"/staff/appeals/reply/{returned}/wrong/",
        "/staff/appeals/tallyline/",
        f"/staff/appeals/tallyline/{TallyLine.objects.get(standing='waits').pk}/change/",
    ]


STAFF = {
    "desk": _pages_of_the_desk,
    "cases": _pages_of_cases,
    "sheets": _pages_of_sheets,
    "actions and answers": _pages_of_actions_and_answers,
}


@pytest.mark.parametrize("part", STAFF)
def test_staff_page_keeps_nobody_out(part: str, visitor: Callable[..., Visitor]) -> None:
    sweep_reminders()
    staff = visitor()
    staff.log_in("admin@desk.example")
    found = []
    for path in STAFF[part](Sheet.objects.get(action__slug="ua-2011-ru")):
        assert staff.open(path) == 200, path
        found += findings_in_every_look(staff)

    assert found == []


def test_page_to_log_in_keeps_nobody_out(visitor: Callable[..., Visitor]) -> None:
    staff = visitor()
    staff.open("/staff/login/")

    assert findings(staff) == []


def test_check_sees_what_keeps_people_out(visitor: Callable[..., Visitor]) -> None:
    """Axe looks at all, and the search for overflow finds what it is for."""
    volunteer = visitor(viewport=NARROW)
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
