"""What became of each person of an action, as lines of a mail in the language that is active."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import Outcome
from campaigns.passages.passage import known_date, one_line
from campaigns.told_outcomes import ToldOutcome

Word = Outcome.Word

# Looked up when a mail is written, in its language. Most languages say these as nouns, which need no gender.
_WORDS: Mapping[str, Callable[[], str]] = {
    Word.RELEASED: lambda: pgettext("what became of somebody", "released"),
    Word.ACQUITTED: lambda: pgettext("what became of somebody", "acquitted"),
    Word.CHARGES_DROPPED: lambda: pgettext("what became of somebody", "charges dropped"),
    Word.PARDONED: lambda: pgettext("what became of somebody", "pardoned"),
    Word.COMMUTED: lambda: pgettext("what became of somebody", "sentence commuted"),
    Word.STAYED: lambda: pgettext("what became of somebody", "execution stayed"),
    Word.NOT_RETURNED: lambda: pgettext("what became of somebody", "not extradited or returned"),
    Word.FOUND: lambda: pgettext("what became of somebody", "found again, or detention acknowledged"),
    Word.CARE: lambda: pgettext("what became of somebody", "medical care given"),
    Word.ACCESS: lambda: pgettext("what became of somebody", "lawyer or visits allowed"),
    Word.SAFE: lambda: pgettext("what became of somebody", "in safety"),
    Word.HOME_KEPT: lambda: pgettext("what became of somebody", "eviction averted"),
    Word.CONVICTED: lambda: pgettext("what became of somebody", "convicted"),
    Word.SENTENCED_TO_DEATH: lambda: pgettext("what became of somebody", "sentenced to death"),
    Word.EVICTED: lambda: pgettext("what became of somebody", "evicted"),
    Word.EXTRADITED: lambda: pgettext("what became of somebody", "extradited or returned"),
    Word.DISAPPEARED: lambda: pgettext("what became of somebody", "disappeared"),
    Word.EXECUTED: lambda: pgettext("what became of somebody", "executed"),
    Word.KILLED: lambda: pgettext("what became of somebody", "killed"),
    Word.DEAD: lambda: pgettext("what became of somebody", "dead"),
    Word.AT_RISK: lambda: pgettext("what became of somebody", "still at risk"),
    Word.UNKNOWN: lambda: pgettext("what became of somebody", "not known"),
}


def became_lines(outcomes: Iterable[ToldOutcome]) -> tuple[str, ...]:
    """One line for each: "Anna Beispiel: released (3 August 2011). She is with her family." """
    return tuple(_line(told) for told in outcomes)


def _line(told: ToldOutcome) -> str:
    words = {"name": one_line(told.name), "what": _WORDS[told.word]()}
    if told.when is None:
        line = _("%(name)s: %(what)s.") % words
    else:
        line = _("%(name)s: %(what)s (%(when)s).") % {**words, "when": known_date(told.when)}
    return f"{line} {one_line(told.sentence)}".strip()
