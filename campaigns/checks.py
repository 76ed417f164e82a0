"""What stands in the way of a sheet, as sentences for the person who writes it."""

from datetime import date

from campaigns.content import SheetContent, content_of
from campaigns.models import Sheet


def missing_for_issue(sheet: Sheet, *, on: date) -> list[str]:
    """What a draft still lacks before it can be issued, as sentences for the person who writes it."""
    content = content_of(sheet)
    texts = [("headline", content.headline), ("summary", content.summary)]
    if content.asks:
        texts.append(("story", content.story))
    missing = [f"The {name} is empty." for name, text in texts if not text]
    if not content.people:
        missing.append("Nobody is named as at risk: add a person, a family, a group or a community to the case.")
    if content.asks:
        return [*missing, *_missing_to_ask(content, on)]
    if sheet.action.opened_at is None:
        missing.append("Nobody was asked to write on this action yet, so nothing can be stopped or told of its end.")
    return missing


def _missing_to_ask(content: SheetContent, on: date) -> list[str]:
    """What a sheet needs so that somebody can write a letter by it."""
    missing = []
    if content.last_good_day < on:
        missing.append(f"The last good day, {content.last_good_day:%-d %B %Y}, is over: set a later appeals date.")
    if not content.demands:
        missing.append("Nothing is asked: add at least one demand.")
    if not content.appeals_to:
        missing.append("Nobody is written to: add at least one recipient of appeals.")
    missing += [
        f"{recipient.office} has no salutation, so no letter to it can begin: add one in the book of authorities."
        for recipient in content.appeals_to
        if not recipient.salutations
    ]
    if not content.languages and not content.own_language:
        missing.append("No language is named: say which languages the authorities read.")
    return missing
