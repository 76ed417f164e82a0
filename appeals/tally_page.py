"""The page of a tally: its actions as they stand today, and a box for each way to each office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from appeals.channels import Channel
from appeals.models import Tally, TallyLine
from appeals.standing import Standing, standing_of
from appeals.tallies import Box, is_changeable, last_day_to_change, lines_of
from appeals.tally_form import TallyForm, name_of, was_name_of
from appeals.written_to import WrittenTo, last_days_of, written_to_of
from campaigns.check_codes import spoken
from campaigns.models import UrgentAction
from cases.countries import country_name


@dataclass(frozen=True)
class TallySheet:
    """What is stored of a tally, and what may be stated in it."""

    tally: Tally
    actions: Sequence[UrgentAction]
    offices: Mapping[int, Sequence[WrittenTo]]  # by the number of the action
    lines: Mapping[Box, TallyLine]
    last_days: Mapping[int, date]

    @property
    def boxes(self) -> dict[Box, int]:
        """Every box with the number that stands in it, in the order of the page."""
        boxes = [
            Box(action.pk, office.authority_id, channel)
            for action in self.actions
            for office in self.offices[action.pk]
            for channel in office.channels
        ]
        return {box: self.lines[box].number if box in self.lines else 0 for box in boxes}


@dataclass(frozen=True)
class BoxShown:
    """One box as it stands on the page."""

    name: str
    label: str
    value: str
    was_name: str
    was: str
    errors: Sequence[str]
    meanwhile: str
    standing: str  # counted, waits, aside


@dataclass(frozen=True)
class OfficeShown:
    office: str
    boxes: tuple[BoxShown, ...]


@dataclass(frozen=True)
class ActionShown:
    slug: str
    reference: str
    country: str
    standing: Standing
    last_day: date  # on which its letters may have gone
    offices: tuple[OfficeShown, ...]


@dataclass(frozen=True)
class TallyPage:
    """All that the page shows."""

    code: str  # as it is spoken
    form: TallyForm
    actions: tuple[ActionShown, ...]
    posted_on: date | None
    is_changeable: bool
    until: date  # the last day on which it takes reports
    total: int

    @property
    def is_over(self) -> bool:
        """Whether none of its actions asks anybody to write today."""
        return not any(shown.standing.asks for shown in self.actions)


def read_tally(tally: Tally) -> TallySheet:
    """What is stored of it. Four queries, whatever it holds."""
    actions = list(tally.actions.order_by("last_good_day", "pk").defer("search_text"))
    lines = {Box(line.action_id, line.authority_id, Channel(line.channel)): line for line in lines_of(tally)}
    return TallySheet(tally, actions, written_to_of(actions), lines, last_days_of(actions))


def page_of_tally(sheet: TallySheet, form: TallyForm, *, on: date) -> TallyPage:
    """The page on a day, with a form as it was opened or as it was refused."""
    return TallyPage(
        code=spoken(sheet.tally.code),
        form=form,
        actions=tuple(_action(action, sheet, form, on=on) for action in sheet.actions),
        posted_on=sheet.tally.posted_on,
        is_changeable=is_changeable(sheet.tally, on=on),
        until=last_day_to_change(sheet.tally),
        total=sum(line.number for line in sheet.lines.values()),
    )


def _action(action: UrgentAction, sheet: TallySheet, form: TallyForm, *, on: date) -> ActionShown:
    return ActionShown(
        slug=action.slug,
        reference=action.reference,
        country=country_name(str(action.country)),
        standing=standing_of(action, on=on),
        last_day=sheet.last_days[action.pk],
        offices=tuple(
            OfficeShown(
                one.office,
                tuple(_box(Box(action.pk, one.authority_id, channel), sheet, form) for channel in one.channels),
            )
            for one in sheet.offices[action.pk]
        ),
    )


def _box(box: Box, sheet: TallySheet, form: TallyForm) -> BoxShown:
    field, line = form[name_of(box)], sheet.lines.get(box)
    return BoxShown(
        name=name_of(box),
        label=str(box.channel.label),
        value=str(field.value() or "")[:20],
        was_name=was_name_of(box),
        was=form.shown(box),
        errors=[str(error) for error in field.errors],
        meanwhile=form.meanwhile(box),
        standing=line.standing if line and line.number else "",
    )
