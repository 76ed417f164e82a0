"""A second reader of calendars, by the rules of RFC 5545 alone: what the library that writes them takes for granted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)
_ONCE_IN_EVENT = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS", "TRANSP")
_TEXT = ("SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC")


@dataclass
class Part:
    """A component: its properties (value, parameters) by name, and the parts within."""

    name: str
    properties: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        """The only value of a property."""
        ((value, _),) = self.properties[name]
        return value

    @property
    def events(self) -> list["Part"]:
        return [part for part in self.parts if part.name == "VEVENT"]


def read(file: bytes) -> Part:
    """The calendar in a file.

    Raises:
        AssertionError: for the first rule that it breaks.
    """
    assert file.endswith(b"\r\n"), "3.1: every line ends with CRLF"
    lines = file[:-2].split(b"\r\n")
    assert not [line for line in lines if b"\n" in line or b"\r" in line], "3.1: no line end but CRLF"
    assert [line for line in lines if len(line) > 75] == [], "3.1: at most 75 octets in a line"
    root = Part("")
    stack = [root]
    for line in _unfolded(lines):
        found = _LINE.fullmatch(line)
        assert found, f"3.1: not a content line: {line!r}"
        name, parameters, value = found.groups()
        if name == "BEGIN":
            stack.append(Part(value))
            stack[-2].parts.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value, f"3.6: {value} ends where it did not begin"
        else:
            stack[-1].properties.setdefault(name, []).append((_plain(name, value), parameters))
    assert stack == [root], "3.6: everything that begins ends"
    (calendar,) = root.parts
    _check(calendar)
    return calendar


def _unfolded(lines: list[bytes]) -> Iterator[str]:
    whole = b""
    for line in lines:
        line.decode()  # a line is not folded within a character
        if line.startswith(b" "):
            whole += line[1:]
            continue
        if whole:
            yield whole.decode()
        whole = line
    yield whole.decode()


def _plain(name: str, value: str) -> str:
    if name not in _TEXT:
        return value
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), (
        f"3.3.11: a comma or semicolon stands bare in {name}: {value!r}"
    )
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _check(calendar: Part) -> None:
    assert calendar.name == "VCALENDAR"
    assert (calendar["VERSION"], bool(calendar["PRODID"])) == ("2.0", True), "3.6: version and maker are required"
    assert calendar.parts != [], "3.6: a calendar holds at least one component"
    uids = [event["UID"] for event in calendar.events]
    assert len(uids) == len(set(uids)), "3.8.4.7: a UID is unique"
    for event in calendar.events:
        assert [name for name in _ONCE_IN_EVENT if len(event.properties.get(name, [])) != 1] == []
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"]), "3.8.7.2: a moment in UTC"
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["LAST-MODIFIED"]), "3.8.7.3: a moment in UTC"
        assert event.properties["DTSTART"][0][1] == event.properties["DTEND"][0][1] == ";VALUE=DATE"
        assert event["DTSTART"] < event["DTEND"], "3.8.2.2: the end is after the beginning"
        assert 0 <= int(event["SEQUENCE"]) < 2**31, "3.3.8: an integer of 32 bits"
        assert event["STATUS"] in ("CONFIRMED", "TENTATIVE", "CANCELLED")
