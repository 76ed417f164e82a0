"""Each row of the history is a link of a chain: what is changed past the desk does not fit any more."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import chain
from accounts.acts import unrecorded
from accounts.chain import canonical, digest_of, head, seal_rows
from accounts.history import ADDED
from accounts.models import HistoryCheck, Seal, StruckRecord, User
from accounts.verifying import FAULTS, check_history, verify
from campaigns.decisions import record
from campaigns.lifecycle import stop_action
from campaigns.models import ActionEvent
from campaigns.states import Verb
from cases.hearing_moves import cancel_hearing
from cases.models import Case, DateMove
from cases.striking import strike_out
from tests.builders import AT, make_authority, make_case, make_draft, make_hearing, make_open_action, make_user

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)
CASES = Case.history.model


@pytest.fixture
def sealed():
    """Three cases, and everything sealed."""
    cases = [make_case(title=f"case {number}") for number in range(3)]
    seal_rows(at=AT)
    assert verify().faults == []
    return [case.history.get() for case in cases]


def seal_of(record):
    return Seal.objects.get(journal=record._meta.label, row_pk=record.pk)


def named(record):
    seal = seal_of(record)
    return f"cases.HistoricalCase, row {record.pk} (record of a case), link {seal.number}, sealed 2011-07-13 10:00"


def test_the_canonical_form_is_sorted_without_blanks_and_in_utf_8():
    assert canonical({"b": [1, None, True], "a": "Чайка\n"}) == '{"a":"Чайка\\n","b":[1,null,true]}'.encode()


def test_a_digest_is_of_salt_journal_and_row_whatever_the_order_and_the_zone():
    moment = datetime(2011, 7, 13, 8, tzinfo=UTC)
    one = digest_of("cases.HistoricalCase", {"id": 1, "at": moment}, "00" * 16)
    same = digest_of("cases.HistoricalCase", {"at": moment.astimezone(), "id": 1}, "00" * 16)

    written = b'{"":"cases.HistoricalCase","at":"2011-07-13T08:00:00.000000+00:00","id":1}'
    assert one == same == sha256(bytes(16) + written).hexdigest()
    assert one != digest_of("cases.HistoricalCase", {"id": 1, "at": moment}, "01" * 16)
    assert one != digest_of("cases.HistoricalDeadline", {"id": 1, "at": moment}, "00" * 16)


def test_a_value_that_nobody_has_said_how_to_write_is_refused():
    with pytest.raises(TypeError, match="object has no canonical form"):
        digest_of("cases.HistoricalCase", {"id": object()}, "")


def test_every_row_of_the_history_gets_one_link_and_no_second():
    stop_action(make_open_action(), by=make_user("Approver"), at=AT, reason="Released.")

    count = seal_rows(at=AT)

    found = verify()
    assert seal_rows(at=LATER) == 0
    assert (found.links, found.rows.total(), found.waiting, found.faults) == (count, count, 0, [])
    assert found.rows["campaigns.ActionEvent"] == ActionEvent.objects.count()
    assert found.rows["accounts.HistoricalUser"] == User.history.count()
    assert (found.head, found.links) == (head().link, head().number)


def test_what_has_no_seal_yet_waits_and_is_no_fault(sealed):
    make_authority()

    found = verify()

    assert (found.waiting > 0, found.faults) == (True, [])


def test_a_limit_stops_in_between_and_the_next_run_goes_on(sealed):
    with_more = [make_case(title=f"more {number}") for number in range(4)]
    waiting = verify().waiting

    assert seal_rows(at=AT, limit=3) == 3
    assert verify().waiting == waiting - 3
    assert seal_rows(at=AT) == waiting - 3
    assert verify().faults == []
    assert len(with_more) == 4


def test_a_row_that_was_changed_is_found(sealed):
    CASES.objects.filter(pk=sealed[1].pk).update(title="case l")

    assert verify().faults == [f"{named(sealed[1])}: changed since."]


def test_a_row_that_was_removed_is_found(sealed):
    CASES.objects.filter(pk=sealed[1].pk).delete()

    assert verify().faults == [f"{named(sealed[1])}: removed since."]


def test_two_rows_that_changed_places_are_found(sealed):
    one, two = sealed[:2]
    CASES.objects.filter(pk=one.pk).update(title=two.title)
    CASES.objects.filter(pk=two.pk).update(title=one.title)

    assert verify().faults == [f"{named(one)}: changed since.", f"{named(two)}: changed since."]


def test_a_row_that_the_site_would_never_have_written_is_found():
    person = make_case().people.get()
    person.statuses.create(status="detained", since="2011")
    seal_rows(at=AT)
    record = person.statuses.get().history.get()
    table = type(record)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET since = '20x1'")  # noqa: S608

    [fault] = verify().faults
    assert fault.startswith(f"cases.HistoricalPersonStatus, row {record.pk} ")
    assert fault.endswith("changed since.")


def test_a_row_that_was_put_in_below_others_is_found(sealed, monkeypatch):
    monkeypatch.setattr(chain, "SLACK", 1)
    record = sealed[0]
    number = record.pk - 1
    CASES.objects.filter(pk=number).delete()
    record.pk = number
    record.save(force_insert=True)

    assert seal_rows(at=LATER) == 0
    assert verify().faults == [
        f"cases.HistoricalCase, row {number} (record of a case): put in afterwards; it has no seal, and many later "
        "rows have one."
    ]


def test_a_link_that_was_changed_is_found(sealed):
    seal = seal_of(sealed[1])
    Seal.objects.filter(pk=seal.pk).update(sealed_at=LATER)

    assert verify().faults == [
        f"Link {seal.number} of the chain (cases.HistoricalCase, row {sealed[1].pk}): changed, moved or put in; it "
        "does not follow from the one before it."
    ]


def test_a_row_and_its_seal_that_were_made_to_fit_are_found_by_the_next_link(sealed):
    CASES.objects.filter(pk=sealed[0].pk).update(title="forged")
    seal = seal_of(sealed[0])
    row = CASES.objects.filter(pk=sealed[0].pk).values(*chain.journals()["cases.HistoricalCase"].columns).get()
    seal.digest = digest_of(seal.journal, row, seal.salt)
    before = Seal.objects.get(number=seal.number - 1).link
    seal.link = chain.link_of(before, seal)
    seal.save()

    [fault] = verify().faults
    assert fault.startswith(f"Link {seal.number + 1} of the chain ")


def test_two_links_that_changed_places_are_found(sealed):
    one, two = seal_of(sealed[0]), seal_of(sealed[1])
    Seal.objects.filter(pk__in=(one.pk, two.pk)).delete()
    one.number, two.number = two.number, one.number
    Seal.objects.bulk_create([one, two])

    assert len([fault for fault in verify().faults if fault.startswith("Link ")]) >= 2


def test_a_link_that_was_taken_out_is_found(sealed):
    seal = seal_of(sealed[1])
    Seal.objects.filter(pk=seal.pk).delete()

    assert verify().faults == [f"Link {seal.number} of the chain: removed."]


def test_an_end_that_was_cut_off_is_found_by_a_head_that_was_written_down(sealed):
    mailed = head().link
    make_case(title="more")
    seal_rows(at=LATER)
    assert verify(known_head=mailed).faults == []

    Seal.objects.filter(number__gte=Seal.objects.get(link=mailed).number).delete()
    seal_rows(at=LATER)

    [fault] = verify(known_head=mailed).faults
    assert verify().faults == []
    assert fault.startswith("The head that was written down is no link of this chain: its end was cut off")


def test_what_was_sealed_earlier_can_be_passed_over(sealed):
    CASES.objects.filter(pk=sealed[0].pk).update(title="forged")
    before = Seal.objects.count()
    make_case(title="later")
    seal_rows(at=LATER)

    found = verify(since=LATER)

    assert (found.links, found.faults) == (Seal.objects.count() - before, [])
    assert found.head == head().link


def test_what_is_struck_out_shows_who_when_and_why_and_the_chain_still_verifies(sealed):
    admin = make_user(is_superuser=True)
    digest, link = seal_of(sealed[0]).digest, seal_of(sealed[0]).link

    strike_out(Case, sealed[0].id, by=admin, at=LATER, reason="Entered by mistake.")
    seal_rows(at=LATER)

    struck, found = StruckRecord.objects.get(), verify()
    seal = Seal.objects.get(journal="cases.HistoricalCase", row_pk=sealed[0].pk)
    assert (found.struck, found.faults) == (1, [])
    assert (struck.journal, struck.row_pk) == (seal.journal, seal.row_pk)
    assert (struck.by, struck.at, struck.reason) == (admin, LATER, "Entered by mistake.")
    assert (seal.digest, seal.link, seal.salt) == (digest, link, "")
    assert Seal.objects.filter(journal="accounts.StruckRecord", row_pk=struck.pk).exists()


def test_events_that_went_with_their_action_are_in_its_history_and_a_forged_copy_is_found():
    sheet = make_draft()
    record(sheet.action, Verb.SUBMIT, by=sheet.created_by, at=AT, sheet=sheet)
    seal_rows(at=AT)

    sheet.action.delete()
    seal_rows(at=LATER)

    found = verify()
    assert (found.deleted > 0, found.rows["campaigns.ActionEvent"], found.faults) == (True, 0, [])

    ActionEvent.history.model.objects.update(reason="forged")
    faults = [fault for fault in verify().faults if fault.startswith("campaigns.ActionEvent")]
    assert [fault.endswith("removed since.") for fault in faults] == [True]


def test_a_move_that_is_taken_back_keeps_its_seal():
    move = cancel_hearing(make_hearing(make_case()), by=make_user(), at=AT)
    seal_rows(at=AT)

    DateMove.objects.filter(pk=move.pk).update(undone_at=LATER, undone_by=make_user())
    assert verify().faults == []

    DateMove.objects.filter(pk=move.pk).update(reason="forged")
    assert len(verify().faults) == 1


def test_a_column_that_is_added_later_leaves_older_seals_as_they_are(sealed, monkeypatch):
    journal = chain.journals()["cases.HistoricalCase"]
    older = type(journal)(journal.model, changing=("summary",))
    record = CASES.objects.get(pk=sealed[0].pk)
    record.pk = None
    record.save(force_insert=True)
    monkeypatch.setattr(chain, "journals", lambda: {journal.label: older})
    seal_rows(at=AT)
    monkeypatch.undo()
    make_case()
    seal_rows(at=LATER)

    assert verify().faults == []


def test_memory_holds_only_the_first_faults(monkeypatch):
    user = make_user()
    with unrecorded():
        CASES.objects.bulk_create(
            CASES(
                id=number, title=f"case {number}", country="IS", opened_on=AT.date(), owner=user,
                history_date=AT, history_type=ADDED, act=user.history.latest().act,
            )
            for number in range(1, FAULTS + 21)
        )  # fmt: skip
    seal_rows(at=AT)
    CASES.objects.update(title="forged")

    found = verify()

    assert (found.fault_count, len(found.faults)) == (FAULTS + 20, FAULTS)


def test_the_daily_check_keeps_what_it_found_and_compares_with_the_day_before(sealed):
    first = check_history(at=AT)
    Seal.objects.filter(number=first.links).delete()
    seal_rows(at=LATER)

    second = check_history(at=LATER)

    assert (first.fault_count, first.faults, first.head) == (0, "", first.head)
    assert second.fault_count == 1
    assert second.faults.startswith("The head that was written down is no link of this chain")
    assert HistoryCheck.objects.latest() == second


def test_the_command_counts_and_ends_well(sealed, capsys):
    call_command("verify_history", "--json", "--head", head().link)

    told = json.loads(capsys.readouterr().out)
    assert (told["links"], told["head"], told["faults"]) == (head().number, head().link, [])
    assert told["rows"]["cases.HistoricalCase"] == 3


def test_the_command_ends_with_1_and_says_which_row(sealed, capsys):
    CASES.objects.filter(pk=sealed[1].pk).update(title="case l")

    with pytest.raises(CommandError, match=rf"The history is not as it was sealed\.\n.*row {sealed[1].pk} .*: changed"):
        call_command("verify_history")

    assert capsys.readouterr().out.startswith(f"{head().number} links. Head: {head().link}\n")


def test_the_command_says_what_is_wrong_with_a_moment():
    with pytest.raises(CommandError, match="--since yesterday: write a moment as 2026-01-31T08:00"):
        call_command("verify_history", "--since", "yesterday")


def test_the_command_seals(capsys):
    make_case()

    call_command("seal_history")

    assert capsys.readouterr().out == f"Sealed {Seal.objects.count()} rows.\n"
    assert Seal.objects.count() > 0
