"""The cookie that carries "It was saved." to the next page, bound to this host as the others are."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """Over https no other host of the domain can set it, so that nobody puts words of theirs on a page of staff."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]  # a name for each, told by the settings
        return "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class MessageStorage(FallbackStorage):
    """The cookie, and the session for what does not fit into one."""

    storage_classes = (HostCookie, SessionStorage)
