"""How letters reach the recipients: by post in time, or by something faster, or not at all."""

import re
from collections.abc import Iterator
from datetime import date

from django.conf import settings

from campaigns.checks.finding import Finding, amber, on_page_of, on_sheet, red
from campaigns.checks.reading import Reading, event_in_words
from cases.countries import country_name
from cases.models import Authority
from cases.post import Transit, last_posting_day

_SAYS_FASTER = re.compile(r"\b(?:fax|e-?mail|web form)", re.IGNORECASE)


def recipient_is_out_of_reach(reading: Reading) -> Iterator[Finding]:
    """No way in writing: no post at present, and nothing else. A telephone carries no letter."""
    for authority in reading.appeals_to:
        if _faster_ways(authority):
            continue
        transit = _transit(reading, authority)
        if not authority.postal_lines:
            why = "it has neither an address, a fax, an e-mail address nor a web form"
        elif transit.is_suspended:
            why = (
                f"post to {country_name(authority.country)} is suspended ({transit.suspension_reason}), and it has "
                "neither a fax, an e-mail address nor a web form"
            )
        else:
            continue
        yield red(
            f"recipient_is_out_of_reach:{authority.pk}",
            f"No letter can reach {authority.office}: {why}.",
            on_page_of(authority, "id_fax"),
        )


def post_comes_too_late(reading: Reading) -> Iterator[Finding]:
    """A letter that is posted today is there after the next public day of the case, or after the appeals have ended."""
    by, what = _in_time_for(reading)
    for authority in reading.appeals_to:
        transit = _transit(reading, authority)
        posted = last_posting_day(transit, by, sending_country=settings.POST_FROM)
        if not authority.postal_lines or posted is None or posted >= reading.on:
            continue
        ways = _faster_ways(authority)
        if ways and _says_faster(reading):
            continue
        about = (by, transit.working_days, ways)
        key = f"post_comes_too_late:{authority.pk}"
        late = f"No letter that is posted now reaches {authority.office} before {what}"
        if ways:
            say = f"{late}: say on the sheet that {' or '.join(ways)} goes first."
            yield amber(key, say, on_sheet("id_story"), about)
        else:
            look = f"{late}, and it has no other way: look for a fax number or an e-mail address."
            yield amber(key, look, on_page_of(authority, "id_fax"), about)


def post_is_suspended(reading: Reading) -> Iterator[Finding]:
    """No post at present, and another way of which the sheet should tell."""
    for authority in reading.appeals_to:
        transit, ways = _transit(reading, authority), _faster_ways(authority)
        if not (transit.is_suspended and authority.postal_lines and ways) or _says_faster(reading):
            continue
        yield amber(
            f"post_is_suspended:{authority.pk}",
            f"Post to {country_name(authority.country)} is suspended ({transit.suspension_reason}): say on the sheet "
            f"that people write to {authority.office} by {' or '.join(ways)}.",
            on_sheet("id_story"),
            transit.suspended_since,
            ways,
        )


def _in_time_for(reading: Reading) -> tuple[date, str]:
    """The day by which letters should be there, and which day that is in words."""
    for event in reading.public_events:
        if event.on >= reading.on:
            return event.on, event_in_words(event)
    last = reading.content.last_good_day
    return last, f"the appeals end on {last:%-d %B %Y}"


def _transit(reading: Reading, authority: Authority) -> Transit:
    return reading.transits[str(authority.country)]


def _faster_ways(authority: Authority) -> list[str]:
    ways = {"fax": authority.fax, "e-mail": authority.emails, "its web form": authority.web_form}
    return [way for way, value in ways.items() if value]


def _says_faster(reading: Reading) -> bool:
    content = reading.content
    return bool(_SAYS_FASTER.search(" ".join((content.summary, content.story, content.late_note))))
