"""The outcome as one table of Markdown."""

from collections.abc import Iterable

from tests.chaos.scenarios import Result

HEAD = (
    "what was done", "seed", "times", "reminders due", "mails taken", "lost", "in two mails", "mails twice",
    "more than twice", "other company", "unknown", "copies a blow", "for a person", "cancelled", "orphans", "seconds",
    "kept", "remark",
)  # fmt: skip


def table(results: Iterable[Result]) -> str:
    rows = [HEAD, tuple("---" for _ in HEAD), *(_row(result) for result in results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(result: Result) -> tuple[str, ...]:
    end = result.account
    numbers = (
        end.due, end.mails, end.lost, end.in_two_mails, end.doubled, end.more_than_twice,
        end.changed_company, end.unknown,
    )  # fmt: skip
    rest = (end.for_a_person, end.cancelled, end.orphans, round(result.seconds))
    return (
        result.name,
        str(result.seed),
        f"{result.blows:,}",
        *(f"{number:,}" for number in numbers),
        f"{end.doubled / max(1, result.blows):.2f}",
        *(f"{number:,}" for number in rest),
        "yes" if result.is_kept else "NO",
        result.broken or result.remark or "–",
    )
