import pytest
from django.utils import translation

from cases.concern_names import FIRST_CONCERNS, concern_name
from cases.models import Concern


@pytest.mark.django_db
def test_concerns_that_a_desk_starts_with_have_names_in_every_language() -> None:
    assert sorted(FIRST_CONCERNS) == sorted(Concern.objects.values_list("name", flat=True))


def test_name_of_a_concern_in_the_language_that_is_active() -> None:
    with translation.override("de"):
        assert concern_name("Death penalty") == "Todesstrafe"
        # Entered by staff: given as it is, even where a catalogue has the same word for something else.
        assert (concern_name("Land grabs"), concern_name("Time")) == ("Land grabs", "Time")
