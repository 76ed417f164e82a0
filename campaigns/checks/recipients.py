"""Whom people write to: somebody who can be reached, at an address that somebody has made sure of."""

import re
from collections import defaultdict
from collections.abc import Iterator

from campaigns.checks.finding import Finding, amber, on_page_of, on_sheet, red
from campaigns.checks.reading import Reading
from cases.countries import country_name
from cases.models import Authority
from cases.models.authority import STALE_AFTER_DAYS

_BETWEEN_STATES = re.compile(r"\b(?:UN|United Nations)\b")


def nobody_is_written_to(reading: Reading) -> Iterator[Finding]:
    if reading.content.asks and not reading.appeals_to:
        yield red(
            "nobody_is_written_to",
            "Nobody is written to: add at least one recipient of appeals.",
            on_sheet("recipients-group"),
        )


def salutation_is_missing(reading: Reading) -> Iterator[Finding]:
    for authority in reading.appeals_to:
        if not authority.salutations.all():
            yield red(
                f"salutation_is_missing:{authority.pk}",
                f"{authority.office} has no salutation, so no letter to it can begin: add one in the book of "
                "authorities.",
                on_page_of(authority, "salutations-group"),
            )


def address_is_stale(reading: Reading) -> Iterator[Finding]:
    for authority in (row.authority for row in reading.recipients):
        if authority.is_stale(reading.on):
            day = authority.verified_on
            never = f"Nobody has ever made sure of the address of {authority.office}."
            old = (
                f"Nobody has made sure of the address of {authority.office} since {day:%-d %B %Y}; after "
                f"{STALE_AFTER_DAYS} days it may have changed."
                if day
                else ""
            )
            yield amber(
                f"address_is_stale:{authority.pk}",
                old or never,
                on_page_of(authority, "id_verified_on"),
                day,
                *(getattr(authority, way) for way in ("postal_lines", "fax", "emails", "web_form")),
            )


def recipient_is_abroad(reading: Reading) -> Iterator[Finding]:
    """An office of another state, which is neither a mission nor one between states."""
    country = reading.content.country
    for number, row in enumerate(reading.recipients):
        authority = row.authority
        is_meant = authority.kind == Authority.Kind.MISSION or _BETWEEN_STATES.search(authority.office)
        if str(authority.country) != country and not is_meant:
            yield amber(
                f"recipient_is_abroad:{authority.pk}",
                f"{authority.office} is in {country_name(authority.country)}, and the case is one of "
                f"{reading.content.country_name}: is it the right office?",
                on_sheet(f"recipients-{number}"),
                str(authority.country),
                country,
            )


def email_is_shared(reading: Reading) -> Iterator[Finding]:
    """One address for two offices: mostly one of the two was copied and not changed."""
    having: dict[str, list[Authority]] = defaultdict(list)
    for authority in (row.authority for row in reading.recipients):
        for email in dict.fromkeys(line.lower() for line in authority.email_addresses()):
            having[email].append(authority)
    for email, authorities in having.items():
        if len(authorities) > 1:
            yield amber(
                f"email_is_shared:{authorities[-1].pk}:{email[:40]}",
                f"{' and '.join(authority.office for authority in authorities)} have the same e-mail address, {email}.",
                on_page_of(authorities[-1], "id_emails"),
                email,
                [authority.pk for authority in authorities],
            )
