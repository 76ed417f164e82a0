"""How a sheet prints, where somebody has made a proof print of it since it last changed."""

from collections.abc import Iterator

from campaigns.checks.finding import Finding, Place, amber, in_row, on_page_of, on_sheet, red
from campaigns.checks.reading import Reading

MOST_PAGES = 2  # a sheet is printed on two sides of one piece of paper


def sign_cannot_be_printed(reading: Reading) -> Iterator[Finding]:
    signs = reading.proof.unprintable if reading.proof else ""
    if signs:
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs)
        yield red(
            "sign_cannot_be_printed",
            f"These signs cannot be printed, the fonts do not have them: {named}. Write them in another way.",
            _where(reading, signs),
        )


def sheet_is_too_long(reading: Reading) -> Iterator[Finding]:
    """More text than can be laid out at all is red; more than two pages is amber."""
    proof = reading.proof
    if proof is None:
        return
    papers = {"A4": proof.pages_on_a4, "US Letter": proof.pages_on_letter}
    if None in papers.values():
        yield red(
            "sheet_is_too_long",
            "The sheet is too long to be printed at all: shorten its story or its additional information.",
            on_sheet("id_additional_information"),
        )
        return
    long = {paper: pages for paper, pages in papers.items() if pages and pages > MOST_PAGES}
    if long:
        pages = " and ".join(f"{pages} pages on {paper}" for paper, pages in long.items())
        yield amber(
            "sheet_is_too_long",
            f"The sheet takes {pages}: two are the most that fit on one piece of paper.",
            on_sheet("id_additional_information"),
            proof.pages_on_a4,
            proof.pages_on_letter,
        )


def _where(reading: Reading, signs: str) -> Place:
    """The field with the first of these signs; the case or the book of authorities where it comes from there."""
    content = reading.content
    for name in ("headline", "summary", "story", "additional_information", "late_note", "diplomatic_note"):
        if set(signs) & set(getattr(content, name)):
            return on_sheet(f"id_{name}")
    for number, demand in enumerate(content.demands):
        if set(signs) & set(demand.on_sheet):
            return in_row("demands", number, "sheet_wording")
    for row, printed in zip(reading.recipients, content.recipients, strict=True):
        if set(signs) & set("".join((*printed.name_lines, *(text for _, text in printed.salutations)))):
            return on_page_of(row.authority, "id_office")
    return on_page_of(reading.case, "people-group")
