"""What the site hands out to write by, each as a reader asks for it; put in groups whose readers ask at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

PDF, WORD, LETTER, MAIL, CHECKED = b"%PDF-", b"word/document.xml", b"Dear Minister", b"mailto:", b'name="seen"'


class About(NamedTuple):
    """Of what a reader asks: the action that will be stopped, and one beside it that stays open."""

    slug: str
    other: str
    on: date


@dataclass(frozen=True)
class Way:
    """One thing to ask for.

    Args:
        path: "{slug}" stands for that of the action.
        holds: what is in it if it is handed out, and in no refusal.
        typed: what the form says; None for what is only read.
    """

    path: str
    holds: bytes
    typed: Callable[[About], Mapping[str, object]] | None = None

    def address(self, about: About) -> str:
        return self.path.format(slug=about.slug)

    def body(self, about: About) -> bytes | None:
        """The form as a browser sends it."""
        return None if self.typed is None else urlencode(self.typed(about), doseq=True).encode()


def _sheet(paper: str) -> Way:
    return Way(f"/actions/{{slug}}/sheet.pdf?paper={paper}", PDF)


def _letters(output: str, holds: bytes, **more: str) -> Way:
    writer = {"name": "Anna Beispiel", "place": "Sampletown", "language": "en", "paper": "A4", "output": output, **more}
    return Way("/actions/{slug}/letters/", holds, lambda about: writer)


def _addresses(kind: str, **more: str) -> Way:
    return Way("/actions/{slug}/envelopes/", PDF, lambda about: {"kind": kind, **more})


def _pack(output: str, holds: bytes, **more: str) -> Way:
    def typed(about: About) -> Mapping[str, object]:
        chosen = [about.slug, about.other]
        return {
            "actions": chosen,
            "seen": [f"{slug}:1" for slug in chosen],
            "names": "Anna Beispiel\nBeat Muster\nCarla Exempel",
            "place": "Sampletown",
            "day": about.on.isoformat(),
            "paper": "A4",
            "output": output,
            **more,
        }

    return Way("/packs/", holds, typed)


# The readers of one action, by group. What takes long to make stands beside what takes a moment.
GROUPS: Mapping[str, tuple[Way, ...]] = {
    "sheets": (_sheet("A4"), _sheet("Letter"), _sheet("A4"), _sheet("Letter")),
    "letters": (
        _letters("pdf", PDF),
        _letters("pdf", PDF, with_fax="on"),
        _letters("docx", WORD),
        _letters("txt", LETTER),
        _letters("show", MAIL),
    ),
    "addresses": (
        _addresses("l7160", start="4", each="20"),
        _addresses("envelope-c5"),
        _addresses("din", each="5", sender="Anna Beispiel\nMusterweg 1"),
        _addresses("us-5160"),
    ),
    "packs": (
        _pack("pdf", PDF, kind="l7160", start="4"),
        _pack("pdf", PDF, kind="envelope-c5", is_large="on", on_both_sides="on"),
        _pack("check", CHECKED),
    ),
}
