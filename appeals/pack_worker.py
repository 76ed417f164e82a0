"""What a worker does with a large pack, and the web process that hands it over (`appeals.large_packs`).

A stop, a pause, or a newer sheet of any action while the pack is made ends it: that is asked before each word of
progress, and once more when it is handed out.
"""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, connection

from appeals.large_packs import (
    TAKEN_WITHIN,
    Turn,
    keep_failed,
    keep_made,
    pass_on,
    receive_order,
    tell_progress,
)
from appeals.models import LargePack
from appeals.pack_making import PackGivenUp, pdf_of_pack
from appeals.pack_orders import read_in
from appeals.packs import pack_of
from appeals.pdf_errors import PDFError
from appeals.standing import standing_of
from campaigns.models import UrgentAction

PAUSE = 0.2  # seconds between two looks
HANDED_OVER_WITHIN = 20.0  # seconds, from when a worker has it
MADE_WITHIN = 600.0  # seconds; twenty times what the largest takes


def make_taken_pack(turn: Turn, *, now: Callable[[], datetime], today: Callable[[], date]) -> None:
    """Wait for what was typed, make the pack of it and keep it; or keep the sentence that says why not."""
    plain = _received(turn)
    if plain is None:
        return  # its page says that it was lost
    began = time.monotonic()

    def told(done: int) -> None:
        if not tell_progress(turn, done, at=now()):
            raise PackGivenUp("Nobody waits for it any more.")
        check_actions_ask(((one["slug"], one["sheet_id"]) for one in plain["actions"]), on=today())
        if time.monotonic() - began > MADE_WITHIN:
            raise PackGivenUp("It took too long, so it was given up. Make two packs of half of the writers each.")

    try:
        told(0)
        pack = pack_of(read_in(plain, on=today()), tally_codes=plain["codes"])
        pdf = pdf_of_pack(pack, told=told)
        told(plain["total"])
        keep_made(turn, pdf, plain, at=now())
    except (PackGivenUp, PDFError) as error:
        keep_failed(turn, str(error), plain, at=now())
    except Exception:
        keep_failed(turn, "Something of ours failed, and it was not made. Please try again.", plain, at=now())
        # The error itself may quote what was typed; that it happened is told without it.
        raise PackFailed(turn.pk) from None


class PackFailed(Exception):
    """A large pack could not be made because of an error of ours; holds its number alone."""


def check_actions_ask(actions: Iterable[tuple[str, int]], *, on: date) -> None:
    """Whether all actions ask for letters, by these sheets.

    Raises:
        PackGivenUp: names the first that does not.
    """
    sheets = dict(actions)
    rows = {row.slug: row for row in UrgentAction.objects.published().filter(slug__in=sheets)}
    for slug, sheet_id in sheets.items():
        action = rows.get(slug)
        if action is None or not action.is_open(on=on):
            said = (
                f"{action.reference} asks for no letters any more ({standing_of(action, on=on).label})"
                if action
                else ("One of its actions is not published any more")
            )
            raise PackGivenUp(f"{said}, so this pack was thrown away. Make it again without it.")
        if action.current_sheet_id != sheet_id:
            raise PackGivenUp(
                f"{action.reference} got a newer sheet meanwhile, so this pack was thrown away. Make it again: you "
                "will see what it says now."
            )


def pass_on_soon(pk: int, plain: dict[str, Any]) -> None:
    """Keep what was typed in the memory of this process until a worker takes the pack, and hand it over then."""
    threading.Thread(target=_wait_and_pass_on, args=(pk, plain), name="pack", daemon=True).start()


def _wait_and_pass_on(pk: int, plain: dict[str, Any]) -> None:
    end = time.monotonic() + TAKEN_WITHIN.total_seconds() + HANDED_OVER_WITHIN
    try:
        while time.monotonic() < end:
            with suppress(DatabaseError):  # busy, or away for a moment
                if pass_on(pk, plain):
                    return
            time.sleep(PAUSE)
    except LargePack.DoesNotExist:
        return
    finally:
        connection.close()


def _received(turn: Turn) -> dict[str, Any] | None:
    end = time.monotonic() + HANDED_OVER_WITHIN
    while time.monotonic() < end:
        if (plain := receive_order(turn)) is not None:
            return plain
        time.sleep(PAUSE)
    return None
