"""A pack for an evening: what we add to the engine, and how many letters a second that makes."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from appeals.pack_making import documents_of_pack, pdf_of_pack
from appeals.packs import PackAction, PackOrder, pack_of
from appeals.pdf import STYLE_SHEETS, html_to_pdf
from appeals.post_rules import rules
from appeals.print_room import printer_number, warm_up
from benchmarks.measuring import Row, compare, ratio_row
from campaigns.content import content_of
from campaigns.models import UrgentAction

SLUGS = ("ua-2011-ru", "ua-192-11", "ua-155-11")  # of the demo; each has two recipients
WRITERS = 15
MOST_SECONDS = 5.0
TOLERANCE = 15  # per cent


def measure(*, rounds: int) -> list[Row]:
    """The whole pack against bare WeasyPrint on the same pages; its letters per second; and what its children take."""
    order = _order(WRITERS)
    seconds = compare(lambda: pdf_of_pack(pack_of(order)), _bare_rendering(order), rounds=rounds)
    row = ratio_row("pack for an evening, made of its order", "bare WeasyPrint, same HTML", seconds, goal=1.3)
    took = seconds[0]
    speed = Row(
        f"pack of {order.letters} letters and as many envelopes",
        "the clock",
        f"{took:.1f} s, {order.letters / took:.0f} letters a second",
        f"at most {MOST_SECONDS:g} s",
        took <= MOST_SECONDS,
    )
    alone = replace(order, kind="")
    began = perf_counter()
    pdf_of_pack(pack_of(alone))
    took = perf_counter() - began
    return [row, speed, Row("the same without envelopes", "the clock", f"{order.letters / took:.0f} letters a second")]


def measure_memory(*, groups: Sequence[tuple[int, int]]) -> Row:
    """What the largest child takes that lays out a part, for packs of few and of many letters.

    Args:
        groups: how many writers, and how many times the same three actions.
    """
    told = []
    for writers, times in groups:
        order = replace(_order(writers), kind="")
        actions = tuple(replace(action) for _ in range(times) for action in order.actions)
        order = replace(order, actions=actions)
        with _Watch() as watch:
            pdf_of_pack(pack_of(order))
        told.append((order.letters, watch.most / 1024))
    (_, few), (_, many) = told[-2:]
    return Row(
        f"memory of a child that lays out a pack of {told[-1][0]:,} letters",
        f"one of {told[-2][0]:,} letters",
        ", ".join(f"{letters:,}: {size:.0f} MB" for letters, size in told),
        f"within {TOLERANCE} %",
        many <= few * (1 + TOLERANCE / 100),
    )


class _Watch:
    """Looks at the children of the printer, some times a second."""

    def __init__(self) -> None:
        self.most = 0  # kilobytes
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        warm_up()
        printer = printer_number()
        while not self._over.wait(0.02):
            for child in Path(f"/proc/{printer}/task/{printer}/children").read_text().split():
                with suppress(OSError, StopIteration):
                    lines = Path(f"/proc/{child}/status").read_text().splitlines()
                    peak = next(line for line in lines if line.startswith("VmHWM:"))
                    self.most = max(self.most, int(peak.split()[1]))


def _order(writers: int) -> PackOrder:
    actions = UrgentAction.objects.filter(slug__in=SLUGS).select_related("current_sheet").order_by("slug")
    sheets = [(action.slug, action.current_sheet) for action in actions]
    chosen = [PackAction(slug, sheet.pk, content_of(sheet), "en") for slug, sheet in sheets if sheet is not None]
    return PackOrder(
        actions=tuple(chosen),
        names=tuple(f"Writer Beispiel {number}" for number in range(writers)),
        place="Sampletown",
        day=date(2011, 7, 13),
        paper="A4",
        kind="envelope-c5",
    )


def _bare_rendering(order: PackOrder) -> Callable[[], list[bytes]]:
    """Nothing but the engine, warm, with the same style sheets (parsed once), fonts and kind of PDF."""
    html_to_pdf("<html lang=en><title>Warm</title>")  # sets the fonts before the engine is imported here
    documents = documents_of_pack(pack_of(order))
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    styles = [*(path.read_text(encoding="utf-8") for path in STYLE_SHEETS), rules()]
    sheets = [CSS(string=style, font_config=fonts) for style in styles]
    options = {"font_config": fonts, "stylesheets": sheets, "pdf_variant": "pdf/ua-1"}
    return lambda: [HTML(string=html).write_pdf(**options) for html in documents]
