"""Whether a text tells what a case holds for fewer than everybody: the same words in the same order.

What is told in other words nobody can find so; people read for that. Shorter runs of words stand in any text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cases.folding import fold
from cases.levels import Fact
from cases.models import Case, CaseNote, Deadline, Development, Hearing, PersonStatus

RUN = 6  # words
_TEXTS: dict[type[Fact], tuple[str, ...]] = {
    Development: ("what",),
    Hearing: ("matter", "result"),
    Deadline: ("what", "result"),
    CaseNote: ("text",),
    PersonStatus: ("note",),
}
# For staff at the most, whatever the level of the fact.
_NEVER_PUBLIC = {"text", "note", "source"}


@dataclass(frozen=True)
class ToldFact:
    """What a text tells, and to how many.

    Args:
        key: of the fact among those of its case; of the case itself: "case".
        kind: "hearing", "note", "case"; with "source of a " before it where that was told.
        is_for_team: nobody but the team of the case may know what it says, or even that it was found.
    """

    key: str
    kind: str
    is_for_team: bool


def facts_told_by(case: Case, texts: Iterable[str]) -> Iterator[ToldFact]:
    """The facts and private texts of a case of which some texts tell a run of words; five queries."""
    told = {run for text in texts for run in _runs(text)}
    for text in (case.sources, case.internal_notes):
        if told & set(_runs(text)):
            yield ToldFact("case", "case", is_for_team=False)
            break
    for model, names in _TEXTS.items():
        for row in model._default_manager.filter(**{model.case_path: case}):
            yield from _told(row, names, told)


def _told(row: Any, names: tuple[str, ...], told: set[tuple[str, ...]]) -> Iterator[ToldFact]:
    for name in (*names, "source"):
        if row.is_meant_for_all and name not in _NEVER_PUBLIC:
            continue
        if told & set(_runs(getattr(row, name))):
            kind = str(row._meta.verbose_name)
            words = f"source of a {kind}" if name == "source" else kind
            yield ToldFact(f"{row._meta.model_name}:{row.pk}", words, is_for_team=not row.is_for_all_staff)
            return


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = fold(text).split()
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
