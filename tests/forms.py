"""What a browser would send of a page that it was shown: tests change a field or two and post it back."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        if tag == "input" and name:
            self._read_input(name, given)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            # A browser shows the first choice until another one is selected.
            if "selected" in given or self._select not in self.fields:
                self.fields[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._textarea = name
            if name:
                self.fields[name] = ""

    def _read_input(self, name: str, given: dict[str, str | None]) -> None:
        kind = given.get("type")
        if kind in ("submit", "button", "search"):
            return
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                self.fields.setdefault(name, [])
                self.fields[name].append(given.get("value") or "on")
            return
        self.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            # A browser drops the line end that follows the opening tag.
            self.fields[self._textarea] += data.removeprefix("\n") if not self.fields[self._textarea] else data


def filled(page: HttpResponse, **changes: Any) -> dict[str, Any]:
    """The fields of a page as they stand, with the given ones changed. Templates of new rows are left out."""
    reader = _Reader()
    reader.feed(page.content.decode())
    fields = {name: value for name, value in reader.fields.items() if "__prefix__" not in name}
    return {**fields, **changes}


def errors_of(page: HttpResponse) -> list[str]:
    """Every sentence of refusal on a page of the admin, in order."""
    context = page.context_data  # type: ignore[attr-defined]
    if "form" in context and "adminform" not in context:
        return [message for messages in context["form"].errors.values() for message in messages]
    return [str(message) for messages in context["errors"] for message in messages]
