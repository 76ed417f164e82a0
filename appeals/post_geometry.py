"""What an envelope, a letter in a window and a sheet of labels are, in millimetres.

All boxes are measured from the upper left corner of what is printed on: the envelope, the letter, the label sheet. Leaf
module. The numbers are in `appeals.post_formats`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType({"A4": (210.0, 297.0), "Letter": (215.9, 279.4)})


# Convention, and ours: letters of some scripts hang that far below their line (mm).
_HANGS = 0.6


@dataclass(frozen=True)
class Box:
    """A rectangle in mm, measured from the upper left corner of the paper."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def within(self, other: "Box", *, play: float = 0.0) -> bool:
        """Whether it lies inside another one, or at most `play` mm outside."""
        return (
            self.left >= other.left - play
            and self.top >= other.top - play
            and self.right <= other.right + play
            and self.bottom <= other.bottom + play
        )

    def shared_with(self, other: "Box") -> "Box":
        """What lies in both."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(left, top, min(self.right, other.right) - left, min(self.bottom, other.bottom) - top)


@dataclass(frozen=True)
class Opening:
    """An envelope with a window, and the side of the folded letter that lies behind it.

    Args:
        window: on the envelope.
        folded: width and height of the folded letter.
    """

    name: str
    width: float
    height: float
    window: Box
    folded: tuple[float, float]

    @property
    def always_seen(self) -> Box:
        """What of the letter is seen through the window wherever the letter slides in its envelope."""
        play_x, play_y = self.width - self.folded[0], self.height - self.folded[1]
        return Box(self.window.left, self.window.top, self.window.width - play_x, self.window.height - play_y)


@dataclass(frozen=True)
class WindowFormat:
    """A letter whose address is read through a window, in each of its envelopes.

    Args:
        folds: where the letter is folded, from its upper edge; the middle one of three is for C5 alone.
        text_left, text_top: where the address begins. If it is so long that it would end too low, it begins higher.
    """

    key: str
    name: str
    paper: str
    openings: tuple[Opening, ...]
    folds: tuple[float, ...]
    text_left: float
    text_top: float
    source: str

    @property
    def size(self) -> tuple[float, float]:
        return PAPERS[self.paper]

    @property
    def always_seen(self) -> Box:
        """What of the letter is seen in every one of its envelopes, however it slides."""
        first, *others = self.openings
        seen = first.always_seen
        for opening in others:
            seen = seen.shared_with(opening.always_seen)
        return seen

    @property
    def zone(self) -> Box:
        """Where the address may stand."""
        seen = self.always_seen
        return Box(self.text_left, seen.top, seen.right - self.text_left, seen.height - _HANGS)

    def text_top_of(self, height: float) -> float:
        """Where an address of that height begins."""
        return min(self.text_top, self.zone.bottom - height)


@dataclass(frozen=True)
class EnvelopeFormat:
    """A plain envelope that goes through the printer."""

    key: str
    name: str
    size: tuple[float, float]
    zone: Box
    sender: Box
    source: str

    def text_top_of(self, height: float) -> float:
        return self.zone.top


@dataclass(frozen=True)
class LabelFormat:
    """A sheet of labels, counted from the upper left one along the rows; the first is number 1."""

    key: str
    name: str
    paper: str
    columns: int
    rows: int
    label: tuple[float, float]
    first: tuple[float, float]  # upper left corner of the first label
    pitch: tuple[float, float]  # from one label to the next
    source: str
    # Convention: printers draw a sheet in up to a millimetre askew, and this keeps the text on its label.
    inset: tuple[float, float] = (3.0, 1.1)

    @property
    def size(self) -> tuple[float, float]:
        return PAPERS[self.paper]

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    def label_at(self, number: int) -> Box:
        """The label with that number.

        Raises:
            ValueError: if the sheet has no such label.
        """
        if not 1 <= number <= self.per_sheet:
            raise ValueError(f"{self.name} has labels 1 to {self.per_sheet}; there is none with the number {number}.")
        row, column = divmod(number - 1, self.columns)
        return Box(self.first[0] + column * self.pitch[0], self.first[1] + row * self.pitch[1], *self.label)

    def zone_at(self, number: int) -> Box:
        """Where the address may stand on that label."""
        label, (across, down) = self.label_at(number), self.inset
        return Box(label.left + across, label.top + down, label.width - 2 * across, label.height - 2 * down)

    @property
    def zone(self) -> Box:
        return self.zone_at(1)

    def text_top_of(self, height: float) -> float:
        """In the middle of the label, where a sheet drawn in askew does least harm; of the first label."""
        return self.zone.top + (self.zone.height - height) / 2


PostFormat = WindowFormat | EnvelopeFormat | LabelFormat
