"""``python -m tests.walk DIR``: a walk as each role, and a withheld name looked for in every place that has an address.

A case is made whose person stands on the sheet as "a teacher, 34", with the true name kept apart. Then a visitor and
each role open what they would open; each page is left in DIR as a picture. All of them then ask every list, search,
page, paper, feed and calendar for the name, and the table says in how many answers it stood. It may stand in one: the
page of the name itself, for a researcher who says why. Exit status 1 if it is otherwise.

It starts a site of its own with the demonstration. It needs Chromium (or CHROMIUM=/path/to/one).
"""

import argparse
import io
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.own_site import PASSWORD, own_site

NAME = "Zarina Beispielowa"
WORDS = ("Zarina", "Beispielowa", "Зарина")
STAFF = ("viewer", "researcher", "editor", "approver", "addresses", "admin")
# The pages that are left as pictures, by the name of the picture.
SEEN = {
    "desk": "/staff/", "case": "{case}", "person": "{person}", "true-name": "{person}../true-name/",
    "history": "{person}../history/", "search": "/staff/cases/personatrisk/?q=Zarina", "sheet": "{sheet}",
    "accounts": "/staff/accounts/user/", "sender": "/staff/sender/",
}  # fmt: skip


@dataclass
class Planted:
    """What was made for the walk, by its addresses."""

    slug: str
    case: str
    person: str
    sheet: str


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.walk", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with own_site(None) as site, sync_playwright() as playwright:
        planted = _plant()
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        rows = []
        for role in ("visitor", *STAFF):
            context = browser.new_context(base_url=site, viewport={"width": 1100, "height": 900}, locale="en-GB")
            rows.append(_walk(context, role, planted, options.folder))
            context.close()
        browser.close()
    print(f"{'role':<12}{'asked':>8}{'refused':>9}{'told':>6}  where")
    for role, asked, refused, told in rows:
        print(f"{role:<12}{asked:>8}{refused:>9}{len(told):>6}  {', '.join(told)}")
    wrong = [role for role, _, _, told in rows if len(told) != (role in ("researcher", "admin"))]
    sys.exit(f"Otherwise than it should be for: {', '.join(wrong)}" if wrong else 0)


def _walk(context: BrowserContext, role: str, planted: Planted, folder: Path) -> tuple[str, int, int, list[str]]:
    page = context.new_page()
    if role == "visitor":
        shown = {"list": "/", "action": f"/actions/{planted.slug}/", "search": "/?q=Zarina", "staff": "/staff/"}
    else:
        _log_in(page, role)
        shown = SEEN
    for name, address in shown.items():
        page.goto(_filled(address, planted))
        page.screenshot(path=folder / f"{role}-{name}.png", full_page=True)
    asked, refused, told = 0, 0, []
    for address in _places(planted):
        answer = context.request.get(address, max_redirects=0)
        asked += 1
        refused += answer.status in (302, 403, 404)
        # A list repeats what was asked of it, in its box: only what it found counts.
        if NAME.split()[0] in _text(answer.body(), answer.headers).replace(*_own_words(address)):
            told.append(address)
    told += _read_it(page, role, planted, folder)
    return role, asked, refused, told


def _log_in(page: Page, role: str) -> None:
    page.goto("/staff/login/")
    page.get_by_label("E-mail address").fill(f"{role}@desk.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/staff/")


def _read_it(page: Page, role: str, planted: Planted, folder: Path) -> list[str]:
    """Ask for the name on its own page, with a reason; only who may sees a button there."""
    page.goto(_filled(SEEN["true-name"], planted))
    button = page.get_by_role("button", name="Show the name")
    if not button.count():
        return []
    page.get_by_label("Why").first.fill("the lawyer calls")
    button.click()
    page.screenshot(path=folder / f"{role}-true-name-read.png", full_page=True)
    return ["the page of the name, with a reason"] if NAME in page.content() else []


def _places(planted: Planted) -> Iterator[str]:
    """Every address at which somebody may look for a name."""
    from django.contrib import admin
    from django.urls import NoReverseMatch, reverse

    action = f"/actions/{planted.slug}/"
    yield from (
        "/", "/past/", "/outcomes/", "/sitemap.xml", "/feed.atom", "/calendar.ics", "/robots.txt", "/check/", "/packs/",
        action, f"{action}sheet.pdf", f"{action}letters/", f"{action}envelopes/", f"{action}calendar.ics",
        f"{action}feed.atom", f"{action}follow/", "/staff/", "/staff/calendar/", "/staff/sender/", "/staff/deleted/",
    )  # fmt: skip
    yield from (f"{path}?q={word}" for path in ("/", "/past/", "/outcomes/") for word in WORDS)
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"{name}_changelist")
        yield from (listed, *(f"{listed}?q={word}" for word in WORDS), f"{listed}?true_name__name__startswith=Z")
        for pk in model._default_manager.order_by("-pk").values_list("pk", flat=True)[:2]:
            for page in ("change", "history", "delete"):
                try:
                    yield reverse(f"{name}_{page}", args=[pk])
                except NoReverseMatch:
                    continue
        for own in model._meta.fields:
            if own.is_relation:
                yield (
                    f"/staff/autocomplete/?app_label={model._meta.app_label}&model_name={model._meta.model_name}"
                    f"&field_name={own.name}&term=Zarina"
                )
    yield from (planted.case, planted.person, f"{planted.person}../true-name/", planted.sheet)


def _own_words(address: str) -> tuple[str, str]:
    """What a page that was asked for a word says of the word itself."""
    word = address.rpartition("=")[2] if "=" in address else ""
    return (word, "") if word in WORDS else ("", "")


def _text(body: bytes, headers: dict[str, str]) -> str:
    """What a program reads out of an answer: its head, its text; of a PDF the pages and all that is said of it."""
    head = " ".join(headers.values())
    if not body.startswith(b"%PDF"):
        return head + body.decode(errors="replace")
    import pypdf

    pdf = pypdf.PdfReader(io.BytesIO(body))
    return head + " ".join([*(page.extract_text() for page in pdf.pages), str(pdf.metadata), repr(pdf.xmp_metadata)])


def _filled(address: str, planted: Planted) -> str:
    return address.format(case=planted.case, person=planted.person, sheet=planted.sheet)


def _plant() -> Planted:
    from django.urls import reverse

    from accounts.models import User
    from cases.true_names import keep_true_name
    from tests.builders import AT, make_case, make_open_action, make_person

    by = User.objects.get(email="researcher@desk.example")
    case = make_case(person="", owner=by, title="The case of the teacher")
    person: Any = make_person(case, published_as="a teacher, 34", form="chosen")
    keep_true_name(person, NAME, by=by, at=AT, reason="for the lawyer")
    action = make_open_action(case)
    return Planted(
        slug=action.slug,
        case=reverse("admin:cases_case_change", args=[case.pk]),
        person=reverse("admin:cases_personatrisk_change", args=[person.pk]),
        sheet=reverse("admin:campaigns_sheet_change", args=[action.sheets.get().pk]),
    )


if __name__ == "__main__":
    main()
