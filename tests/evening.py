"""``python -m tests.evening DIR``: an evening of fifteen people, walked through the pages of the site as they are.

Whoever leads it looks for what still arrives, makes the pack, prints letters, envelopes and labels from the fourth on,
asks how an action stands, and opens the tally. Each page of the site and each kind of paper is left in DIR as a
picture, to be looked at: what nobody has looked at does not work. With ``--small`` the pictures of `docs/evening.md`
are made too, in ``docs/pictures``.

It starts a site of its own with the demonstration, on its day, in a folder that goes away; or takes the one that runs
at ``--site``. It needs Chromium (or CHROMIUM=/path/to/one).
"""

import argparse
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.own_site import own_site

ROOT = Path(__file__).resolve().parent.parent
EVENING = "2011-07-16"
# The public case of July 2011 and two invented ones.
ACTIONS = ("ua-2011-ru", "ua-192-11", "ua-155-11")
NAMES = (
    "Anna Muster", "Beat Beispiel", "Чарли Пример", "Dora Exempel", "Emil Sample", "Fatima Mithal", "Gino Esempio",
    "Hana Příkladová", "Ivo Näide", "Jana Wzorowa", "Karim مثال", "Lea Esimerkki", "Miguel Ejemplo", "Noa דוגמה",
    "Olga Примерова",
)  # fmt: skip
SHARP, SMALL_WIDTH, COLOURS = 110, 560, 128  # dots per inch; pixels; of a small picture
WIDE, PHONE = {"width": 1100, "height": 900}, {"width": 360, "height": 740}
# Which of the pictures the documentation shows, and how much of each from the top.
SHOWN = {
    "2-list": 0.55, "4-check": 1.0, "pack-leader": 1.0, "pack-cards": 1.0, "pack-letter": 1.0, "labels": 0.5,
}  # fmt: skip


@dataclass
class Walk:
    """The leader of the evening with a browser, and where the pictures go."""

    page: Page
    site: str
    folder: Path
    made: list[Path] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)

    def picture(self, name: str) -> None:
        """Of the whole page of the site that is open."""
        self.page.mouse.move(0, 0)
        self.made.append(self.folder / f"{name}.png")
        self.page.screenshot(path=self.made[-1], full_page=True)

    def file(self, button: str, name: str) -> Path:
        """What a button hands out, kept under a name of ours; a browser may save it or show it."""
        form = self.page.get_by_role("button", name=button, exact=True)
        with self.page.context.expect_event("response", lambda answer: answer.request.method == "POST") as answered:
            form.click()
        path = self.folder / f"{name}.pdf"
        data = self._again(answered.value.request)
        if not data.startswith(b"%PDF"):
            raise SystemExit(f"“{button}” gave no PDF: {answered.value.status}")
        path.write_bytes(data)
        return path

    def _again(self, request: Any) -> bytes:
        """The same form sent once more: Chromium hides the bytes of what it saves or shows itself."""
        answer = self.page.context.request.post(
            request.url, data=request.post_data_buffer, headers={"Content-Type": request.headers["content-type"]}
        )
        return bytes(answer.body())

    def paper(self, pdf: Path, pages: dict[str, int]) -> None:
        """Pictures of some pages of a file, each by its name; the first page is number 1."""
        import pypdfium2

        document = pypdfium2.PdfDocument(pdf)
        for name, number in pages.items():
            self.made.append(self.folder / f"{name}.png")
            document[number - 1].render(scale=SHARP / 72).to_pil().save(self.made[-1], optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evening", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the pictures and the PDFs go")
    parser.add_argument("--site", help="a site with the demonstration that runs already")
    parser.add_argument("--small", action="store_true", help="make the pictures of the documentation too")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with own_site(options.site) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        wide, phone = (browser.new_page(viewport=size, locale="en-GB") for size in (WIDE, PHONE))
        made = [*_prepare(Walk(wide, site, options.folder)), *_at_the_table(Walk(phone, site, options.folder))]
        browser.close()
    for path in made:
        print(path)
    if options.small:
        _make_small(options.folder)


def _prepare(walk: Walk) -> list[Path]:
    """Three days before: what still arrives, the pack, envelopes and labels."""
    page = walk.page
    walk.open("/")
    walk.picture("1-open-actions")
    walk.open(f"/?posted={EVENING}&from=CH")
    walk.picture("2-list")
    walk.open("/packs/?" + "&".join(f"action={slug}" for slug in ACTIONS))
    page.get_by_label("Names of the writers").fill("\n".join(f"{n}. {name}" for n, name in enumerate(NAMES, start=1)))
    page.get_by_label("Place").fill("Sampletown")
    page.get_by_label("Day of the evening").fill(EVENING)
    page.get_by_label("Envelopes or labels").select_option("l7160")
    page.get_by_label("Start at label").fill("4")
    walk.picture("3-pack")
    page.get_by_role("button", name="Check the pack").click()
    walk.picture("4-check")
    parts = _parts(page.get_by_role("region", name="What is in it").locator("tbody").inner_text())
    pack = walk.file("Make the pack", "pack")
    walk.paper(pack, _kinds(parts))
    _envelopes(walk)
    return walk.made


def _parts(table: str) -> dict[str, int]:
    """On which page each part begins, as the page to check says."""
    return {name.strip(): int(first) for name, first in re.findall(r"^(.*?)\s+pages? (\d+)", table, re.MULTILINE)}


def _kinds(parts: dict[str, int]) -> dict[str, int]:
    letters = [first for name, first in parts.items() if name.startswith("Letters, ")]
    kinds = {
        "pack-leader": parts["For whoever leads the evening"],
        "pack-cards": parts["Case cards"],
        "pack-letter": letters[0],
        "pack-letter-of-another-script": letters[0] + 2,
        "pack-labels": next(first for name, first in parts.items() if name.startswith("Labels")),
        "pack-tally": parts["Tally"],
    }
    return kinds | ({"pack-spare-letter": parts["Spare letters"]} if "Spare letters" in parts else {})


def _envelopes(walk: Walk) -> None:
    page = walk.page
    for label, name in (
        ("Labels Avery L7160", "labels"), ("Envelope C5", "envelope"), ("Window left, DIN", "window"),
    ):  # fmt: skip
        walk.open(f"/actions/{ACTIONS[0]}/envelopes/")
        page.get_by_label(label).check()
        page.get_by_label("Start at label").fill("4")
        page.get_by_label("How many of each").fill("3")
        if name == "labels":
            walk.picture("5-envelopes")
        walk.paper(walk.file("Make the PDF", name), {name: 1})


def _at_the_table(walk: Walk) -> list[Path]:
    """On the evening, with a phone: how the action stands, a letter of one's own, the tally."""
    page = walk.page
    walk.open(f"/actions/{ACTIONS[0]}/")
    walk.picture("6-action-on-a-phone")
    page.get_by_role("link", name="Write your letters").click()
    page.get_by_label("Your name").fill("Anna Muster")
    page.get_by_role("textbox", name="Place").fill("Sampletown")
    page.get_by_label("Language of the letter").select_option("ru")
    page.get_by_role("button", name="Show my letters").click()
    walk.picture("7-letters-on-a-phone")
    page.get_by_label("A fax cover page for who has a fax").check()
    walk.paper(walk.file("Print (PDF)", "letters"), {"fax": 1, "letter": 2})
    walk.open("/check/" + _code(walk.folder / "letters.pdf") + "/")
    walk.picture("8-check-code-on-a-phone")
    walk.open("/tally/")
    walk.picture("9-tally-on-a-phone")
    return walk.made


def _code(pdf: Path) -> str:
    """The check code that is printed on a letter."""
    import pypdfium2

    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    found = re.search(r"\b([0-9A-Z]{4}-[0-9A-Z]{4})/", text)
    return found[1] if found else ""


def _make_small(folder: Path) -> None:
    """The pictures of the documentation: narrow, and of few colours."""
    from PIL import Image

    for name, share in SHOWN.items():
        with Image.open(folder / f"{name}.png") as whole:
            part = whole.convert("RGB").crop((0, 0, whole.width, int(whole.height * share)))
        part.thumbnail((SMALL_WIDTH, 4 * SMALL_WIDTH), Image.Resampling.LANCZOS)
        path = ROOT / "docs" / "pictures" / f"evening-{name.removeprefix('pack-').lstrip('0123456789-')}.png"
        part.quantize(COLOURS).save(path, optimize=True)
        print(path, f"{path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
