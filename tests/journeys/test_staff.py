"""Staff move a hearing, and its reminder moves with it."""

from collections.abc import Callable
from datetime import date

from campaigns.tasks import sweep_reminders
from tests.journeys.conftest import Visitor


def _reminders(staff: Visitor, about: date) -> list[str]:
    """What became of the owner's notices of hearings on a day, as the list in the admin shows it."""
    staff.open("/staff/campaigns/reminder/?kind__exact=hearing&q=ua-2011-ru")
    return [
        row.locator(".field-outcome").inner_text()
        for row in staff.page.locator("#result_list tbody tr").all()
        if f"hearing on {about:%-d %B %Y}," in row.locator(".field-what").inner_text()
        and "(owner)" in row.locator(".field-to").inner_text()
    ]


def test_moved_hearing_moves_its_reminder(visitor: Callable[..., Visitor]) -> None:
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
    hearings.locator("li", has_text="Moscow Regional Court").get_by_role("link").nth(1).click()
    date_field = page.locator("input[name^='hearings-'][name$='-on']").first
    assert date_field.input_value() in ("2011-07-19", "19/07/2011")
    date_field.fill("2011-08-02")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.locator(".errornote").all_inner_texts() == []
    sweep_reminders()

    # What was planned is cancelled and says why; what had gone or been cancelled before is left as it was.
    assert _reminders(staff, old) == [
        "cancelled: moved to 2 August 2011" if outcome == "planned" else outcome for outcome in before
    ]
    # 14 days before is 19 July, still to come on 13 July.
    assert _reminders(staff, new) == ["planned"] * 5


def test_wrong_password_is_told_and_nothing_opens(visitor: Callable[..., Visitor]) -> None:
    stranger = visitor()

    stranger.open("/staff/campaigns/sentmail/")
    stranger.page.get_by_label("E-mail address").fill("admin@desk.example")
    stranger.page.get_by_label("Password").fill("a wrong one")
    stranger.page.get_by_role("button", name="Log in").click()

    assert stranger.page.locator(".errornote").count() == 1
    assert stranger.page.locator("#result_list").count() == 0
