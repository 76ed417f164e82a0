"""Four planners and four senders at the same moment, again and again: the same set each time."""

import multiprocessing
import random
import time
from collections import Counter
from multiprocessing.synchronize import Barrier

from django.db import connection

from campaigns.models import Reminder
from campaigns.planning import plan_reminders
from campaigns.sending import send_due
from config import clock
from tests.chaos.ground import Ground
from tests.chaos.ledger import Accepted, Account, account, fill
from tests.chaos.scenarios import Result

PLANNERS = SENDERS = 4
PATIENCE = 120  # seconds for one round
ACTIONS = 10

Rows = frozenset[tuple[object, ...]]


def rounds(ground: Ground, *, reminders: int, blows: int, seed: int) -> Result:
    """Delete the plan, let all of them loose, and compare; `blows` is how many rounds."""
    chance = random.Random(seed)
    fill(actions=ACTIONS, reminders=reminders, chance=chance, follows=lambda: chance.randint(1, ACTIONS))
    alone, due = _planned(), Reminder.objects.due(clock.now()).count()
    accepted = Accepted(ground.accepted)
    began = time.monotonic()
    connection.close()
    context = multiprocessing.get_context("fork")
    start, planned, sent = (context.Barrier(PLANNERS + SENDERS + 1) for _ in range(3))
    crew = [context.Process(target=_plan, args=(blows, start, planned, sent)) for _ in range(PLANNERS)]
    crew += [context.Process(target=_send, args=(blows, start, planned, sent)) for _ in range(SENDERS)]
    for member in crew:
        member.start()
    different = not_once = 0
    total = Account()
    for _ in range(blows):
        accepted = Accepted(ground.accepted)
        Reminder.objects.all().delete()
        for barrier in (start, planned, sent):
            barrier.wait(PATIENCE)
        different += _planned() != alone
        # Who heard of what: each of it once, whatever mail it came with.
        taken = Counter(told for mail in accepted.mails() for told in mail.told)
        not_once += set(taken.values()) != {1} or len(taken) != due
        total.add(account(accepted))
    for member in crew:
        member.join(PATIENCE)
    broken = ""
    if different or not_once or any(member.exitcode != 0 for member in crew):
        broken = f"{different} rounds planned another set, in {not_once} not each notice went once"
    remark = f"{different} of {blows} sets differ; {PLANNERS} planners and {SENDERS} senders"
    return Result("planners and senders", seed, blows, time.monotonic() - began, total, 0, remark, broken)


def _planned() -> Rows:
    columns = ("kind", "subject_id", "about_on", "lead_days", "address", "action_id", "subscription_id", "due_at")
    return frozenset(Reminder.objects.values_list(*columns))


def _plan(times: int, start: Barrier, planned: Barrier, sent: Barrier) -> None:
    for _ in range(times):
        start.wait(PATIENCE)
        plan_reminders(at=clock.now())
        planned.wait(PATIENCE)
        sent.wait(PATIENCE)


def _send(times: int, start: Barrier, planned: Barrier, sent: Barrier) -> None:
    """Send while the planners plan, and then what they have planned since."""
    for _ in range(times):
        start.wait(PATIENCE)
        send_due(at=clock.now())
        planned.wait(PATIENCE)
        while Reminder.objects.due(clock.now()).exists():
            send_due(at=clock.now())
        sent.wait(PATIENCE)
