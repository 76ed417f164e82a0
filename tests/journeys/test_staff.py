"""Staff move a hearing: they see what follows, do it with one button, and take it back with another."""

from collections.abc import Callable
from datetime import date

from playwright.sync_api import expect

from campaigns.tasks import sweep_reminders
from cases.models import DateMove
from tests.journeys.conftest import Visitor
from tests.journeys.test_accessibility import findings, overflow


def _reminders(staff: Visitor, about: date) -> list[str]:
    """What became of the owner's notices of hearings on a day, as the list in the admin shows it."""
    staff.open("/staff/campaigns/reminder/?kind__exact=hearing&q=ua-2011-ru")
    return [
        row.locator(".field-outcome").inner_text()
        for row in staff.page.locator("#result_list tbody tr").all()
        if f"hearing on {about:%-d %B %Y}," in row.locator(".field-what").inner_text()
        and "(owner)" in row.locator(".field-to").inner_text()
    ]


def _shows_no_barrier(staff: Visitor) -> None:
    assert [line for line in findings(staff) + overflow(staff.page) if "nav-sidebar" not in line] == []


def test_moved_hearing_moves_its_reminder_and_back(visitor: Callable[..., Visitor]) -> None:
    old, new = date(2011, 7, 19), date(2011, 8, 2)
    sweep_reminders()
    staff = visitor()
    staff.log_in("admin@desk.example")
    page = staff.page
    before = _reminders(staff, old)
    assert "planned" in before
    assert _reminders(staff, new) == []

    staff.open("/staff/")
    hearings = page.locator("section", has=page.get_by_role("heading", name="Hearings in the next 14 days"))
    hearings.locator("li", has_text="Moscow Regional Court").get_by_role("link", name="Adjourn or move").click()
    page.get_by_role("textbox", name="New day").fill("2011-08-02")
    page.get_by_role("textbox", name="Why").fill("the judge is ill")
    # Enter shows what follows, and does nothing yet.
    page.keyboard.press("Enter")
    assert "on 19 July 2011" in page.get_by_role("region", name="Actions and sheets").inner_text()
    _shows_no_barrier(staff)
    assert not DateMove.objects.exists()
    page.get_by_role("button", name="Do it").click()
    assert page.get_by_role("heading", level=1).inner_text() == (
        "The hearing of 19 July 2011 was adjourned to 2 August 2011"
    )
    _shows_no_barrier(staff)
    done = page.url.removeprefix(staff.site)
    sweep_reminders()

    # What was planned is cancelled and says why; what had gone or been cancelled before is left as it was.
    assert _reminders(staff, old) == [
        "cancelled: the hearing was adjourned to 2 August 2011" if outcome == "planned" else outcome
        for outcome in before
    ]
    # 14 days before is 19 July, still to come on 13 July.
    assert _reminders(staff, new) == ["planned"] * 5

    staff.open(done)
    page.get_by_role("button", name="Take it back").click()
    sweep_reminders()

    assert _reminders(staff, old) == before
    assert {outcome.split(":")[0] for outcome in _reminders(staff, new)} == {"cancelled"}


def test_wrong_password_is_told_and_nothing_opens(visitor: Callable[..., Visitor]) -> None:
    stranger = visitor()

    stranger.open("/staff/campaigns/sentmail/")
    stranger.page.get_by_label("E-mail address").fill("admin@desk.example")
    stranger.page.get_by_label("Password").fill("a wrong one")
    stranger.page.get_by_role("button", name="Log in").click()

    expect(stranger.page.get_by_text("do not belong together")).to_be_visible()
    expect(stranger.page.locator("#result_list")).to_have_count(0)
