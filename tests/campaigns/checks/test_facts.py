"""A sheet that tells, word for word, what the case holds for fewer than everybody."""

import pytest

from campaigns.checks import Level as Gravity
from campaigns.checks import findings_of
from campaigns.models import Sheet
from cases.levels import Level
from cases.models import CaseNote, Development
from tests.builders import AT, DAY, make_action, make_case, make_draft

pytestmark = pytest.mark.django_db

SECRET = "She hides in the house of her aunt near the old mill."
STORY = f"Anna Beispiel was to be tried. She hides in the house of her aunt, near the old mill. {'She waits. ' * 4}"


def found(sheet: Sheet) -> list[tuple[str, str]]:
    findings = findings_of(sheet, on=DAY)
    return [(each.key, each.level) for each in findings if each.key.startswith("private_fact_is_told")]


@pytest.mark.parametrize(
    ("level", "gravity"),
    [
        (Level.PUBLIC, None),
        (Level.NETWORK, Gravity.AMBER),
        (Level.TEAM, Gravity.RED),
        (Level.SEALED, Gravity.RED),
    ],
    ids=lambda value: str(value),
)
def test_what_a_sheet_tells_of_a_fact_of_a_level(level: Level, gravity: Gravity | None) -> None:
    case = make_case()
    fact = Development.objects.create(case=case, happened_on="2011", what=SECRET, level=level)
    sheet = make_draft(make_action(case), story=STORY)

    key = f"private_fact_is_told:development:{fact.pk}" if gravity == Gravity.AMBER else "private_fact_is_told"
    assert found(sheet) == ([(key, gravity)] if gravity else [])


def test_a_source_is_never_public_and_a_note_neither() -> None:
    case = make_case()
    fact = Development.objects.create(case=case, happened_on="2011", what="x", source=SECRET, level=Level.PUBLIC)
    note = CaseNote.objects.create(case=case, text=SECRET, level=Level.PUBLIC, written_at=AT, written_by=case.owner)

    assert found(make_draft(make_action(case), story=STORY)) == [
        (f"private_fact_is_told:development:{fact.pk}", Gravity.AMBER),
        (f"private_fact_is_told:casenote:{note.pk}", Gravity.AMBER),
    ]


def test_other_words_are_not_found_and_few_neither() -> None:
    case = make_case(internal_notes="She hides in the house")
    Development.objects.create(case=case, happened_on="2011", what="Her aunt lets her stay.", level=Level.TEAM)

    assert found(make_draft(make_action(case), story=STORY)) == []


def test_of_what_is_for_the_team_nothing_is_said() -> None:
    case = make_case()
    Development.objects.create(case=case, happened_on="2011", what=SECRET, level=Level.SEALED)
    sheet = make_draft(make_action(case), story=STORY)

    assert "aunt" not in "".join(each.sentence for each in findings_of(sheet, on=DAY))
