"""What every page of the door has: the frame of the staff pages, with nothing in it for who is not in yet."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class DoorPage:
    """Beside one of allauth's views: its page in our frame."""

    title = ""
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {
            **admin.site.each_context(self.request),
            "is_nav_sidebar_enabled": False,
            "next": "",
            **theirs,
            "title": self.title,
        }
