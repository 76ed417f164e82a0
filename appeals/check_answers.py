"""What is answered to somebody who holds a printed sheet: one line, and what to do.

It names the action and its country, and nobody: the paper lies beside the phone, and the phone may be anybody's. So
what changed is told without a word of the sheet's own text, in which names stand. Of a sheet that was never issued
nothing is told but that.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from appeals.standing import State, standing_of
from campaigns.changes import changes_of_posting
from campaigns.check_codes import read_code
from campaigns.content import SheetContent, content_of
from campaigns.models import ActionEvent, Sheet
from campaigns.states import FROZEN, UNDER_WAY, SheetStatus, Verb
from cases.countries import country_name

MOST_CHANGES = 8
LONGEST_CHANGE = 250  # letters: the whole page stays small, whatever the name of an office


@dataclass(frozen=True)
class Answer:
    """The line, and what stands below it."""

    look: str  # a state of `appeals.standing`, or changed, draft, unknown; for the sign and the colour
    word: str
    sentence: str
    about: str = ""  # "UA 214/11, Iceland, version 1 of 13 July 2011"
    changes: tuple[str, ...] = ()
    slug: str = ""  # of the action to look at
    is_handed_out: bool = False  # there is a current sheet to print instead

    @property
    def is_known(self) -> bool:
        return self.look != "unknown"


UNKNOWN = Answer("unknown", "UNKNOWN CODE", "we have no sheet with this code. Do not send before you know.")


def answer_to(typed: str, *, on: date, at: datetime) -> Answer:
    """What to tell who asks by a code, however it is written. One query, and none for what cannot be a code."""
    code = read_code(typed)
    sheet = _sheet_with(code) if code else None
    if sheet is None:
        return UNKNOWN
    if sheet.status in UNDER_WAY or sheet.action.is_under_embargo(at=at):
        return Answer("draft", "NOT ISSUED", "this is a draft. Do not send it.")
    if sheet.status == SheetStatus.WITHDRAWN:
        return Answer("draft", "WITHDRAWN", "this sheet was never issued. Do not send it.")
    return _of_issued(sheet, on=on)


def _sheet_with(code: str) -> Sheet | None:
    """The sheet with its action, the sheet that is current there, and when it last fell silent (`quiet_since`)."""
    quietened = ActionEvent.objects.filter(
        action=OuterRef("action"), verb__in=(Verb.PAUSE, Verb.STOP, Verb.CLOSE)
    ).order_by("-at", "-pk")
    sheets = Sheet.objects.filter(check_code=code).select_related("action__current_sheet")
    return (
        sheets.annotate(quiet_since=Subquery(quietened.values("at")[:1]))
        .only(
            "status", "version", "dated", "kind", "check_code", "frozen",
            "action__series", "action__number", "action__year", "action__slug", "action__status",
            "action__last_good_day", "action__country", "action__embargo_until",
            "action__current_sheet__version", "action__current_sheet__dated", "action__current_sheet__check_code",
            "action__current_sheet__frozen",
        )
        .first()
    )  # fmt: skip


def _of_issued(sheet: Sheet, *, on: date) -> Answer:
    if sheet.status not in FROZEN:
        raise ValueError(f"{sheet} is {sheet.get_status_display()}; only of an issued sheet is more told.")
    action = sheet.action
    quiet_since = timezone.localtime(sheet.quiet_since).date() if sheet.quiet_since else None  # type: ignore[attr-defined]
    standing = standing_of(action, on=on, ended_on=quiet_since)
    current = action.current_sheet
    about = f"{action.reference}, {country_name(action.country)}, version {sheet.version} of {_day(sheet.dated)}"
    if standing.asks and current is not None and current.pk != sheet.pk:
        return Answer(
            "changed",
            "CHANGED",
            f"use version {current.version} of {_day(current.dated)}, not this one.",
            about=about,
            changes=_told(content_of(sheet), content_of(current)),
            slug=action.slug,
            is_handed_out=True,
        )
    last = _day(action.last_good_day) if action.last_good_day else ""
    since = f" since {_day(quiet_since)}" if quiet_since else ""
    match standing.state:
        case State.PAUSED:
            word, sentence = "PAUSED", "do not send now. Keep it until it is open again."
        case State.STOPPED:
            word, sentence = "STOP", f"do not send. Stopped{since}."
        case State.CLOSED:
            word, sentence = f"OVER{since}", "please send no more."
        case State.LAPSED:
            word, sentence = "OVER", f"the last good day was {last}. Do not send."
        case State.LAST_DAY:
            word, sentence = "STILL OPEN", f"send it today, {last}. Tomorrow is too late."
        case _:
            word, sentence = "STILL OPEN", f"send until {last} ({standing.left})."
    return Answer(standing.state, word, sentence, about=about, slug=action.slug)


def _told(held: SheetContent, current: SheetContent) -> tuple[str, ...]:
    """What is different for who has the older sheet in hand."""
    if not held.asks:
        return ("Letters are asked for again.",)
    sentences = [Truncator(sentence).chars(LONGEST_CHANGE) for sentence in changes_of_posting(held, current)]
    if held.demands != current.demands:
        sentences.append("What it asks is different.")
    if _text(held) != _text(current):
        sentences.append("The text about the case is new.")
    if len(sentences) > MOST_CHANGES:
        sentences[MOST_CHANGES - 1 :] = ["And more: look at the new sheet."]
    return tuple(sentences)


def _text(content: SheetContent) -> tuple[object, ...]:
    return content.people, content.headline, content.summary, content.story, content.additional_information


def _day(day: date) -> str:
    return date_format(day, "j F Y")
