"""Large packs: asked for by a web process, made by a worker, fetched by who has their address, forgotten in an hour.

What was typed is in the memory of the web process until a worker takes the pack, then in that worker's, and written
nowhere. On its way it is sealed to a key that the worker made for this one pack and keeps in memory; what the worker
makes is locked with the token in the address of the pack, of which the database has a hash. So a worker that is killed
takes the pack with it: its page says that it was lost, and the group makes it again.
"""

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from accounts.terms import LARGE_PACKS
from appeals.models import LargePack
from appeals.pack_orders import from_bytes, to_bytes
from appeals.sealing import SealKey, locked, name_of, new_token, sealed_to, unlocked

KEPT_FOR = LARGE_PACKS.lasts  # from when it was asked for
TAKEN_WITHIN = timedelta(minutes=3)  # until a worker is free
LOST_AFTER = timedelta(seconds=90)  # without a word of its worker
MOST_AT_ONCE = 40  # packs under way or waiting to be fetched, of the whole site: some five megabytes each

_HEAD = struct.Struct("!I")
_UNDER_WAY = LargePack.Outcome.NONE


class TooManyPacks(Exception):
    """So many large packs are being made that this one was not begun. The message is a sentence."""


class Stage(Enum):
    """How far a pack is."""

    WAITS = auto()
    BEING_MADE = auto()
    MADE = auto()
    FAILED = auto()
    LOST = auto()


@dataclass(frozen=True)
class Progress:
    """What its page shows.

    Args:
        sentence: why it failed.
    """

    stage: Stage
    done: int
    total: int
    kept_until: datetime
    sentence: str = ""


@dataclass(frozen=True)
class MadePack:
    """What its reader fetches.

    Args:
        actions: address and sheet of each, by which it is asked again before it is handed out.
    """

    pdf: bytes
    day: str
    actions: tuple[tuple[str, int], ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Turn:
    """A pack in the hand of a worker, with the key that nobody else has."""

    pk: int
    key: SealKey


def ask_for_pack(total: int, *, at: datetime) -> tuple[LargePack, str]:
    """A row for a pack of so many letters and envelopes, and the token of its address.

    Raises:
        TooManyPacks: says so.
    """
    forget_old_packs(at=at)
    if LargePack.objects.count() >= MOST_AT_ONCE:
        raise TooManyPacks(
            "Many large packs are being made at this moment, so this one was not begun. Please try again in some "
            "minutes, or make it smaller. All that you typed is still here."
        )
    token = new_token()
    return LargePack.objects.create(name=name_of(token), asked_at=at, total=total), token


def take_pack(pk: int, *, at: datetime) -> Turn | None:
    """Take a pack in hand; None if another worker has it, or it waited too long and is given up."""
    key = SealKey()
    waiting = LargePack.objects.filter(pk=pk, public_key=b"", outcome=_UNDER_WAY, asked_at__gt=at - TAKEN_WITHIN)
    return Turn(pk, key) if waiting.update(public_key=key.public, alive_at=at) else None


def pass_on(pk: int, plain: dict[str, Any]) -> bool:
    """Send what was typed to the worker that has the pack; False as long as none has.

    Raises:
        LargePack.DoesNotExist: if nobody waits for the pack any more.
    """
    row = LargePack.objects.only("public_key").get(pk=pk)
    if not row.public_key:
        return False
    sealed = sealed_to(bytes(row.public_key), to_bytes(plain))
    LargePack.objects.filter(pk=pk, sealed_order=b"").update(sealed_order=sealed)
    return True


def receive_order(turn: Turn) -> dict[str, Any] | None:
    """What was handed over, and is then written nowhere any more; None as long as nothing was."""
    row = LargePack.objects.filter(pk=turn.pk).exclude(sealed_order=b"").only("sealed_order").first()
    if row is None:
        return None
    LargePack.objects.filter(pk=turn.pk).update(sealed_order=b"")
    return from_bytes(turn.key.opened(bytes(row.sealed_order)))


def tell_progress(turn: Turn, done: int, *, at: datetime) -> bool:
    """Say how far it is; False if nobody waits for it any more."""
    return bool(LargePack.objects.filter(pk=turn.pk, outcome=_UNDER_WAY).update(done=done, alive_at=at))


def keep_made(turn: Turn, pdf: bytes, plain: dict[str, Any], *, at: datetime) -> None:
    """Keep what was made for its reader, under their lock."""
    about = to_bytes({name: plain[name] for name in ("day", "actions", "codes")})
    _end(turn, LargePack.Outcome.MADE, plain["token"], _HEAD.pack(len(about)) + about + pdf, at=at)


def keep_failed(turn: Turn, sentence: str, plain: dict[str, Any], *, at: datetime) -> None:
    """Keep why it was not made, under the same lock: the sentence may name an action."""
    _end(turn, LargePack.Outcome.FAILED, plain["token"], sentence.encode(), at=at)


def progress_of(token: str, *, at: datetime) -> Progress | None:
    """How far a pack is; None if there is none, or none any more."""
    row = _row(token, at=at)
    if row is None:
        return None
    stage, sentence = _stage(row, at), ""
    if stage == Stage.FAILED:
        sentence = unlocked(token, bytes(row.locked_result)).decode()
    return Progress(stage, min(row.done, row.total), row.total, row.asked_at + KEPT_FOR, sentence)


def made_pack(token: str, *, at: datetime) -> MadePack | None:
    """What was made; None if nothing was, or not any more."""
    row = _row(token, at=at)
    if row is None or row.outcome != LargePack.Outcome.MADE:
        return None
    text = unlocked(token, bytes(row.locked_result))
    length = _HEAD.unpack_from(text)[0]
    about = from_bytes(text[_HEAD.size : _HEAD.size + length])
    actions = tuple((one["slug"], one["sheet_id"]) for one in about["actions"])
    return MadePack(text[_HEAD.size + length :], about["day"], actions, tuple(about["codes"]))


def forget_pack(token: str) -> None:
    """Forget it at once, made or not; its worker finds out with the next part."""
    LargePack.objects.filter(name=name_of(token)).delete()


def forget_old_packs(*, at: datetime) -> int:
    """Forget all packs whose hour is over; says how many."""
    return LargePack.objects.filter(asked_at__lte=at - KEPT_FOR).delete()[0]


def _row(token: str, *, at: datetime) -> LargePack | None:
    return LargePack.objects.filter(name=name_of(token), asked_at__gt=at - KEPT_FOR).defer("locked_result").first()


def _stage(row: LargePack, at: datetime) -> Stage:
    if row.outcome == LargePack.Outcome.MADE:
        return Stage.MADE
    if row.outcome == LargePack.Outcome.FAILED:
        return Stage.FAILED
    if row.alive_at is None:
        return Stage.WAITS if at < row.asked_at + TAKEN_WITHIN else Stage.LOST
    return Stage.BEING_MADE if at < row.alive_at + LOST_AFTER else Stage.LOST


def _end(turn: Turn, outcome: LargePack.Outcome, token: str, result: bytes, *, at: datetime) -> None:
    LargePack.objects.filter(pk=turn.pk, outcome=_UNDER_WAY).update(
        outcome=outcome, locked_result=locked(token, result), alive_at=at, sealed_order=b"", public_key=b""
    )
