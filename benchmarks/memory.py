"""Memory of one process that renders sheet after sheet. Run by ``python -m benchmarks`` in a process of its own."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.ground import set_environment
from benchmarks.measuring import Row

TOLERANCE = 10  # per cent
SAMPLE_EVERY = 25  # renders


def measure(database: str, *, renders: int, warm_up: int) -> Row:
    """How far memory strays from what it was after the warm-up."""
    command = [sys.executable, "-m", "benchmarks.memory", database, str(renders), str(warm_up)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    samples = json.loads(told.splitlines()[-1])
    warm = samples[0]
    furthest = max(samples, key=lambda sample: abs(sample - warm))
    change = 100 * (furthest - warm) / warm
    return Row(
        f"memory over {renders:,} renders in one process",
        f"after the first {warm_up}",
        f"{change:+.1f} % at most ({warm / 1024:.0f} to {furthest / 1024:.0f} MB)",
        f"within {TOLERANCE} %",
        abs(change) <= TOLERANCE,
    )


def resident_kilobytes() -> int:
    """Memory of this process that is in use now (VmRSS of Linux)."""
    status = Path("/proc/self/status")
    if not status.is_file():
        raise SystemExit("Memory is measured on Linux only: there is no /proc here.")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


def main() -> None:
    database, renders, warm_up = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    set_environment(database)
    import django

    django.setup()
    from appeals.pdf import html_to_pdf
    from appeals.sheets import Paper, build_context, render_html
    from campaigns.content import content_of
    from campaigns.models import Sheet

    contents = [content_of(sheet) for sheet in Sheet.objects.filter(action__number__isnull=True)]
    contents += [content_of(sheet) for sheet in Sheet.objects.exclude(frozen=None).order_by("pk")[:10]]
    samples = []
    for number in range(1, renders + 1):
        # No two documents alike: a cache that grows with what it has seen would show.
        content = replace(contents[number % len(contents)], headline=f"NUMBER {number} OF MANY")
        html_to_pdf(render_html(build_context(content, paper=Paper.values[number % 2])))
        if number >= warm_up and (number - warm_up) % SAMPLE_EVERY == 0:
            samples.append(resident_kilobytes())
    print(json.dumps(samples))


if __name__ == "__main__":
    main()
