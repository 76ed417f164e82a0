"""The whole demo in one transaction, as it stood on the morning of 13 July 2011."""

from datetime import UTC, date, datetime

from django.db import transaction

from accounts.acts import acting
from accounts.models import User
from appeals.demo.authorities import enter_authorities
from appeals.demo.azimov import load_azimov
from appeals.demo.corrections import enter_corrections
from appeals.demo.entry import enter
from appeals.demo.followers import enter_followers
from appeals.demo.invented import INVENTED_CASES
from appeals.demo.letters import enter_letters
from appeals.demo.post import enter_notes, enter_rates, enter_routes, suspend_a_route
from appeals.demo.staff import enter_staff, is_demo_there
from appeals.demo.telling import Desk, enter_told_case
from campaigns.models import Campaign, Subscription, UrgentAction
from cases.models import Authority, Case

DEMO_DAY = date(2011, 7, 13)
AT = datetime(2011, 7, 13, 7, 0, tzinfo=UTC)
BEGAN = datetime(2011, 1, 3, 9, 0, tzinfo=UTC)  # when the desk of the demo opened

# By key: title, address, summary, first and last day.
CAMPAIGNS: dict[str, tuple[str, str, str, date | None, date | None]] = {
    "return": (
        "No return to torture",
        "no-return-to-torture",
        "Nobody may be sent to a country where torture awaits them: not by extradition, not by deportation, and not "
        "against a promise.",
        date(2011, 1, 1),
        None,
    ),
    "homes": (
        "Homes, not bulldozers",
        "homes-not-bulldozers",
        "Before anybody loses their home they are heard, given time, and have somewhere to go.",
        date(2011, 3, 1),
        date(2011, 12, 31),
    ),
    "death-penalty": (
        "Against the death penalty",
        "against-the-death-penalty",
        "No state should kill, whatever the crime.",
        None,
        None,
    ),
}


class RealDataThere(Exception):
    """The database holds something that is not the demo's; the two are never mixed."""


def load_demo(password: str) -> int:
    """Load the demo into an empty database. Returns the number of its actions; 0 if it is there already.

    Args:
        password: of all its staff.

    Raises:
        RealDataThere: if there are cases, authorities or subscriptions of anybody else.
    """
    with transaction.atomic():
        if is_demo_there():
            return 0
        _refuse_to_mix()
        with acting(by=None, at=BEGAN):
            staff = enter_staff(password)
        with acting(by=staff["editor"], at=BEGAN):
            campaigns = _enter_campaigns()
        with acting(by=staff["addresses"], at=BEGAN):
            book = enter_authorities()
            enter_routes()
            enter_rates()
        with acting(by=staff["researcher"], at=BEGAN):
            enter_notes()
        desk = Desk(staff=staff, book=book, campaigns=campaigns)
        for told in sorted(INVENTED_CASES, key=lambda told: told.opened_on):
            enter_told_case(told, desk)
        enter_corrections(staff, book)
        load_azimov(researcher=staff["researcher"], approver=staff["approver"], at=AT, campaign=campaigns["return"])
        with acting(by=staff["addresses"], at=AT):
            suspend_a_route()
        enter_followers(at=AT)
        enter_letters(at=AT)
        return UrgentAction.objects.count()


def _refuse_to_mix() -> None:
    for model in (Case, Authority, Campaign, Subscription):
        if model._default_manager.exists():
            raise RealDataThere(
                f"This database already holds {model._meta.verbose_name_plural}. The demo is never mixed with real "
                "data: load it into a new database (another VAR_DIR, or another DATABASE_URL)."
            )
    if User.objects.filter(email__endswith="@desk.example").exists():
        raise RealDataThere(
            "This database already has staff with addresses of the demo (…@desk.example), but no demo. "
            "Load it into a new database (another VAR_DIR, or another DATABASE_URL)."
        )


def _enter_campaigns() -> dict[str, Campaign]:
    return {
        key: enter(Campaign(title=title, slug=slug, summary=summary, starts_on=start, ends_on=end))
        for key, (title, slug, summary, start, end) in CAMPAIGNS.items()
    }
