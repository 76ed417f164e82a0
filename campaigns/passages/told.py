"""All that a mail tells: passages, under the action they are about, the most urgent first, with one subject."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.deadlines import days_left
from campaigns.passages import plain
from campaigns.passages.passage import Group, Link, Passage, by_days


@dataclass(frozen=True)
class About:
    """What a mail says about one action: one passage or several, the most urgent first.

    Args:
        headline: empty in mails to staff.
        number: year and number of the action, by which those of the same urgency are sorted.
    """

    reference: str
    headline: str
    number: tuple[int, int]
    passages: tuple[Passage, ...]
    links: tuple[Link, ...]

    @property
    def name(self) -> str:
        return f"{self.reference}: {self.headline}" if self.headline else self.reference

    @property
    def urgency(self) -> tuple[int, date]:
        return self.passages[0].urgency


@dataclass(frozen=True)
class Section:
    """The actions whose most urgent passage is of one group."""

    title: str
    actions: tuple[About, ...]

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do, where it is the same for several of the actions: said once, above them."""
        given = Counter(words for about in self.actions for passage in about.passages for words in passage.advice)
        return tuple(words for words, times in given.items() if times > 1)


@dataclass(frozen=True)
class Told:
    """All that a mail tells. Made by `tell`."""

    subject: str
    heading: str
    sections: tuple[Section, ...]

    @property
    def alone(self) -> About | None:
        """The only action, where there is but one passage: such a mail needs no headings of groups and actions."""
        about = self.sections[0].actions[0]
        is_alone = len(self.sections) == 1 and len(self.sections[0].actions) == 1 and len(about.passages) == 1
        return about if is_alone else None

    @property
    def plain(self) -> str:
        """All of it as plain text."""
        return plain.text_of(self)


def tell(actions: Iterable[About], *, on: date) -> Told:
    """Put what a mail says in order, group it, and give it a heading and a subject.

    Args:
        actions: at least one.
        on: the day on which the mail leaves.
    """
    ordered = sorted(actions, key=lambda about: (about.urgency, about.number, about.reference))
    groups: dict[Group, list[About]] = {}
    for about in ordered:
        groups.setdefault(about.passages[0].group, []).append(about)
    passages = [passage for about in ordered for passage in about.passages]
    titles = {passage.title for passage in passages}
    return Told(
        subject=_subject(passages, ordered, on=on),
        heading=titles.pop() if len(titles) == 1 else _count(len(passages), ordered),
        sections=tuple(Section(group.title, tuple(members)) for group, members in groups.items()),
    )


def _subject(passages: list[Passage], actions: list[About], *, on: date) -> str:
    """That of the passages if it is the same for all, else how many there are and when the first day comes.

    It names no person and no country, for it shows on locked screens.
    """
    which = {"about": _which(actions)}
    if len({passage.subject for passage in passages}) == 1:
        return passages[0].subject % which
    if passages[0].group == Group.HALT:
        return _("STOP: please do not write (%(about)s)") % which
    coming = [passage.on for passage in passages if passage.group in (Group.LAST_DAYS, Group.DATES)]
    if not coming:
        return _count(len(passages), actions)
    first = days_left(min(coming), on)
    return by_days(
        first,
        today=lambda: _("Reminder: %(count)s notices, the first date is today (%(about)s)"),
        tomorrow=lambda: _("Reminder: %(count)s notices, the first date is tomorrow (%(about)s)"),
        later=lambda: ngettext(
            "Reminder: %(count)s notices, the first date is in %(days)s day (%(about)s)",
            "Reminder: %(count)s notices, the first date is in %(days)s days (%(about)s)",
            first,
        ),
    ) % {**which, "count": len(passages), "days": first}


def _which(actions: list[About]) -> str:
    if len(actions) == 1:
        return actions[0].reference
    return ngettext("%(count)s action", "%(count)s actions", len(actions)) % {"count": len(actions)}


def _count(count: int, actions: list[About]) -> str:
    words = ngettext("%(count)s notice (%(about)s)", "%(count)s notices (%(about)s)", count)
    return words % {"count": count, "about": _which(actions)}
