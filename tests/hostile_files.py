"""``python -m tests.hostile_files --count 10000``: damaged and malicious files, and how the reader takes them.

Each must end as read or refused with a reason, within 10 seconds and 512 MB of the child that opens it; what it read
must go through the reader of sheets and out as JSON. The same seed makes the same files.
"""

import argparse
import io
import json
import os
import random
import re
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from campaigns.sheet_reading.json_keys import as_json, provenance
from campaigns.sheet_reading.many_files import Reader
from campaigns.sheet_reading.reading import read_sheet
from campaigns.sheet_reading.refusals import Refused
from tests.campaigns.sheet_reading import files
from tests.campaigns.sheet_reading.crafted import CRAFTED
from tests.import_report import INVENTED, sheets

MOST_SECONDS = 10
MOST_MEMORY = 512 * 1024  # kilobytes
_PIECES = (b"", b"\x00", b"\xff" * 9, b"(" * 40, b"<<" * 40, b"[" * 40, b"-1", b"99999999999", b"/Filter/FlateDecode",
           b"\n", b"\x0c", b"%PDF-1.4", b"PK\x03\x04", b"endstream", b"<w:t>", b"<!DOCTYPE x [", b"&#0;",
           b"\xe2\x80\xae", b"1 0 R", b"\xed\xa0\x80", b"UA 12/05", b": ", b"31 February 2011")  # fmt: skip


@dataclass
class Tally:
    """How the files of one kind ended."""

    count: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0  # seconds, child and reader of sheets together
    memory: int = 0  # kilobytes
    failures: list[str] = field(default_factory=list)


def originals() -> Iterator[tuple[str, bytes]]:
    """Every invented sheet in each kind of file."""
    for _, text, _ in sheets(INVENTED):
        western = text.encode("cp1252", "replace").decode("cp1252")
        yield "text", text.encode()
        yield "pdf", files.pdf(*western.split("\f"))
        yield "pdf, packed", _packed_pdf(western)
        yield "docx", files.docx(*text.split("\n"))
        yield "html", f"<html><body><p>{text.replace(chr(10), '<br>')}</p></body></html>".encode()


def _packed_pdf(text: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(files.pdf(text))))
    for page in writer.pages:
        page.compress_content_streams()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file with one to twelve wounds: bytes turned, cut out, doubled, moved, or something put in."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        if len(made) < 4:
            break
        at = chance.randrange(len(made))
        length = chance.choice((1, 1, 4, 60, 900))
        match chance.randrange(7):
            case 0:
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length] * chance.choice((1, 2, 50))
            case 3:
                other = chance.randrange(len(made))
                made[at : at + length], made[other : other + length] = (
                    made[other : other + length],
                    made[at : at + length],
                )
            case 4:
                made[at:at] = chance.choice(_PIECES)
            case 5:
                numbers = list(re.finditer(rb"\d+", made))
                if numbers:
                    where = chance.choice(numbers)
                    made[where.start() : where.end()] = chance.choice((b"0", b"-1", b"4294967296", b"9" * 30, b"1"))
            case _:
                if chance.random() < 0.2:
                    del made[at:]
    return bytes(made)


def wounded(kind: str, data: bytes, chance: random.Random) -> bytes:
    """As `damaged`; half of the packed files are damaged within and packed again, else only the packing is tried."""
    if kind == "docx" and chance.random() < 0.5:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            xml = archive.read("word/document.xml")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", damaged(xml, chance))
        return out.getvalue()
    if kind == "pdf, packed" and chance.random() < 0.5:
        return re.sub(rb"(?s)(?<=stream\n).*?(?=\nendstream)", lambda found: _repacked(found[0], chance), data, count=1)
    return damaged(data, chance)


def _repacked(stream: bytes, chance: random.Random) -> bytes:
    try:
        return zlib.compress(damaged(zlib.decompress(stream), chance))
    except zlib.error:
        return damaged(stream, chance)


def mutated(count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Kind, name and bytes of so many damaged files."""
    known = list(originals())
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - no secret
        kind, data = known[chance.randrange(len(known))]
        yield kind, f"{kind} {seed}/{number}", wounded(kind, data, chance)


def crafted() -> Iterator[tuple[str, str, bytes]]:
    """Kind, name and bytes of those that were made on purpose."""
    for name, make in CRAFTED.items():
        yield "crafted", name, make()


def run(made: Iterator[tuple[str, str, bytes]], *, say: Callable[[str], object] = lambda _: None) -> dict[str, Tally]:
    """Read them all; how each kind of file ended."""
    tallies: dict[str, Tally] = {}
    with Reader() as reader:
        for number, (kind, name, data) in enumerate(made, start=1):
            _take(reader, data, name, tallies.setdefault(kind, Tally()))
            if number % 500 == 0:
                say(f"{number:,} files")
    return tallies


def _take(reader: Reader, data: bytes, name: str, tally: Tally) -> None:
    tally.count += 1
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        began = time.monotonic()
        try:
            reading = read_sheet(reader.read(file).text)
            json.dumps([as_json(reading), provenance(reading)], ensure_ascii=False).encode()
            tally.read += 1
        except Refused as refused:
            tally.refused[str(refused)] += 1
        except Exception as error:
            tally.failures.append(f"{name}: {type(error).__name__}: {error}"[:300])
        took = time.monotonic() - began
    tally.slowest, tally.memory = max(tally.slowest, took), max(tally.memory, reader.memory)
    if took > MOST_SECONDS:
        tally.failures.append(f"{name}: took {took:.1f} s")
    if reader.memory > MOST_MEMORY:
        tally.failures.append(f"{name}: took {reader.memory // 1024} MB")


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    """The tallies, and below them how often each reason was given."""
    yield f"{'kind':14} {'files':>7} {'read':>7} {'refused':>8} {'failed':>7} {'slowest':>9} {'memory':>8}"
    for kind, one in tallies.items():
        yield (
            f"{kind:14} {one.count:7,} {one.read:7,} {one.refused.total():8,} {len(one.failures):7} "
            f"{one.slowest:7.2f} s {one.memory // 1024:5} MB"
        )
    yield ""
    for reason, count in sum((one.refused for one in tallies.values()), Counter()).most_common():
        yield f"{count:7,}  refused: {reason}"
    for one in tallies.values():
        yield from (f"FAILED  {failure}" for failure in one.failures)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile_files", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000, help="of damaged files; those made on purpose come besides")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    def say(what: str) -> None:
        sys.stderr.write(f"{what}\n")

    tallies = run(crafted(), say=say) | run(mutated(options.count, options.seed), say=say)
    sys.stdout.write("\n".join(table(tallies)) + "\n")
    sys.exit(any(one.failures for one in tallies.values()))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    main()
