import pytest

from campaigns.checks import Level, Place, findings_of
from tests.builders import DAY, make_action, make_case, make_draft, make_open_action, make_stop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["headline", "summary", "story"])
def test_a_text_that_is_empty_stops_the_sheet_and_leads_to_its_field(name):
    (finding,) = findings_of(make_draft(**{name: ""}), on=DAY)

    assert (finding.level, finding.sentence) == (Level.RED, f"The {name} is empty.")
    assert finding.place == Place(f"id_{name}")


def test_a_stop_needs_no_story_but_a_summary():
    assert [finding.sentence for finding in findings_of(make_stop(summary="", story=""), on=DAY)] == [
        "The summary is empty."
    ]


@pytest.mark.parametrize(("words", "found"), [(120, []), (121, ["summary_is_long"])])
def test_a_summary_of_more_than_120_words_is_long(words, found):
    assert [finding.key for finding in findings_of(make_draft(summary="word " * words), on=DAY)] == found


def test_a_further_sheet_with_every_text_of_the_one_before_says_nothing_new():
    action = make_open_action()
    sheet = make_draft(action, headline=action.current_sheet.headline, changes="")

    (finding,) = findings_of(sheet, on=DAY)

    assert finding.sentence == "Nothing is said of what is new: every text is that of sheet 1."


def test_somebody_has_to_be_at_risk():
    case = make_case(person="")

    (finding,) = findings_of(make_draft(make_action(case)), on=DAY)

    assert (finding.level, finding.place) == (Level.RED, Place("people-group", "cases.case", case.pk))
