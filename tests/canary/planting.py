"""Cases with everything that belongs to them, and a word of its own in each field that is not for everybody.

The fields are those of the register (`appeals.registers`): a field that is added is planted by itself. The words are
written twice, so that the histories hold an older one too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models

from accounts.calendar_keys import make_calendar_key
from accounts.models import HistoryCheck, LockDown, Seal, SealShape, StaffSession, StruckRecord, User
from accounts.registered import NOBODY, STAFF, Entry, Reach, Table
from appeals.models import Press, TallyLine
from appeals.registers import WHOLE, own_fields, registered_models
from campaigns.assignments import assign
from campaigns.consent import withdraw_consent
from campaigns.lifecycle import close_action, draft_sheet, pause_action, stop_action
from campaigns.matters import ABOUT
from campaigns.models import (
    Assignment,
    Campaign,
    CheckReason,
    ImportedSource,
    ProofPrint,
    Reminder,
    RestoreDrill,
    SenderEvent,
    SentMail,
    Sheet,
    Subscription,
    Suppression,
    UrgentAction,
)
from campaigns.sender import why_held
from campaigns.states import FROZEN
from cases.deadline_moves import move_deadline
from cases.levels import Fact, Level, may_read
from cases.models import (
    AccessEvent,
    Case,
    CaseNote,
    Concern,
    Development,
    OpenForm,
    PersonStatus,
    PostalRoute,
    Reading,
    Use,
)
from cases.partial_dates import PartialDate
from cases.readings import case_of, record_reading
from cases.teams import add_to_team, break_glass, is_in_team, seal_case
from cases.true_names import keep_true_name
from tests.builders import (
    make_authority,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_person,
    make_rate,
    make_reply,
    make_subscription,
    make_tally_line,
    make_user,
    second_person,
)
from tests.routes import HEADLINE, WEEK_OF_THE_STOP, World

WORD = re.compile(r"zq\d{7}kz", re.IGNORECASE)
_ROOM = 16  # letters: a shorter field holds no word of ours
# Fields of text in which a word would break the site itself, or that are given out by their nature.
NOT_PLANTED = {
    "accounts.User.password": "nobody could log in; that it stands nowhere is looked for as it is",
    "accounts.StaffSession.session_key": "whoever is logged in would be so no more",
    "accounts.StaffSession.session_data": "whoever is logged in would be so no more",
    "appeals.LargePack.name": "the pack would not be found by it",
    "campaigns.ImportedSource.places": "holds names of fields and numbers of lines, and no words",
    "campaigns.Reminder.message_id": "stands in the head of the mail that it names",
    "campaigns.SentMail.message_id": "stands in the head of the mail that it names",
    "campaigns.SenderState.lineage": "the sender would take this for a copy of the database, and send nothing",
    "campaigns.SenderState.released_for": "the sender would take this for a copy of the database, and send nothing",
    "campaigns.UrgentAction.embargo_zone": "the database lets a zone stand only beside the moment of an embargo",
    "campaigns.WorkerSign.queue": "the row is found by it, and it is a word of ours",
    "campaigns.Sheet.frozen": "a draft has none",
    "campaigns.Sheet.content_hash": "the paper would not be found by it",
    "campaigns.Sheet.approved_hash": "the approval would not hold",
    "campaigns.ProofPrint.content_hash": "the proof would not be found by it",
    "campaigns.CheckReason.key": "the reason would belong to no finding",
    "campaigns.CheckReason.fingerprint": "the reason would belong to no finding",
}
# What followers and groups have to do with a public action has nothing of its case.
PUBLIC_OF_A_CASE = (Subscription, Reminder, TallyLine)
_OF_A_SHEET = ("Sheet", "Demand", "Outcome", "Recipient", "AlsoEnded")


@dataclass(frozen=True)
class Planted:
    """Where a word was planted, and who may read it."""

    label: str  # cases.Case.sources
    pk: Any
    entry: Entry
    table: Table
    row: models.Model
    sealed: Case | None = None  # the case it belongs to, where that is sealed

    def may_be_read_by(self, user: User | None) -> bool:
        if self.sealed is not None and (user is None or not is_in_team(user, self.sealed)):
            return False
        if self.entry.reach == Reach.SECRET or self.table.seen_by == NOBODY or user is None or not user.is_staff:
            return False
        if isinstance(self.row, Fact) and not may_read(user, self.row):
            return False
        return self.table.seen_by == STAFF or user.has_perm(self.table.seen_by)


@dataclass
class Garden:
    """What was planted, and the actions on which it stands."""

    worlds: list[World] = field(default_factory=list)
    words: dict[str, Planted] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    def plant_all(self) -> None:
        for model in registered_models():
            for own in own_fields(model):
                if takes_a_word(model, own):
                    self._plant(model, own)

    def _plant(self, model: type[models.Model], own: Any) -> None:
        label, table = model._meta.label, WHOLE[model._meta.label]
        entry = table.fields[own.name]
        for row in model._default_manager.order_by("pk"):
            if is_out(row, entry):
                continue
            for _ in range(2):  # the first is history once the second is there
                word = f"zq{len(self.words):07}kz"
                self.words[word] = Planted(f"{label}.{own.name}", row.pk, entry, table, row, sealed_case_of(row))
                value = {"planted": word} if isinstance(own, models.JSONField) else word
                if isinstance(own, models.EmailField):
                    value = f"{word}@canary.example"
                model._default_manager.filter(pk=row.pk).update(**{own.name: value})
            self.fields.add(f"{label}.{own.name}")


def sealed_case_of(row: models.Model) -> Case | None:
    """The sealed case of whose team one must be to see a row; None where there is none."""
    if isinstance(row, AccessEvent | Reading):
        case = Case.objects.filter(pk=row.case_number).first()
    elif isinstance(row, Assignment):
        case = case_of(ABOUT[row.matter].model._default_manager.get(pk=row.subject_id))
    else:
        case = None if isinstance(row, PUBLIC_OF_A_CASE) else case_of(row)
    return case if case is not None and case.is_sealed else None


def takes_a_word(model: type[models.Model], own: Any) -> bool:
    """Whether a field holds text of some length that nothing else depends on."""
    if f"{model._meta.label}.{own.name}" in NOT_PLANTED or own.choices:
        return False
    if type(own) is models.JSONField:
        return True
    return isinstance(own, models.CharField | models.TextField) and (own.max_length or _ROOM) >= _ROOM


def is_out(row: models.Model, entry: Entry) -> bool:
    """Whether everybody may read a field of this row as things stand."""
    if entry.reach != Reach.PUBLIC:
        return False
    if entry.once.isidentifier():
        return getattr(row, entry.once) in (True, Level.PUBLIC)
    if type(row).__name__ in _OF_A_SHEET:
        sheet = row if isinstance(row, Sheet) else row.sheet  # type: ignore[attr-defined]
        return sheet.status in FROZEN
    if isinstance(row, Campaign):
        return row.actions.exists()
    return True


def plant(cases: int) -> Garden:
    """So many cases, each with an action that is open, paused, stopped or closed, and a further sheet as a draft; and
    one more, with an open action, that is sealed."""
    garden = Garden()
    for number in range(cases):
        garden.worlds.append(_world(number))
        if number == 0:
            garden.worlds.append(_sealed_world())
    make_draft()  # an action of which nothing is out yet
    Campaign.objects.create(title="Not yet", slug="not-yet", summary="In preparation.")
    PostalRoute.objects.create(country="IS", working_days=5, note="By ship.", source="The post.")
    make_rate()
    Concern.objects.create(name="Waiting", slug="waiting", definition="Of which nothing is known.")
    _journals_of(garden.worlds[0])
    garden.plant_all()
    return garden


def _journals_of(world: World) -> None:
    """Rows that the site writes while it works."""
    action, at, by = world.action, WEEK_OF_THE_STOP, world.reader
    # A database that has sent something already would be taken for a copy of another one.
    why_held(at=at)
    draft = action.sheets.get(status="draft")
    CheckReason.objects.create(sheet=draft, key="x:1", fingerprint="x", sentence="Odd.", reason="Meant.", at=at, by=by)
    ProofPrint.objects.create(
        sheet=draft, content_hash="x", pages_on_a4=2, pages_on_letter=2, unprintable="x", printed_at=at
    )
    mail = {"sender": "desk@desk.example", "recipient": world.follower.email, "subject": "News", "text": "News."}
    SentMail.objects.create(sent_at=at, html="<p>News.</p>", headers={"To": world.follower.email}, **mail)
    Suppression.objects.create(address_hash="x", cause=Suppression.Cause.BOUNCED, since=at)
    SenderEvent.objects.create(verb="held", at=at, by=by, reason="A test.")
    RestoreDrill.objects.create(began_at=at, seconds=1, is_good=False, said="A test.")
    lock_down = {"reason": "A test.", "first_reason": "A test.", "lifted_reason": "A test."}
    LockDown.objects.create(
        began_at=at, by=by, first_by=by, first_at=at, lifted_by=make_user(), lifted_at=at, is_on=False, **lock_down
    )
    OpenForm.objects.create(user=by, form="x", root="x", opened_at=at, seen_at=at, sent="x", sent_at=at, led_to="/x")
    Press.objects.create(token_hash="x", on=at.date())
    StaffSession.objects.create(session_key="x", expire_date=at, user=by, began_at=at, seen_at=at, browser="Firefox")
    shape = SealShape.objects.create(journal="x", columns="x")
    Seal.objects.create(number=1, journal="x", row_pk=1, shape=shape, salt="x", digest="x", link="x", sealed_at=at)
    StruckRecord.objects.create(journal="x", row_pk=1, at=at, by=by, reason="Entered by mistake.")
    HistoryCheck.objects.create(at=at, links=1, head="x", fault_count=1, faults="A row was changed.")
    source = {"file_hash": "x", "text_hash": "x", "reader_version": 1, "imported_at": at, "imported_by": by}
    ImportedSource.objects.create(
        sheet=draft, file_name="old.txt", kind="text", text="URGENT", remarks=["Odd."], **source
    )
    Reminder.objects.create(
        kind="appeals",
        subject_id=action.pk,
        about_on=action.last_good_day,
        lead_days=3,
        address=world.follower.email,
        action=action,
        subscription=world.follower,
        due_at=at,
        status=Reminder.Status.FAILED,
        settled_at=at,
        reason="The mail server said no.",
    )


def _world(number: int) -> World:
    owner = make_user("Researcher", "Editor")
    case = make_case(
        owner=owner, person=f"Anna Beispiel {number}", summary="In short.", sources="A friend.", internal_notes="Ask."
    )
    _facts_of(case)
    authority = make_authority(notes="Asked by telephone.", emails="office@office.example", fax="+354 555 0000")
    campaign, _ = Campaign.objects.get_or_create(title="Canaries", slug="canaries")
    action = make_open_action(case, headline=HEADLINE, recipients=[authority])
    UrgentAction.objects.filter(pk=action.pk).update(campaign=campaign)
    follower, invited = make_subscription(action), make_subscription(action, confirmed_at=None)
    Subscription.objects.filter(pk=invited.pk).update(created_at=WEEK_OF_THE_STOP)
    make_reply(action, text="He says that he never heard of her.", kind="words")
    line = make_tally_line(action=action)
    TallyLine.objects.filter(pk=line.pk).update(reason="Asked the group.")
    draft_sheet(action, by=case.owner, at=WEEK_OF_THE_STOP)
    reader = make_user("Viewer")
    make_calendar_key(by=reader, at=WEEK_OF_THE_STOP)
    assign(
        "action",
        action.pk,
        assignee=None,
        not_before=None,
        note="See the file.",
        seen_at=None,
        by=case.owner,
        at=WEEK_OF_THE_STOP,
    )
    _end(action, number)
    return World(UrgentAction.objects.get(pk=action.pk), follower, invited, reader)


def _sealed_world() -> World:
    """Like the others, and sealed; with a team, and somebody who broke the glass in the week before."""
    world = _world(1_000)
    case, at = world.action.case, WEEK_OF_THE_STOP
    owner = case.owner
    seal_case(case, by=owner, at=at, reason="She is followed.")
    add_to_team(case, make_user("Viewer"), by=owner, at=at, reason="Knows the family.")
    break_glass(case, by=make_user("Viewer"), at=at - timedelta(days=7), reason="The lawyer called.")
    record_reading(case, by=owner, at=at)
    return world


def _facts_of(case: Case) -> None:
    """Facts that everybody may read, and the same that staff, the team of the case or nobody without a record may."""
    hidden = make_person(
        case, consent={"note": "No picture."}, published_as=f"a teacher, {case.pk}", form="chosen", pronouns="she"
    )
    keep_true_name(hidden, "Zarina Beispielowa", by=case.owner, at=WEEK_OF_THE_STOP, reason="For the lawyer.")
    withdraw_consent(hidden, [Use.PRESS], by=case.owner, at=WEEK_OF_THE_STOP, reason="No interviews.")
    for day, level in enumerate(Level):
        on = {"level": level, "source": "a letter"}
        PersonStatus.objects.create(
            person=hidden, status="detained", since=PartialDate(2011, 5, 1 + day), note="Seen in a yard.", **on
        )
        CaseNote.objects.create(
            case=case, text="A cousin called.", written_at=WEEK_OF_THE_STOP, written_by=case.owner, **on
        )
        Development.objects.create(
            case=case,
            happened_on=PartialDate(2011, 6, 1),
            what="Something happened.",
            attributed_to="her lawyer",
            date_note="in June",
            **on,
        )
        make_hearing(case, on=date(2011, 8, 20 - day), result="Nothing yet.", **on)
        deadline = make_deadline(case, on=date(2011, 8, 23 - 3 * day), result="Nothing yet.", **on)
        move_deadline(
            deadline, to=deadline.on + timedelta(days=1), by=case.owner, at=WEEK_OF_THE_STOP, reason="They said so."
        )


def _end(action: UrgentAction, number: int) -> None:
    """Two of five stay open; the others are paused, stopped and closed."""
    how = {"by": second_person(), "at": WEEK_OF_THE_STOP, "reason": "Between us.", "public_note": "For everybody."}
    match number % 5:
        case 2:
            pause_action(action, **how)
        case 3:
            stop_action(action, **how)
        case 4:
            close_action(action, **how)


def planted_in(text: str) -> Iterator[str]:
    """The words of ours in a text, in small letters."""
    for found in WORD.finditer(text):
        yield found.group().lower()
