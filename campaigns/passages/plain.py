"""Passages as plain text, in lines that every mail program shows whole."""

import textwrap
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from campaigns.passages.passage import Fact, Link, Passage

_WIDTH = 79  # characters a line; addresses of pages are never broken


def paragraphs(texts: Iterable[str]) -> str:
    """Each text as a paragraph, with an empty line between two."""
    return "\n\n".join(_wrapped(text) for text in texts)


def one_about(reference: str, headline: str, passage: Passage, links: Sequence[Link]) -> str:
    """The body of a mail that holds a single passage, below its heading."""
    action = [Fact(_("Action"), reference), *([Fact("", headline)] if headline else [])]
    blocks = [_table([*action, *passage.facts]), *_words_of(passage)]
    if passage.advice:
        first, *rest = passage.advice
        blocks += [f"{_('What to do')}\n{_wrapped(first)}", *map(_wrapped, rest)]
    return "\n\n".join([*blocks, *_listed_links(links)])


def several_about(reference: str, headline: str, passages: Sequence[Passage], links: Sequence[Link]) -> str:
    """An action among others: its name once, then each passage without the advice, then where to read more."""
    blocks = [f"{reference}\n{_wrapped(headline)}" if headline else reference]
    for passage in passages:
        facts = f"\n{_table(passage.facts, indent='  ')}" if passage.facts else ""
        blocks.append(f"{_wrapped(passage.title, begin='* ')}{facts}")
        blocks += _words_of(passage, begin="  ")
    return "\n\n".join([*blocks, *_listed_links(links)])


def _words_of(passage: Passage, begin: str = "") -> list[str]:
    blocks = [_wrapped(text, begin=begin, following=begin) for text in passage.told]
    if passage.listed:
        blocks.append("\n".join(_wrapped(text, begin=f"{begin}- ") for text in passage.listed))
    return blocks + [_wrapped(text, begin=begin, following=begin) for text in passage.note]


def _listed_links(links: Sequence[Link]) -> list[str]:
    return [f"{link.label}:\n{link.url}" for link in links]


def _table(facts: Sequence[Fact], indent: str = "") -> str:
    """Labels in one column, values in another; a value without a label belongs to the one above."""
    width = max(len(fact.label) for fact in facts) + 3
    lines = []
    for fact in facts:
        label = f"{fact.label}:" if fact.label else ""
        lines.append(_wrapped(fact.value, begin=f"{indent}{label:{width}}"))
    return "\n".join(lines)


def _wrapped(text: str, *, begin: str = "", following: str | None = None) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=begin,
        subsequent_indent=" " * len(begin) if following is None else following,
        break_long_words=False,
        break_on_hyphens=False,
    )
