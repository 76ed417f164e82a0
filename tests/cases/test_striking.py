"""What nobody may know any more can be struck out of the history; that it was is recorded."""

import pytest
from django.core.management import CommandError, call_command

from cases.deletions import deletions_for
from cases.models import Case, Concern, PersonAtRisk
from tests.builders import make_case, make_person, make_user

pytestmark = pytest.mark.django_db

WHY = ["--reason", "Entered by mistake."]


@pytest.fixture
def admin():
    return make_user(is_superuser=True)


def test_every_earlier_record_of_a_row_goes_and_how_it_stands_stays(admin, capsys):
    person = make_case(person="A name to be withheld").people.get()
    person.published_as = "a teacher, 34"
    person.save()

    call_command("strike_out", "cases.PersonAtRisk", str(person.pk), "--by", admin.email, *WHY)

    last = person.history.get()
    assert (last.published_as, last.history_user) == ("a teacher, 34", admin)
    assert last.history_change_reason == "Earlier records were struck out: Entered by mistake."
    assert capsys.readouterr().out == "Struck out 2 records. Backups made before today still hold them.\n"


def test_of_a_row_that_is_gone_nothing_stays_to_bring_back(admin):
    person = make_person(make_case(person=""), consent=None, published_as="Anna Beispiel")
    pk = person.pk
    person.delete()

    call_command("strike_out", "cases.PersonAtRisk", str(pk), "--by", admin.email, *WHY)

    assert not PersonAtRisk.history.model.objects.exists()
    assert deletions_for(admin) == ([], None)


def test_its_many_to_many_goes_too(admin):
    case = make_case()
    case.concerns.add(Concern.objects.first())
    other = make_case()
    other.concerns.add(Concern.objects.first())

    call_command("strike_out", "cases.Case", str(case.pk), "--by", admin.email, *WHY)

    links = Case.history.model._meta.apps.get_model("cases", "HistoricalCase_concerns").objects.all()
    assert {link.case_id for link in links} == {other.pk}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["campaigns.Reminder", "1", *WHY], "Staff keep nothing called campaigns.Reminder"),
        (["nonsense", "1", *WHY], "Staff keep nothing called nonsense"),
        (["cases.Case", "99999", *WHY], "There is no record of such a row"),
        (["cases.Case", "1", "--reason", " "], "Say why, in a few words"),
    ],
)
def test_what_cannot_be_struck_out_is_refused(admin, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("strike_out", *arguments, "--by", admin.email)


def test_only_an_administrator_strikes_out():
    case = make_case()

    with pytest.raises(CommandError, match="No administrator has this e-mail address"):
        call_command("strike_out", "cases.Case", str(case.pk), "--by", make_user("Approver").email, *WHY)

    assert case.history.count() == 1
