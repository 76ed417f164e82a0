"""``python -m tests.headers``: ask for every address by every method, and say what each answer lacks of the walls.

A visitor and an administrator ask, as behind https. Prints a table by kind of answer, and each answer that lacks
something; exit status 1 if any does. Runs in a scratch database beside that of DATABASE_URL, which is dropped.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

YEAR = 365 * 24 * 60 * 60  # seconds
# As `config.settings` sets them for an address of https.
HTTPS = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": YEAR,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Of what came from elsewhere: a mail as it was sent, a picture of a stranger.
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
FIXED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def lacks(answer: Any, path: str, *, is_secure: bool = True, is_in: bool = False) -> list[str]:
    """What an answer lacks, one sentence each.

    Args:
        path: what was asked for.
        is_secure: over https.
        is_in: by somebody who is logged in.
    """
    headers = answer.headers
    found = [f"{name} is {headers.get(name)}" for name, value in FIXED.items() if headers.get(name) != value]
    policy = {part.strip() for part in headers.get("Content-Security-Policy", "").split(";")}
    if policy - {"upgrade-insecure-requests"} not in (set(POLICY.split("; ")), set(SANDBOX.split("; "))):
        found.append(f"Content-Security-Policy is {headers.get('Content-Security-Policy')}")
    is_staff = path.startswith("/staff/")
    allowed = {"no-referrer"} if is_staff else {"same-origin", "no-referrer"}
    if headers.get("Referrer-Policy") not in allowed:
        found.append(f"Referrer-Policy is {headers.get('Referrer-Policy')}")
    hsts = f"max-age={YEAR}; includeSubDomains" if is_secure else None
    if headers.get("Strict-Transport-Security") != hsts:
        found.append(f"Strict-Transport-Security is {headers.get('Strict-Transport-Security')}")
    if (is_staff or (is_in and not path.startswith("/static/"))) and "no-store" not in headers.get("Cache-Control", ""):
        found.append(f"Cache-Control is {headers.get('Cache-Control')}")
    return found + list(_weak_cookies(answer, is_secure=is_secure))


def _weak_cookies(answer: Any, *, is_secure: bool) -> Iterator[str]:
    for name, cookie in answer.cookies.items():
        if cookie["max-age"] == 0:  # it is taken away
            continue
        is_bound = name.startswith("__Host-") and cookie["secure"] and cookie["path"] == "/" and not cookie["domain"]
        if (is_secure and not is_bound) or not cookie["httponly"] or not cookie["samesite"]:
            found = cookie.OutputString().partition("=")[2].partition(";")[2]
            yield f"cookie {name}:{found}"


@dataclass
class Asked:
    """What was answered, by whom it was asked for, and what it lacked."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, who: str, method: str, path: str, answer: Any, **how: bool) -> None:
        self.answers[who, answer.status_code] += 1
        self.wrong += [f"{method} {path} as {who}: {answer.status_code}: {lack}" for lack in lacks(answer, path, **how)]


def ask_for_all(methods: tuple[str, ...]) -> Asked:
    """Every route by these methods, as a visitor and as an administrator; whatever is written is taken back."""
    from django.db import transaction

    from tests.matrix.asking import KEPT
    from tests.matrix.people import people
    from tests.matrix.world import ADDRESSES, make_world

    world, asked = make_world(), Asked()
    everybody = [person for person in people() if person.letter in "aS"]
    for route, address in ADDRESSES.items():
        for method in methods:
            for person in everybody:
                person.come_back()
                with transaction.atomic():
                    path = address(world)
                    answer = person.client.generic(
                        method, path, b"", "application/x-www-form-urlencoded", secure=True, headers=SAYS
                    )
                    if answer.streaming:  # a file
                        answer.getvalue()
                    if route not in KEPT:
                        transaction.set_rollback(True)
                asked.note("staff" if person.user else "visitor", method, path, answer, is_in=person.user is not None)
    return asked


# What a browser says by itself of a request that comes from a page of the site.
SAYS = {"Sec-Fetch-Site": "same-origin", "X-Requested-With": "headers"}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.LOGGING["loggers"]["django.request"]["level"] = "CRITICAL"
    from django.db import connection
    from django.test.utils import override_settings, setup_test_environment

    from tests.matrix.asking import METHODS
    from tests.routes import WEEK_OF_THE_STOP

    setup_test_environment()
    name, began = connection.settings_dict["NAME"], time.monotonic()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with override_settings(**HTTPS, SECOND_FACTOR="required", DEMO_TODAY=WEEK_OF_THE_STOP.date()):
            asked = ask_for_all(METHODS)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print("| asked by | status | answers |\n| --- | --- | --- |")
    print("\n".join(f"| {who} | {status} | {number} |" for (who, status), number in sorted(asked.answers.items())))
    print(f"\n{asked.answers.total()} answers, {len(asked.wrong)} lacks, {time.monotonic() - began:.0f} s")
    print("\n".join(asked.wrong))
    sys.exit(1 if asked.wrong else 0)


if __name__ == "__main__":
    main()
