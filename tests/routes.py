"""Every address of the site, and what it shows of an action that was stopped. One line for each.

`tests/appeals/test_after_a_stop.py` walks the resolver: an address that is not here fails it, and what is here is
asked for before a stop and after it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from io import BytesIO
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pikepdf import Pdf

from accounts.calendar_keys import make_calendar_key
from accounts.models import User
from appeals.large_packs import ask_for_pack, keep_made, take_pack
from appeals.tallies import open_tally
from campaigns.check_codes import new_code, spoken
from campaigns.holdings import held_url
from campaigns.models import Subscription, UrgentAction
from campaigns.subscriptions import confirmation_mail, stop_url
from config import clock

# Links are made then, four days before the last good day: the action stands on the desk, and the links still work.
WEEK_OF_THE_STOP = datetime(2011, 8, 18, 6, tzinfo=UTC)


class After(Enum):
    """What an address shows of an action once nobody may write any more."""

    SAYS_STOP = auto()  # that it is over, in words, and nothing to write by
    GONE = auto()  # nothing of it at all
    ASKS_NOTHING = auto()  # it may be named there, with nothing to write by
    ON_RECORD = auto()  # for staff: what was asked, and that it is over
    AS_ISSUED = auto()  # for staff: the very bytes that were handed out; the page before it says that it is over


@dataclass(frozen=True)
class World:
    """An open action with all that leads to it."""

    action: UrgentAction
    follower: Subscription
    invited: Subscription  # who was asked to confirm and has not
    reader: User  # on the staff, with a calendar of their own


Address = Callable[[World], str]


@dataclass(frozen=True)
class Shows:
    """An address on which something of an action stands."""

    after: After
    address: Address
    before: str  # stands there while the action asks, so that there is something to hide; {reference} is filled in


def _at(path: str) -> Address:
    return lambda world: path


def _of_action(name: str, query: str = "") -> Address:
    return lambda world: reverse(name, args=[world.action.slug]) + query


def _of_sheet(name: str) -> Address:
    """Of the sheet by which people wrote, whatever the action shows now."""
    return lambda world: reverse(name, args=[world.action.sheets.get(version=1).pk])


def _check(world: World) -> str:
    return reverse("appeals:check", args=[spoken(world.action.sheets.get(version=1).check_code)])


def _tally(world: World) -> str:
    return reverse("appeals:tally", args=[spoken(open_tally([world.action], on=WEEK_OF_THE_STOP.date()).code)])


def _large_pack_file(world: World) -> str:
    """A pack that was made before the stop and waits to be fetched."""
    now = clock.now()
    row, token = ask_for_pack(1, at=now)
    turn = take_pack(row.pk, at=now)
    assert turn is not None
    actions = [{"slug": world.action.slug, "sheet_id": world.action.sheets.get(version=1).pk}]
    plain = {"day": now.date().isoformat(), "actions": actions, "codes": [new_code()], "token": token}
    paper = BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(paper)
    keep_made(turn, paper.getvalue(), plain, at=now)
    return reverse("appeals:large-pack-file", args=[token])


def _confirm(world: World) -> str:
    """The link in the mail that asks somebody to confirm."""
    mail = confirmation_mail(
        world.invited, first_lead=None, pace=world.invited.pace, language="en", at=WEEK_OF_THE_STOP
    )
    [link] = re.findall(r"https?://\S+/follow/confirm/\S+", str(mail.body))
    return urlsplit(link).path


def _stop(world: World) -> str:
    return urlsplit(stop_url(world.follower)).path


def _staff_calendar(world: World) -> str:
    return reverse(
        "appeals:staff-calendar", args=[make_calendar_key(by=world.reader, at=WEEK_OF_THE_STOP), "everybody"]
    )


def _held(world: World) -> str:
    return urlsplit(held_url(world.follower.email, at=WEEK_OF_THE_STOP)).path


PDF = "%PDF"
HEADLINE = "CANARY HEADLINE"  # of the action's sheet
LAST_DAY = "Last day to write: {reference}"  # in a calendar

# By the name of the route. A page that shows an action in several ways has a line for each.
SHOWS: dict[str, tuple[Shows, ...]] = {
    # For everybody
    "appeals:open-actions": (
        Shows(After.GONE, _at("/"), HEADLINE),
        Shows(After.GONE, _at("/?posted=2011-08-19&from=CH"), HEADLINE),  # an evening that reaches it by fax
        Shows(After.GONE, _at("/?posted=2011-08-23&from=CH"), "is left out"),  # and one that comes too late
    ),
    "appeals:past-actions": (Shows(After.SAYS_STOP, _at("/past/"), "Past actions"),),
    "appeals:action": (
        Shows(After.SAYS_STOP, _of_action("appeals:action"), HEADLINE),
        Shows(After.SAYS_STOP, _of_action("appeals:action", "?from=CH"), "Canary Embassy"),
    ),
    "appeals:sheet-pdf": (
        Shows(After.SAYS_STOP, _of_action("appeals:sheet-pdf"), PDF),
        Shows(After.SAYS_STOP, _of_action("appeals:sheet-pdf", "?paper=Letter"), PDF),
    ),
    "appeals:letters": (Shows(After.SAYS_STOP, _of_action("appeals:letters"), "Show my letters"),),
    "appeals:envelopes": (Shows(After.SAYS_STOP, _of_action("appeals:envelopes"), 'name="kind"'),),
    "appeals:packs": (Shows(After.GONE, _at("/packs/"), HEADLINE),),
    "appeals:large-pack-file": (Shows(After.ASKS_NOTHING, _large_pack_file, PDF),),
    "appeals:check": (Shows(After.SAYS_STOP, _check, "STILL OPEN"),),
    "appeals:sent": (Shows(After.SAYS_STOP, _of_action("appeals:sent"), "I have sent it"),),
    "appeals:came-back": (Shows(After.SAYS_STOP, _of_action("appeals:came-back"), "{reference}"),),
    "appeals:tallies": (Shows(After.GONE, _at("/tally/"), "{reference}"),),
    "appeals:tally": (Shows(After.SAYS_STOP, _tally, "{reference}"),),
    "appeals:follow": (Shows(After.SAYS_STOP, _of_action("appeals:follow"), 'name="email"'),),
    "appeals:follow-all": (Shows(After.GONE, _at("/follow/"), 'name="email"'),),
    "appeals:follow-confirm": (Shows(After.SAYS_STOP, _confirm, "Begin reminders?"),),
    "appeals:follow-stop": (Shows(After.ASKS_NOTHING, _stop, "{reference}"),),
    "appeals:held": (Shows(After.ASKS_NOTHING, _held, "{reference}"),),
    "appeals:held-file": (Shows(After.ASKS_NOTHING, lambda world: f"{_held(world)}file.json", "{reference}"),),
    # Calendars and feeds
    "appeals:calendar": (Shows(After.SAYS_STOP, _at("/calendar.ics"), LAST_DAY),),
    "appeals:action-calendar": (Shows(After.SAYS_STOP, _of_action("appeals:action-calendar"), LAST_DAY),),
    "appeals:country-calendar": (Shows(After.SAYS_STOP, _at("/countries/is/calendar.ics"), LAST_DAY),),
    "appeals:campaign-calendar": (Shows(After.SAYS_STOP, _at("/campaigns/canaries/calendar.ics"), LAST_DAY),),
    "appeals:feed": (Shows(After.SAYS_STOP, _at("/feed.atom"), HEADLINE),),
    "appeals:country-feed": (Shows(After.SAYS_STOP, _at("/countries/is/feed.atom"), HEADLINE),),
    "appeals:campaign-feed": (Shows(After.SAYS_STOP, _at("/campaigns/canaries/feed.atom"), HEADLINE),),
    "appeals:staff-calendar": (Shows(After.GONE, _staff_calendar, LAST_DAY),),
    # For staff
    "admin:index": (Shows(After.GONE, _at("/staff/"), "{reference}"),),
    "admin:campaigns_urgentaction_changelist": (
        Shows(After.ON_RECORD, _at("/staff/campaigns/urgentaction/"), HEADLINE),
    ),
    "admin:campaigns_urgentaction_change": (
        Shows(After.ON_RECORD, lambda world: f"/staff/campaigns/urgentaction/{world.action.pk}/change/", HEADLINE),
    ),
    "appeals:sheet-preview": (Shows(After.ON_RECORD, _of_sheet("appeals:sheet-preview"), HEADLINE),),
    "appeals:sheet-preview-pdf": (Shows(After.ON_RECORD, _of_sheet("appeals:sheet-preview-pdf"), PDF),),
    "appeals:sheet-as-issued": (Shows(After.AS_ISSUED, _of_sheet("appeals:sheet-as-issued"), PDF),),
}

# Nothing of an action stands there.
SHOWS_NO_ACTION = {
    "favicon.ico",
    "appeals:check-typed",  # a form, and a way to the check of a code
    "appeals:large-pack",  # how far a pack is; of an action at most why it was thrown away
    "appeals:outcomes",  # ends only, with nothing to write by: tests/appeals/test_outcomes.py
    "appeals:replaced-sheet",  # text without a way to write, whatever its action does: tests/appeals/test_replaced.py
    "appeals:held-ask",
    "appeals:healthz",
    "appeals:limits",
    "appeals:metrics",
    "appeals:robots",
    "appeals:staff-calendar-page",
    "admin:sender", "admin:sender_hold", "admin:sender_release", "admin:lock_down",
    "account_login", "account_logout", "account_reauthenticate", "account_change_password", "account_end_session",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_login_webauthn", "mfa_index",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_remove_webauthn",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "admin:accounts_user_end_logins", "admin:accounts_user_new_start",
    "admin:login", "admin:logout", "admin:password_change", "admin:password_change_done",
    "admin:auth_user_password_change",
    "admin:jsi18n", "admin:view_on_site", "admin:app_list", "staff/(?P<url>.*)$",
}  # fmt: skip

# Pages on which staff enter, look up and decide. They ask nobody to write, and what was asked is on record there.
STAFF_WORK_ON = {
    "admin:autocomplete",
    "admin:deleted",
    "admin:restore",
    "admin:open_form",
    "appeals:move-date",
    "appeals:date-move",
    "admin:assign",
    "admin:consent",
    "admin:stop",
    *("admin:cases_case_start_action", "admin:cases_case_team", "admin:cases_case_open"),
    *("admin:import_sheet", "admin:import_review", "admin:campaigns_sheet_source"),
    "admin:campaigns_sentmail_html",
    "admin:cases_personatrisk_true-name",
    *("admin:appeals_reply_note", "admin:appeals_reply_wrong", "admin:appeals_reply_remove-pictures"),
    "admin:appeals_reply_picture",  # of a stranger, with nothing of ours
    *("admin:appeals_tallyline_count", "admin:appeals_tallyline_set-aside"),
    *(f"admin:campaigns_reminder_{verb}" for verb in ("send-again", "leave")),
    *(
        f"admin:campaigns_sheet_{verb}"
        for verb in ("submit", "approve", "issue", "send-back", "review", "withdraw", "issue-now", "explain", "export")
    ),
    *(
        f"admin:campaigns_urgentaction_{verb}"
        for verb in (
            *("first-sheet", "new-sheet", "correct", "move-date"),
            *("pause", "resume", "close", "stop", "ask-to-reopen", "reopen", "show-again", "embargo"),
        )
    ),
}
# The same of a whole table: its list, and the forms for a row.
STAFF_TABLES = {
    "accounts_user", "appeals_reply", "appeals_tallyline",
    "cases_authority", "cases_case", "cases_concern", "cases_deadline", "cases_hearing", "cases_personatrisk",
    "cases_countrynote", "cases_postagerate", "cases_postalroute",
    "campaigns_campaign", "campaigns_reminder", "campaigns_sentmail", "campaigns_sheet", "campaigns_subscription",
    "campaigns_urgentaction",
}  # fmt: skip
_PAGES_OF_A_TABLE = ("changelist", "add", "history", "delete", "change")


def routes() -> Iterator[str]:
    """Every route of the site by its name with its namespace; by its pattern where it has no name."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[URLPattern | URLResolver], space: str, path: str) -> Iterator[str]:
    for pattern in patterns:
        here = f"{path}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space, here)
        else:
            yield f"{space}{pattern.name}" if pattern.name else here


def is_classified(route: str) -> bool:
    """Whether somebody has said what this route shows of an action that was stopped."""
    of_tables = {f"admin:{table}_{page}" for table in STAFF_TABLES for page in _PAGES_OF_A_TABLE}
    of_tables |= {f"staff/{table.replace('_', '/')}/<path:object_id>/" for table in STAFF_TABLES}
    return route in SHOWS or route in SHOWS_NO_ACTION or route in STAFF_WORK_ON or route in of_tables
