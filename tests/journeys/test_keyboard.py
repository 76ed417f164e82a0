"""Who cannot use a mouse reaches everything, and sees where they are (WCAG 2.2: 2.4.1, 2.4.11)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from tests.journeys.conftest import Visitor

# Whether anything of what has the focus can be seen, once the page has come to rest. A link may run over two lines.
SEEN = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    let before = NaN;
    while (before !== scrollY) { before = scrollY; await frame(); await frame(); }
    const element = document.activeElement;
    return [...element.getClientRects()].some(box =>
        [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].some(([x, y]) => {
            const hit = document.elementFromPoint(box.x + x * box.width, box.y + y * box.height);
            return hit && (hit === element || element.contains(hit));
        }));
}"""

NAME = """() => {
    const element = document.activeElement;
    return `${element.tagName} ${element.id || element.textContent.trim()}`;
}"""


def _hidden_while_focused(page: Page, *, steps: int) -> list[str]:
    hidden = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        name = page.evaluate(NAME)
        if name.startswith("BODY"):
            break
        if not _comes_into_sight(page):
            hidden.append(name)
    return hidden


def _comes_into_sight(page: Page) -> bool:
    """Whether what has the focus is seen within a second: the page may still be scrolling to it."""
    for _ in range(20):
        if page.evaluate(SEEN):
            return True
        page.wait_for_timeout(50)
    return False


def test_first_tab_leads_past_the_menu(visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(java_script_enabled=True)
    volunteer.open("/")

    volunteer.page.keyboard.press("Tab")
    volunteer.page.keyboard.press("Enter")

    expect(volunteer.page).to_have_url(f"{volunteer.site}/#main")


@pytest.mark.parametrize("width", [320, 1280])
def test_focus_is_never_hidden_on_the_page_of_an_action(width: int, visitor: Callable[..., Visitor]) -> None:
    volunteer = visitor(viewport={"width": width, "height": 700})
    volunteer.open("/actions/ua-2011-ru/")

    assert _hidden_while_focused(volunteer.page, steps=80) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_focus_is_never_hidden_on_the_page_of_a_case(width: int, visitor: Callable[..., Visitor]) -> None:
    """Its buttons stick to the lower edge of the window; no field may come to lie behind them."""
    staff = visitor(viewport={"width": width, "height": 700})
    staff.log_in("admin@desk.example")
    staff.open(f"/staff/cases/case/{Case.objects.get(actions__slug='ua-2011-ru').pk}/change/")

    assert _hidden_while_focused(staff.page, steps=120) == []
