"""Is somebody working at the queues apart from that of mail? Beat rings there each minute, and whoever hears notes it.

The queue of mail needs no such sign: its sweep notes itself (`campaigns.sweeps`).
"""

from datetime import datetime, timedelta

from campaigns.models import WorkerSign

LATEST = timedelta(minutes=5)  # a pack takes a minute, and five rings were missed
_WORDS = {"packs": "The worker of large packs"}
WATCHED = tuple(_WORDS)


def show_sign(queue: str, *, at: datetime) -> None:
    """Note that the worker of a queue has heard the bell."""
    WorkerSign.objects.update_or_create(queue=queue, defaults={"seen_at": at})


def silent_workers(*, at: datetime) -> tuple[str, ...]:
    """A sentence for each watched queue whose worker has not been heard of; they tell nothing private."""
    seen = dict(WorkerSign.objects.values_list("queue", "seen_at"))
    return tuple(
        f"{words} has not been heard of for more than five minutes. Is it running, and beat?"
        for queue, words in _WORDS.items()
        if queue not in seen or at - seen[queue] > LATEST
    )
