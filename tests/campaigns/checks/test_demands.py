import pytest

from campaigns.checks import Level, Place, findings_of
from campaigns.models import Demand
from tests.builders import DAY, make_draft

pytestmark = pytest.mark.django_db


def test_a_sheet_that_asks_for_letters_asks_for_something():
    sheet = make_draft()
    sheet.demands.all().delete()

    (finding,) = findings_of(sheet, on=DAY)

    assert (finding.level, finding.place) == (Level.RED, Place("demands-group"))


def test_a_demand_without_a_wording_for_letters_leads_to_its_box():
    sheet = make_draft()
    Demand.objects.create(sheet=sheet, order=2, sheet_wording="Asking for a public trial;")

    (finding,) = findings_of(sheet, on=DAY)

    assert finding.sentence == "Demand 2 has no wording for letters: write one, or let one be proposed."
    assert finding.place == Place("id_demands-1-letter_wording")


@pytest.mark.parametrize(
    ("wording", "is_found"),
    [("Urging a public trial;", False), ("“Urging” them;", False), ("A public trial;", True), ("Release her;", True)],
)
def test_a_demand_begins_with_a_participle(wording, is_found):
    sheet = make_draft()
    sheet.demands.update(sheet_wording=wording)

    anchors = [finding.place.anchor for finding in findings_of(sheet, on=DAY)]

    assert anchors == (["id_demands-0-sheet_wording"] if is_found else [])
