"""In which languages people are asked to write, and whether the recipients read them."""

from collections.abc import Iterator

from campaigns.checks.finding import Finding, amber, on_page_of, on_sheet, red
from campaigns.checks.reading import Reading
from cases.languages import language_name


def language_is_missing(reading: Reading) -> Iterator[Finding]:
    content = reading.content
    if content.asks and not content.languages and not content.own_language:
        yield red(
            "language_is_missing",
            "No language is named: say which languages the authorities read.",
            on_sheet("id_languages"),
        )


def salutation_in_language_is_missing(reading: Reading) -> Iterator[Finding]:
    """A language in which people are asked to write, and no letter to this office can begin."""
    for authority in reading.appeals_to:
        having = {row.language for row in authority.salutations.all()}
        lacking = [code for code in reading.content.languages if code not in having]
        if having and lacking:
            yield amber(
                f"salutation_in_language_is_missing:{authority.pk}",
                f"{authority.office} has no salutation in {_names(lacking)}, in which people are asked to write.",
                on_page_of(authority, "salutations-group"),
                lacking,
                sorted(having),
            )


def best_language_is_missing(reading: Reading) -> Iterator[Finding]:
    """An office whose best language, the first of its own, is none of those that people are asked to write in."""
    for authority in reading.appeals_to:
        best = authority.languages[0] if authority.languages else ""
        if best and best not in reading.content.languages:
            yield amber(
                f"best_language_is_missing:{authority.pk}",
                f"{authority.office} reads {language_name(best)} best, and people are not asked to write in it.",
                on_sheet("id_languages"),
                best,
                reading.content.languages,
            )


def _names(codes: list[str]) -> str:
    return " and ".join(language_name(code) for code in codes)
