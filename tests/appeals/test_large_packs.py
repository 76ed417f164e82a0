"""A large pack on its way: from a web process to a worker and back, readable for nobody in between."""

from datetime import timedelta
from traceback import format_exception

import pytest

from appeals.large_packs import (
    KEPT_FOR,
    LOST_AFTER,
    MOST_AT_ONCE,
    TAKEN_WITHIN,
    Stage,
    TooManyPacks,
    Turn,
    ask_for_pack,
    forget_old_packs,
    forget_pack,
    keep_made,
    made_pack,
    pass_on,
    progress_of,
    receive_order,
    take_pack,
    tell_progress,
)
from appeals.models import LargePack
from appeals.pack_making import PackGivenUp
from appeals.pack_orders import read_in, written_out
from appeals.pack_tallies import new_codes
from appeals.pack_worker import PackFailed, check_actions_ask, make_taken_pack
from appeals.packs import PackAction, PackOrder
from appeals.sealing import NotOurs, SealKey, locked, sealed_to, unlocked
from campaigns.content import content_of
from campaigns.lifecycle import pause_action, stop_action
from campaigns.models import UrgentAction
from tests.builders import AT, issue, make_draft, make_open_action

pytestmark = pytest.mark.django_db

ON = AT.date()
NAME = "Canarina Vogelname"


@pytest.fixture
def action() -> UrgentAction:
    return make_open_action()


def order_of(action: UrgentAction) -> PackOrder:
    sheet = action.current_sheet
    return PackOrder((PackAction(action.slug, sheet.pk, content_of(sheet), "en"),), (NAME, ""), "Bern", ON, "A4")


def plain_of(action: UrgentAction, token: str) -> dict:
    order = order_of(action)
    return {**written_out(order), "codes": list(new_codes(order)), "token": token, "total": order.pages_at_least}


def taken(action: UrgentAction) -> tuple[Turn, str]:
    """A pack that a worker has in hand, with its order on the way."""
    row, token = ask_for_pack(2, at=AT)
    turn = take_pack(row.pk, at=AT)
    assert turn is not None
    assert pass_on(row.pk, plain_of(action, token))
    return turn, token


def stage_of(token: str, *, after: timedelta = timedelta()) -> Stage | None:
    progress = progress_of(token, at=AT + after)
    return progress.stage if progress else None


def test_sealed_is_opened_by_its_key_alone() -> None:
    key = SealKey()
    sealed = sealed_to(key.public, b"a name")

    assert b"a name" not in sealed
    assert key.opened(sealed) == b"a name"
    with pytest.raises(NotOurs):
        SealKey().opened(sealed)


def test_locked_is_opened_by_its_token_alone() -> None:
    assert unlocked("token", locked("token", b"a name")) == b"a name"
    with pytest.raises(NotOurs):
        unlocked("another", locked("token", b"a name"))


def test_order_comes_out_as_it_went_in(action) -> None:
    assert read_in(written_out(order_of(action)), on=ON) == order_of(action)


def test_pack_waits_is_made_and_is_fetched(action) -> None:
    row, token = ask_for_pack(2, at=AT)
    assert stage_of(token) == Stage.WAITS
    assert not pass_on(row.pk, plain_of(action, token))

    turn = take_pack(row.pk, at=AT)
    assert pass_on(row.pk, plain_of(action, token))
    assert tell_progress(turn, 1, at=AT)
    assert progress_of(token, at=AT).done == 1
    make_taken_pack(turn, now=lambda: AT, today=lambda: ON)

    assert stage_of(token) == Stage.MADE
    made = made_pack(token, at=AT)
    assert made.pdf.startswith(b"%PDF")
    assert made.actions == ((action.slug, action.current_sheet_id),)
    assert made_pack("another", at=AT) is None


def test_row_never_holds_what_was_typed_nor_which_actions(action) -> None:
    turn, _ = taken(action)
    rows = [str(LargePack.objects.values_list().get())]
    make_taken_pack(turn, now=lambda: AT, today=lambda: ON)
    rows.append(str(LargePack.objects.values_list().get()))

    assert [word for word in ("anari", "Vogel", "Bern", action.slug, "%PDF") for row in rows if word in row] == []


def test_one_worker_takes_a_pack(action) -> None:
    row, _ = ask_for_pack(2, at=AT)

    assert take_pack(row.pk, at=AT) is not None
    assert take_pack(row.pk, at=AT) is None


def test_order_is_received_once(action) -> None:
    turn, _ = taken(action)

    assert receive_order(turn)["names"] == [NAME, ""]
    assert receive_order(turn) is None


@pytest.mark.parametrize(
    ("after", "stage"), [(TAKEN_WITHIN - timedelta(seconds=1), Stage.WAITS), (TAKEN_WITHIN, Stage.LOST)]
)
def test_pack_that_nobody_takes_is_lost_after_three_minutes(after: timedelta, stage: Stage) -> None:
    row, token = ask_for_pack(2, at=AT)

    assert stage_of(token, after=after) == stage
    assert (take_pack(row.pk, at=AT + after) is None) == (stage == Stage.LOST)


@pytest.mark.parametrize(
    ("after", "stage"), [(LOST_AFTER - timedelta(seconds=1), Stage.BEING_MADE), (LOST_AFTER, Stage.LOST)]
)
def test_pack_whose_worker_was_killed_is_lost_after_a_minute_and_a_half(action, after, stage) -> None:
    _, token = taken(action)

    assert stage_of(token, after=after) == stage


@pytest.mark.parametrize("is_pause", [True, False])
def test_stop_or_pause_while_it_is_made_ends_it_with_a_sentence(action, is_pause: bool) -> None:
    turn, token = taken(action)
    decide = pause_action if is_pause else stop_action
    decide(action, by=action.created_by, at=AT, reason="released")

    make_taken_pack(turn, now=lambda: AT, today=lambda: ON)

    said = "Paused" if is_pause else "Stopped"
    assert progress_of(token, at=AT).stage == Stage.FAILED
    assert progress_of(token, at=AT).sentence == (
        f"{action.reference} asks for no letters any more ({said}), so this pack was thrown away. Make it again "
        "without it."
    )
    assert made_pack(token, at=AT) is None


def test_error_of_ours_is_told_without_what_was_typed(action) -> None:
    row, token = ask_for_pack(2, at=AT)
    turn = take_pack(row.pk, at=AT)
    pass_on(row.pk, {**plain_of(action, token), "paper": NAME})

    with pytest.raises(PackFailed) as error:
        make_taken_pack(turn, now=lambda: AT, today=lambda: ON)

    assert NAME not in "".join(format_exception(error.value))
    assert progress_of(token, at=AT).sentence == "Something of ours failed, and it was not made. Please try again."


def test_newer_sheet_ends_it_too(action) -> None:
    old = [(action.slug, action.current_sheet_id)]
    check_actions_ask(old, on=ON)
    issue(make_draft(action))

    with pytest.raises(PackGivenUp) as given_up:
        check_actions_ask(old, on=ON)
    assert str(given_up.value).startswith(f"{action.reference} got a newer sheet meanwhile")


def test_pack_that_was_given_up_is_made_no_further(action) -> None:
    turn, token = taken(action)
    forget_pack(token)

    assert not tell_progress(turn, 1, at=AT)
    assert stage_of(token) is None


def test_pack_is_gone_after_an_hour(action) -> None:
    turn, token = taken(action)
    keep_made(turn, b"%PDF", plain_of(action, token), at=AT)

    assert made_pack(token, at=AT + KEPT_FOR - timedelta(seconds=1)) is not None
    assert made_pack(token, at=AT + KEPT_FOR) is None
    assert forget_old_packs(at=AT + KEPT_FOR) == 1
    assert LargePack.objects.count() == 0


def test_so_many_at_once_and_no_more() -> None:
    for number in range(MOST_AT_ONCE):
        LargePack.objects.create(name=str(number), asked_at=AT, total=1)

    with pytest.raises(TooManyPacks):
        ask_for_pack(2, at=AT)
    ask_for_pack(2, at=AT + KEPT_FOR)  # those are forgotten by then
