"""All that a mail tells: passages, under the action they are about, under the group of the most urgent of them."""

from dataclasses import dataclass

from campaigns.passages import plain
from campaigns.passages.passage import Link, Passage


@dataclass(frozen=True)
class About:
    """What a mail says about one action: one passage or several, the most urgent first."""

    reference: str
    headline: str  # empty in mails to staff
    passages: tuple[Passage, ...]
    links: tuple[Link, ...]

    @property
    def name(self) -> str:
        return f"{self.reference}: {self.headline}" if self.headline else self.reference

    @property
    def plain(self) -> str:
        return plain.several_about(self.reference, self.headline, self.passages, self.links)


@dataclass(frozen=True)
class Section:
    """Actions of one group, the most urgent first."""

    title: str
    actions: tuple[About, ...]

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do, each sentence once however many notices give it."""
        passages = (passage for about in self.actions for passage in about.passages)
        return tuple(dict.fromkeys(words for passage in passages for words in passage.advice))

    @property
    def plain_advice(self) -> str:
        return plain.paragraphs(self.advice)


@dataclass(frozen=True)
class Told:
    """All that a mail tells."""

    subject: str
    heading: str
    sections: tuple[Section, ...]

    @property
    def alone(self) -> Passage | None:
        """The only passage, if there is but one; such a mail needs no headings for groups and actions."""
        found = [passage for section in self.sections for about in section.actions for passage in about.passages]
        return found[0] if len(found) == 1 else None

    @property
    def plain(self) -> str:
        about, passage = self.sections[0].actions[0], self.alone
        if passage is None:
            return ""
        return plain.one_about(about.reference, about.headline, passage, about.links)
