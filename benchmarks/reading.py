"""Old sheets: reading one as text and as PDF, and a thousand in one run. In a process of its own.

The PDF is the desk's own two pages of the demo. Bare extraction of its text, by the same library and in the same
process, is the yardstick: what comes on top is a child with limits, and the reader of sheets.
"""

import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from benchmarks.ground import set_environment
from benchmarks.measuring import Row, compare, ratio_row
from benchmarks.memory import resident_kilobytes

TEXT_SECONDS = 0.05
PDF_SECONDS = 1.0
TIMES_BARE = 3  # a run of many files against bare extraction
TOLERANCE = 10  # per cent
WARM_UP = 100  # files


def measure(database: str, *, files: int, rounds: int) -> list[Row]:
    """One text, one PDF, and so many files in one run."""
    command = [sys.executable, "-m", "benchmarks.reading", database, str(files), str(rounds)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    result: dict[str, Any] = json.loads(told.splitlines()[-1])
    warm, furthest = result["memory"]
    change = 100 * (furthest - warm) / warm
    return [
        _under("reading two pages of text", result["text"], TEXT_SECONDS),
        _under("reading a PDF of two pages, its child included", result["pdf"], PDF_SECONDS),
        ratio_row("the same in a run of many", "bare extraction of its text", result["bare"], goal=TIMES_BARE),
        Row(
            f"memory over {files:,} old sheets in one run",
            f"after the first {WARM_UP}",
            f"{change:+.1f} % at most ({warm / 1024:.0f} to {furthest / 1024:.0f} MB), "
            f"{result['rate']:.0f} files a second",
            f"within {TOLERANCE} %",
            abs(change) <= TOLERANCE,
        ),
    ]


def _under(what: str, seconds: float, most: float) -> Row:
    return Row(what, "a person who waits", f"{1000 * seconds:.0f} ms", f"under {1000 * most:.0f} ms", seconds < most)


def main() -> None:
    database, files, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    set_environment(database)
    import django

    django.setup()
    from pypdf import PdfReader

    from campaigns.sheet_reading.files import read_file
    from campaigns.sheet_reading.many_files import Reader
    from campaigns.sheet_reading.reading import read_sheet

    pdf = _demo_pdf()

    def bare() -> str:
        return "\f".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)

    with tempfile.TemporaryFile() as file, Reader() as reader:
        file.write(pdf)

        def alone() -> object:
            file.seek(0)
            return read_sheet(read_file(file).text)

        def of_many() -> object:
            file.seek(0)
            return read_sheet(reader.read(file).text)

        text = bare()
        told = {
            "text": _quartile(lambda: read_sheet(text), rounds),
            "pdf": _quartile(alone, max(rounds // 4, 5)),
            "bare": compare(of_many, bare, rounds=rounds),
        }
    print(json.dumps(told | _run_of_many(text, files)))


def _quartile(act: Any, rounds: int) -> float:
    act()
    times = []
    for _ in range(rounds):
        start = perf_counter()
        act()
        times.append(perf_counter() - start)
    return quantiles(times, n=4)[0]


def _demo_pdf() -> bytes:
    """The two pages of the demo's real action, as the desk prints them."""
    from appeals.pdf import html_to_pdf
    from appeals.sheets import Paper, build_context, render_html
    from campaigns.content import content_of
    from campaigns.models import Sheet

    sheet = Sheet.objects.exclude(frozen=None).order_by("pk").first()
    if sheet is None:
        raise SystemExit("The demo is not loaded.")
    return html_to_pdf(render_html(build_context(content_of(sheet), paper=Paper.A4)))


def _run_of_many(text: str, files: int) -> dict[str, Any]:
    """So many files, no two alike, read as the command reads them."""
    from campaigns.sheet_bulk.bundles import opened
    from campaigns.sheet_bulk.running import Run
    from config import clock

    samples = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(files):
            (Path(folder) / f"{number:05}.txt").write_text(f"UA: {number % 400}/{number // 400 + 60}\n{number}\n{text}")
        start = perf_counter()
        with opened(Path(folder)) as members:
            for place, _ in enumerate(Run(clock.today()).import_all(members), start=1):
                if place >= WARM_UP and place % 25 == 0:
                    samples.append(resident_kilobytes())
        took = perf_counter() - start
    return {"memory": (samples[0], max(samples, key=lambda one: abs(one - samples[0]))), "rate": files / took}


if __name__ == "__main__":
    main()
