"""Which part of the site a process serves: the whole of it, or what is for everybody (docs/deploy.md)."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

WHOLE, PUBLIC = "whole", "public"


def settings_of(part: str) -> dict[str, Any]:
    """The settings by which a part differs from the whole.

    The public part has no address of staff and knows nobody: no session is looked for, in a cookie or in a table.

    Raises:
        ImproperlyConfigured: if there is no such part.
    """
    if part == WHOLE:
        return {"SITE_PART": WHOLE}
    if part != PUBLIC:
        raise ImproperlyConfigured(f"SITE_PART is {part!r}; write {PUBLIC}, or leave it empty for the {WHOLE} site.")
    return {
        "SITE_PART": PUBLIC,
        "ROOT_URLCONF": "config.public_urls",
        # A name that nothing sets: the cookie of staff, where both parts have one host, is passed over.
        "SESSION_COOKIE_NAME": "no-session",
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
    }
