"""Whatever is done to a row that staff keep leaves a record: how it stood then, by whom, when, in which act."""

from datetime import UTC, datetime

import pytest
from django.db import NotSupportedError, transaction
from django.db.models import F, ProtectedError, RestrictedError
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.acts import acting, unrecorded
from accounts.models import User
from appeals.models import Reply, TallyLine
from campaigns.decisions import record
from campaigns.lifecycle import stop_action
from campaigns.models import (
    ActionEvent,
    AlsoEnded,
    Assignment,
    Campaign,
    CheckReason,
    Demand,
    ImportedSource,
    Outcome,
    Recipient,
    Sheet,
    SheetAuthor,
    UrgentAction,
)
from campaigns.states import Verb
from cases.consents import take_back
from cases.models import (
    Authority,
    Case,
    CaseNote,
    Concern,
    Consent,
    CountryNote,
    Deadline,
    Development,
    Hearing,
    PersonAtRisk,
    PersonStatus,
    PostageRate,
    PostalRoute,
    Salutation,
    Use,
    Withdrawal,
)
from cases.wholes import kept_models
from tests.builders import (
    AT,
    make_action,
    make_authority,
    make_case,
    make_deadline,
    make_draft,
    make_hearing,
    make_open_action,
    make_rate,
    make_reply,
    make_stop,
    make_tally_line,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_status():
    return PersonStatus.objects.create(person=make_case().people.get(), status="detained", since="2011")


def make_withdrawal():
    case = make_case()
    take_back(case.people.get(), [Use.PRESS], by=case.owner, at=AT, reason="No interviews.")
    return case.people.get().withdrawals.get()


def make_note():
    by = {"written_at": AT, "written_by": make_user()}
    return CaseNote.objects.create(case=make_case(), text="A cousin called.", **by)


def make_development():
    return Development.objects.create(case=make_case(), happened_on="2011", what="Arrested.")


def make_outcome():
    sheet = make_draft()
    return Outcome.objects.create(sheet=sheet, person=sheet.action.case.people.get())


# How one is made, and a field with three values that it may have.
def make_check_reason():
    sheet = make_draft()
    return CheckReason.objects.create(
        sheet=sheet,
        key="summary_is_long",
        fingerprint="0" * 64,
        sentence="Long.",
        reason="Meant.",
        at=AT,
        by=make_user(),
    )


def make_imported_source():
    return ImportedSource.objects.create(
        sheet=make_draft(),
        kind="text",
        text="URGENT ACTION",
        file_hash="0" * 64,
        text_hash="1" * 64,
        reader_version=1,
        imported_at=AT,
        imported_by=make_user(),
    )


def make_also_ended():
    other = make_action()
    for pk in (901, 902, 903):
        other.pk, other.number, other.slug = pk, pk, f"ua-{pk}-11"
        other.save(force_insert=True)
    return AlsoEnded.objects.create(sheet=make_stop(), action=make_open_action())


KEPT = {
    User: (make_user, "name", ("Ada", "Bea", "Cleo")),
    Authority: (make_authority, "holder", ("Ada", "Bea", "Cleo")),
    Salutation: (lambda: make_authority().salutations.get(), "text", ("Dear A", "Dear B", "Dear C")),
    Case: (lambda: make_case(person=""), "title", ("one", "two", "three")),
    Concern: (lambda: Concern.objects.create(name="Zeal", slug="zeal"), "definition", ("one", "two", "three")),
    Deadline: (lambda: make_deadline(make_case()), "what", ("one", "two", "three")),
    CaseNote: (make_note, "text", ("one", "two", "three")),
    Development: (make_development, "what", ("one", "two", "three")),
    Hearing: (lambda: make_hearing(make_case()), "matter", ("one", "two", "three")),
    PersonAtRisk: (lambda: make_case().people.get(), "age", (30, 31, 32)),
    CountryNote: (
        lambda: CountryNote.objects.create(country="TJ", text="Sign with initials."),
        "text",
        ("one", "two", "three"),
    ),
    PostageRate: (make_rate, "source", ("one", "two", "three")),
    PostalRoute: (
        lambda: PostalRoute.objects.create(country="TJ", working_days=15),
        "note",
        ("one", "two", "three"),
    ),
    Consent: (lambda: make_case().people.get().consents.get(), "note", ("one", "two", "three")),
    Withdrawal: (make_withdrawal, "reason", ("one", "two", "three")),
    PersonStatus: (make_status, "note", ("one", "two", "three")),
    Campaign: (lambda: Campaign.objects.create(title="A", slug="a"), "summary", ("one", "two", "three")),
    UrgentAction: (make_action, "number", (11, 12, 13)),
    Sheet: (make_draft, "headline", ("ONE", "TWO", "THREE")),
    Demand: (lambda: make_draft().demands.get(), "letter_wording", ("one", "two", "three")),
    AlsoEnded: (make_also_ended, "action_id", (901, 902, 903)),
    CheckReason: (make_check_reason, "reason", ("One.", "Two.", "Three.")),
    ImportedSource: (make_imported_source, "file_name", ("a.txt", "b.txt", "c.txt")),
    Outcome: (make_outcome, "sentence", ("One.", "Two.", "Three.")),
    Recipient: (lambda: make_draft().recipients.get(), "order", (2, 3, 4)),
    Reply: (make_reply, "text", ("one", "two", "three")),
    TallyLine: (make_tally_line, "number", (21, 22, 23)),
    Assignment: (
        lambda: Assignment.objects.create(matter="hearing", subject_id=1, at=AT, by=make_user()),
        "note",
        ("one", "two", "three"),
    ),
}


def test_every_kept_model_is_tried_below():
    assert set(KEPT) == {model for model in kept_models() if not model._records.deletions_only}


def told(model, pk, field):
    """The records of a row from the oldest on: what was done, and the value of a field then."""
    records = model.history.model.objects.filter(id=pk).order_by("history_id")
    return [(record.history_type, getattr(record, field)) for record in records]


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_every_way_of_writing_a_row_leaves_a_record(model):
    make, field, (saved, updated, in_bulk) = KEPT[model]
    row = make()
    before = told(model, row.pk, field)

    setattr(row, field, saved)
    row.save()
    model.objects.filter(pk=row.pk).update(**{field: updated})
    setattr(row, field, in_bulk)
    model.objects.bulk_update([row], [field])
    model.objects.filter(pk=row.pk).delete()
    model.objects.bulk_create([row])

    assert before[0][0] == "+"
    assert told(model, row.pk, field)[len(before) :] == [
        ("~", saved),
        ("~", updated),
        ("~", in_bulk),
        ("-", in_bulk),
        ("+", in_bulk),
    ]


@pytest.mark.parametrize("model", [model for model in KEPT if model._records.part_of], ids=lambda model: model.__name__)
def test_what_goes_with_its_whole_leaves_a_record_in_the_same_act(model):
    make, field, _ = KEPT[model]
    row = make()
    whole = getattr(row, model._records.part_of)

    last = model.objects.get(pk=row.pk)
    whole_pk = whole.pk
    whole.delete()

    gone, gone_with = row.history.latest(), type(whole).history.model.objects.filter(id=whole_pk).latest()
    assert (gone.history_type, getattr(gone, field)) == ("-", getattr(last, field))
    assert (gone_with.history_type, gone_with.act) == ("-", gone.act)


def test_all_rows_of_one_update_are_recorded_in_one_act_and_no_other_row():
    hearings = [make_hearing(make_case(), matter=f"matter {n}") for n in range(3)]

    count = Hearing.objects.filter(matter__in=("matter 0", "matter 1")).update(matter=F("result"), on=F("on"))

    changed = Hearing.history.filter(history_type="~")
    assert (count, {record.id for record in changed}) == (2, {hearings[0].pk, hearings[1].pk})
    assert {record.matter for record in changed} == {""}
    assert len({record.act for record in changed}) == 1


def test_an_update_that_matches_nothing_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(3):  # with the two of its savepoint
        assert Hearing.objects.filter(matter="none").update(matter="some") == 0


def test_a_row_saved_in_part_is_recorded_as_the_database_has_it():
    case = make_case()
    case.title, case.summary = "saved", "not saved"

    case.save(update_fields=["title"])

    assert (case.history.latest().title, case.history.latest().summary) == ("saved", "")


def test_a_value_computed_by_the_database_is_recorded_as_it_came_out():
    person = make_case().people.get()
    person.age = 30
    person.save()
    person.age = F("age") + 1

    person.save()

    assert person.history.latest().age == 31


def test_what_is_undone_leaves_no_record():
    case = make_case()

    with transaction.atomic():
        Case.objects.update(title="other")
        transaction.set_rollback(True)

    assert [kind for kind, _ in told(Case, case.pk, "title")] == ["+"]


def test_rows_written_over_others_in_bulk_are_refused():
    with pytest.raises(NotSupportedError, match="cannot be passed over unrecorded"):
        Concern.objects.bulk_create([Concern(name="Zeal", slug="zeal")], ignore_conflicts=True)


def test_concerns_of_a_case_are_recorded_from_either_end():
    case = make_case()
    one, two = Concern.objects.all()[:2]

    def recorded():
        return {link.concern_id for link in case.history.latest().concerns.all()}

    case.concerns.add(one)
    assert recorded() == {one.pk}
    two.cases.add(case)
    assert recorded() == {one.pk, two.pk}
    one.cases.clear()
    assert recorded() == {two.pk}
    two.delete()
    assert recorded() == set()


def test_roles_are_recorded_passwords_and_logins_are_not(client):
    user = make_user("Editor")
    before = user.history.count()

    client.post(reverse("account_login"), {"login": user.email, "password": "correct horse"})

    user.refresh_from_db()
    assert user.last_login is not None
    assert user.history.count() == before
    assert [link.group.name for link in user.history.latest().groups.select_related("group")] == ["Editor"]
    assert not {"password", "last_login"} & {field.name for field in User.history.model._meta.fields}


def test_a_request_is_one_act_of_whoever_is_logged_in(client):
    keeper = make_user("Address keeper")
    offices = [make_authority(verified_on=None), make_authority(verified_on=None)]
    client.force_login(keeper)

    client.post(
        reverse("admin:cases_authority_changelist"),
        {"action": "mark_as_verified", "_selected_action": [office.pk for office in offices]},
    )

    records = [office.history.latest() for office in offices]
    assert [(record.history_type, record.history_user) for record in records] == [("~", keeper)] * 2
    assert records[0].act == records[1].act


def test_a_request_is_recorded_by_the_clock_of_the_site(client, settings):
    settings.DEMO_TODAY = AT.date()
    office = make_authority()
    client.force_login(make_user("Address keeper"))

    client.post(
        reverse("admin:cases_authority_changelist"),
        {"action": "mark_as_verified", "_selected_action": [office.pk]},
    )

    by_the_desk, by_nobody = office.history.all()
    assert localdate(by_the_desk.history_date) == AT.date()
    assert localdate(by_nobody.history_date) != AT.date()
    # The order is that of the real clock all the same.
    assert by_nobody.act < by_the_desk.act


def test_a_verb_says_who_when_and_why_without_a_request():
    action = make_open_action()
    approver = make_user("Approver")

    stop_action(action, by=approver, at=datetime(2011, 7, 20, 9, tzinfo=UTC), reason="He was released.")

    last = action.history.latest()
    assert (last.status, last.history_user, last.history_date, last.history_change_reason) == (
        "stopped",
        approver,
        datetime(2011, 7, 20, 9, tzinfo=UTC),
        "He was released.",
    )


def test_verbs_inside_an_act_belong_to_it():
    user = make_user()

    with acting(by=user, at=AT):
        case = make_case(owner=user)
        sheet = make_draft(make_action(case))

    assert case.history.get().act == sheet.history.latest().act


def test_a_change_by_nobody_known_is_recorded_too():
    case = make_case()

    assert (case.history.get().history_user, case.history.get().history_change_reason) == (None, "")


def test_what_is_said_to_be_unrecorded_is():
    case = make_case()

    with unrecorded():
        Case.objects.update(title="other")
        Case.objects.bulk_create([Case(title="more", country="IS", opened_on=AT.date(), owner=case.owner)])

    assert Case.history.count() == 1


def test_nobody_who_changed_something_can_be_deleted():
    user = make_user()
    with acting(by=user, at=AT):
        make_authority()

    with pytest.raises(ProtectedError):
        user.delete()


def test_somebody_who_leaves_takes_no_matter_along_unrecorded():
    user = make_user()
    matter = Assignment.objects.create(matter="hearing", subject_id=1, at=AT, by=make_user(), assignee=user)
    number = user.pk

    user.delete()

    assert [record.assignee_id for record in matter.history.order_by("history_id")] == [number, None]


def test_a_sheet_of_which_something_was_decided_goes_only_with_its_action():
    sheet = make_draft()
    record(sheet.action, Verb.SUBMIT, by=sheet.created_by, at=AT, sheet=sheet)
    event = sheet.events.get()

    with pytest.raises(RestrictedError):
        sheet.delete()
    sheet.action.delete()

    gone = ActionEvent.history.model.objects.get(id=event.pk)
    assert (gone.history_type, gone.verb, gone.act) == ("-", "submit", Sheet.history.latest().act)


def test_authors_go_with_their_sheet_and_leave_a_record():
    sheet = make_draft()
    author = sheet.authors.get().user

    sheet.action.delete()

    assert SheetAuthor.history.model.objects.get().user_id == author.pk
