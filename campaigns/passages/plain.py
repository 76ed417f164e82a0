"""What a mail tells, as plain text, in lines that every mail program shows whole."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from campaigns.passages.passage import Fact, Link, Passage

if TYPE_CHECKING:
    from campaigns.passages.told import About, Section, Told

_WIDTH = 79  # characters a line; addresses of pages are never broken


def text_of(told: "Told") -> str:
    """Heading, and below it either the one passage or the groups of actions; paragraphs apart by an empty line."""
    blocks = [_wrapped(told.heading)]
    if about := told.alone:
        return "\n\n".join([*blocks, *_alone(about)])
    for section in told.sections:
        if len(told.sections) > 1:
            blocks.append(section.title.upper())
        blocks += map(_wrapped, section.advice)
        for about in section.actions:
            blocks += _among_others(about, told, section)
    return "\n\n".join(blocks)


def in_lines(text: str) -> str:
    """A rendered text in lines of at most 79 characters, so that templates can hold sentences whole."""
    return "\n".join(_wrapped(line) for line in text.splitlines())


def _alone(about: "About") -> Iterable[str]:
    passage = about.passages[0]
    headline = [Fact("", about.headline)] if about.headline else []
    yield _table([Fact(_("Action"), about.reference), *headline, *passage.facts])
    yield from _words_of(passage)
    if passage.advice:
        first, *rest = passage.advice
        yield "\n".join([_("What to do"), _wrapped(first)])
        yield from map(_wrapped, rest)
    yield from (f"{_labelled(link.label)}\n{link.url}" for link in about.links)


def _among_others(about: "About", told: "Told", section: "Section") -> Iterable[str]:
    """An action once, then what is said of it; what the heading says, or the section, is not said again."""
    name = [about.reference, *([_wrapped(about.headline)] if about.headline else [])]
    lines: list[str] = []
    for passage in about.passages:
        if passage.title != told.heading:
            lines.append(_wrapped(passage.title, begin="* "))
        if passage.facts:
            lines.append(_table(passage.facts, indent="  "))
        said_here = [words for words in passage.advice if words not in section.advice]
        words = [*_words_of(passage, begin="  "), *(_wrapped(text, begin="  ") for text in said_here)]
        if words:
            lines += ["", "\n\n".join(words), ""]
    yield "\n".join([*name, *lines, *_short_links(about.links)]).replace("\n\n\n", "\n\n")


def _short_links(links: Sequence[Link]) -> list[str]:
    """One link needs no label: it is the page of the action."""
    if len(links) == 1:
        return [f"  {links[0].url}"]
    return [f"  {_labelled(link.label)}\n  {link.url}" for link in links]


def _words_of(passage: Passage, begin: str = "") -> list[str]:
    blocks = [_wrapped(text, begin=begin) for text in passage.told]
    if passage.listed:
        blocks.append("\n".join(_wrapped(text, begin=f"{begin}- ") for text in passage.listed))
    return blocks + [_wrapped(text, begin=begin) for text in passage.note]


def _table(facts: Sequence[Fact], indent: str = "") -> str:
    """Labels in one column, values in another; a value without a label belongs to the one above."""
    labels = [_labelled(fact.label) if fact.label else "" for fact in facts]
    width = max(map(len, labels)) + 2
    return "\n".join(
        _wrapped(fact.value, begin=f"{indent}{label:{width}}") for fact, label in zip(facts, labels, strict=True)
    )


def _labelled(label: str) -> str:
    """With the colon after it, before which French leaves a space."""
    return _("%(label)s:") % {"label": label}


def _wrapped(text: str, *, begin: str = "") -> str:
    """Lines of at most 79 characters, those after the first below its text."""
    if len(begin) + len(text) <= _WIDTH:
        return begin + text
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=begin,
        subsequent_indent=" " * len(begin),
        break_long_words=False,
        break_on_hyphens=False,
    )
