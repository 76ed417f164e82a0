"""How often a public form may be used: limits that stop it from being used against people, or to make up numbers.

How it is counted, and where the counts lie: `accounts.counts`.
"""

from limits import RateLimitItem, parse

from accounts.counts import forget_counts, hashed, hit, network_of
from campaigns.occasions import address_key

__all__ = ["TooMany", "count_form", "count_request", "forget_counts", "is_first_of", "network_of"]

PER_CLIENT = parse("10 per hour")
PER_ADDRESS = parse("3 per day")
PER_SITE = parse("1000 per day")
# What one network may send of each public form that has no address in it. A group of fifteen shares one.
FORMS = {
    "tally": parse("10 per hour"),  # opened
    "report": parse("60 per hour"),  # numbers of a tally
    "sent": parse("30 per hour"),  # "I have sent it"
    "came-back": parse("10 per hour"),
    # What costs a layout, and nothing else. Fifteen people in one room, each with some tries, stay far below. Letters
    # are shown anew at each pause in somebody's typing.
    "letters": parse("2000 per hour"),
    "envelopes": parse("120 per hour"),
    "packs": parse("120 per hour"),
    "large-packs": parse("20 per hour"),
    "picture": parse("5 per hour"),  # sent with it; each takes a second of the machine
}
SAME_REPORT = parse("1 per 7 days")


class TooMany(Exception):
    """Somebody asked too often. Its message is for people."""


def count_request(*, client: str, email: str) -> None:
    """Count a request to follow, from a client's network address, for an e-mail address.

    Raises:
        TooMany: if one of the limits is reached; the answer is the same for each.
    """
    counts: tuple[tuple[RateLimitItem, str], ...] = (
        (PER_CLIENT, _hashed("client", network_of(client))),
        (PER_ADDRESS, _hashed("address", address_key(email))),
        (PER_SITE, "site"),
    )
    for limit, key in counts:
        if not _hit(limit, key):
            raise TooMany(
                "That was asked for several times in a short while, so we wait before we send more mail. Look into "
                "your mail box, the spam folder too; if nothing is there, try again tomorrow."
            )


def count_form(form: str, *, client: str) -> None:
    """Count a public form that was sent, one of `FORMS`, from a client's network address.

    Raises:
        TooMany: if its limit is reached.
    """
    if not _hit(FORMS[form], _hashed(form, network_of(client))):
        raise TooMany(
            "This network has sent many of these in the last hour, so this one was not taken. What you typed is still "
            "here: please send it again in an hour."
        )


def is_first_of(report: str, *, client: str) -> bool:
    """Whether a network says this for the first time in a week; the second time it is no word of another person."""
    return _hit(SAME_REPORT, _hashed("same-report", f"{network_of(client)} {report}"))


def _hit(limit: RateLimitItem, key: str) -> bool:
    return hit(limit, "follow", key)


def _hashed(kind: str, value: str) -> str:
    return hashed(f"campaigns.attempts.{kind}", value)
