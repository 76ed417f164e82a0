"""Which rows and columns of each table the public site may read: what its views are made of (`appeals.public_role`).

A column is shown where the field register calls it public, or where it stands here as needed: a number or a state
that joins rows and says nothing of a person. Every other column is there under its name and holds nothing, so that
the models read a view as they read the table.
"""

from dataclasses import dataclass

from django.db.models import Model

from appeals.models import SheetPDF
from campaigns.content import WORDLESS
from campaigns.models import (
    ActionEvent,
    AlsoEnded,
    Campaign,
    CurrentOutcome,
    Demand,
    Outcome,
    Recipient,
    Reminder,
    SentMail,
    Sheet,
    UrgentAction,
)
from campaigns.states import DECISIONS, FROZEN, ActionStatus, Verb
from cases.levels import Level
from cases.models import (
    Authority,
    Case,
    Concern,
    CountryNote,
    Deadline,
    Development,
    Hearing,
    PostageRate,
    PostalRoute,
    Salutation,
)


@dataclass(frozen=True)
class Shown:
    """One view.

    Args:
        rows: a condition in SQL on `own`; empty: all of them.
        needed: columns that are shown although they are not public.
        instead: an expression in SQL that stands in for a column.
        only: the columns of a view that has no others; empty: all that the table has.
        beside: a join in SQL by which the conditions and expressions know more. Such a view is not written through.
    """

    rows: str = ""
    needed: frozenset[str] = frozenset()
    instead: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    beside: str = ""


def _table(model: type[Model]) -> str:
    return f"public.{model._meta.db_table}"


def _one_of(words: frozenset[str]) -> str:
    return f"({', '.join(sorted(repr(str(word)) for word in words))})"


def _needed(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ACTION, _SHEET = _table(UrgentAction), _table(Sheet)
# Not of the site's clock: a demonstration, whose day stands still, has no part of its own.
_IS_OUT = f"action.status <> '{ActionStatus.DRAFT}' AND (action.embargo_until IS NULL OR action.embargo_until <= now())"
_IS_SHOWN = f"{_IS_OUT} AND action.hidden_at IS NULL"
_IS_FROZEN = f"sheet.status IN {_one_of(FROZEN)}"
_TOLD = _one_of(DECISIONS | {Verb.RECORD})


def _of_action(column: str, *, also_hidden: bool = False) -> str:
    """Rows that belong to a published action; to one that is not hidden, unless it is said."""
    holds = _IS_OUT if also_hidden else _IS_SHOWN
    return f"EXISTS (SELECT 1 FROM {_ACTION} action WHERE {column} AND {holds})"  # noqa: S608  # words of ours


def _of_sheet(column: str) -> str:
    """Rows that belong to an issued sheet of an action that is shown."""
    return (
        f"EXISTS (SELECT 1 FROM {_SHEET} sheet JOIN {_ACTION} action ON action.id = sheet.action_id "  # noqa: S608
        f"WHERE {column} AND {_IS_FROZEN} AND {_IS_SHOWN})"
    )


def _unless_hidden(name: str, otherwise: str) -> tuple[str, str]:
    """A column that says nothing where the action beside it is hidden."""
    return name, f"CASE WHEN action.hidden_at IS NULL THEN own.{name} ELSE {otherwise} END"


_IS_FOR_ALL = "{0}.level = '" + Level.PUBLIC + "' AND ({0}.public_from IS NULL OR {0}.public_from <= now())"
_PUBLIC_DATE = f"{_IS_FOR_ALL.format('own')} AND {_of_action('action.case_id = own.case_id')}"
# Embassies are found by the country of whoever writes; of other offices those that a sheet prints, and the courts of
# public hearings.
_IN_THE_BOOK = (
    f"(own.kind = '{Authority.Kind.MISSION}' OR EXISTS (SELECT 1 FROM {_table(Recipient)} recipient "  # noqa: S608
    f"JOIN {_SHEET} sheet ON sheet.id = recipient.sheet_id WHERE recipient.authority_id = own.id AND {_IS_FROZEN}) "
    f"OR EXISTS (SELECT 1 FROM {_table(Hearing)} hearing WHERE hearing.court_id = own.id "
    f"AND {_IS_FOR_ALL.format('hearing')} AND {_of_action('action.case_id = hearing.case_id')}))"
)
# Once for each row, where a question in each column would be asked again and again.
_ITS_ACTION = f"JOIN {_ACTION} action ON action.id = own.action_id"
_WORDS_OF_A_SHEET = (
    "headline", "summary", "changes", "story", "additional_information", "late_note", "diplomatic_note",
)  # fmt: skip

VIEWS: dict[type[Model], Shown] = {
    Case: Shown(_of_action("action.case_id = own.id", also_hidden=True)),
    Case.concerns.through: Shown(_of_action("action.case_id = own.case_id"), _needed("case concern")),
    Development: Shown(_PUBLIC_DATE, _needed("case level public_from")),
    Hearing: Shown(_PUBLIC_DATE, _needed("case level public_from")),
    Deadline: Shown(_PUBLIC_DATE, _needed("case level public_from")),
    # By these a program is told that nothing has changed (`appeals.freshness`): that something was written, and when.
    Hearing.history.model: Shown(only=("history_id", "history_date", "id")),
    Deadline.history.model: Shown(only=("history_id", "history_date", "id")),
    Authority: Shown(_IN_THE_BOOK),
    Salutation: Shown(
        f"EXISTS (SELECT 1 FROM {_table(Authority)} office WHERE office.id = own.authority_id "  # noqa: S608
        f"AND {_IN_THE_BOOK.replace('own.', 'office.')})",
        _needed("authority"),
    ),
    Concern: Shown(),
    CountryNote: Shown(),
    PostalRoute: Shown(),
    PostageRate: Shown(),
    Campaign: Shown(_of_action("action.campaign_id = own.id", also_hidden=True)),
    UrgentAction: Shown(
        _IS_OUT.replace("action.", "own."),
        _needed("case hidden_at embargo_until"),
        (("search_text", "CASE WHEN own.hidden_at IS NULL THEN own.search_text ELSE '' END"),),
    ),
    Sheet: Shown(
        f"own.status IN {_one_of(FROZEN)} AND {_IS_OUT}",
        _needed("content_hash"),
        (
            *(_unless_hidden(name, "''") for name in _WORDS_OF_A_SHEET),
            # Offices stay: whoever wrote may still tell what came back from them, and when they wrote.
            _unless_hidden("frozen", f"own.frozen || ('{WORDLESS}'::jsonb - 'recipients')"),
        ),
        beside=_ITS_ACTION,
    ),
    AlsoEnded: Shown(_of_sheet("sheet.id = own.sheet_id")),
    Demand: Shown(_of_sheet("sheet.id = own.sheet_id")),
    Recipient: Shown(_of_sheet("sheet.id = own.sheet_id")),
    Outcome: Shown(_of_sheet("sheet.id = own.sheet_id")),
    CurrentOutcome: Shown(_of_action("action.id = own.action_id"), _needed("person sheet")),
    ActionEvent: Shown(
        f"own.verb IN {_TOLD} AND {_IS_OUT}",
        _needed("action sheet"),
        (_unless_hidden("public_note", "''"),),
        beside=_ITS_ACTION,
    ),
    SheetPDF: Shown(_of_sheet("sheet.id = own.sheet_id"), _needed("rendered_at")),
    # Of what visitors themselves left: nothing of the notices and mails that staff get of their cases.
    Reminder: Shown("own.subscription_id IS NOT NULL", frozenset({"*"})),
    SentMail: Shown(
        f"NOT EXISTS (SELECT 1 FROM {_table(Reminder)} notice WHERE notice.subscription_id IS NULL "  # noqa: S608
        "AND notice.message_id = own.message_id AND notice.message_id <> '')",
        frozenset({"*"}),
    ),
}
