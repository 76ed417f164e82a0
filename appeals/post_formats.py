"""Where things stand on envelopes, in windows and on label sheets: one table, in millimetres, with its sources.

All boxes are measured from the upper left corner of what is printed on: the envelope, the letter, the label sheet.
Leaf module: it knows nothing of requests, addresses or HTML.

Where the numbers come from. *Standard*: DIN 678 and 680 (envelopes and their windows, tolerance 1 mm), DIN 5008 (the
letter), SN 010130 (Swiss windows, as printed in the tables of envelope makers), ISO 269 (DL, C5, C6), ISO 216 (A4).
*Published sheet*: what a post or a maker publishes. *Convention*: what the trade does and no standard says; each such
number says so below.
"""

from collections.abc import Mapping
from types import MappingProxyType

from appeals.post_geometry import Box, EnvelopeFormat, LabelFormat, Opening, PostFormat, WindowFormat

# A letter that is folded twice at the marks of DIN 5008 (105 and 210 mm from the top), once in the middle (A5), and
# at 105 mm and then crosswise (A6).
_THIRD, _HALF, _QUARTER = (210.0, 105.0), (210.0, 148.5), (148.5, 105.0)

_WINDOWS = (
    WindowFormat(
        "din",
        "Window left, DIN (DL, C6/5, C5, C6)",
        "A4",
        (
            # Standard: DIN 680, window 90 x 45, 20 from the left, 15 from the bottom (C5: 60 from the bottom).
            Opening("DL", 220, 110, Box(20, 50, 90, 45), _THIRD),
            Opening("C6/5", 229, 114, Box(20, 54, 90, 45), _THIRD),
            Opening("C5", 229, 162, Box(20, 57, 90, 45), _HALF),
            # Convention: makers place the window of C6 as that of C6/5.
            Opening("C6", 162, 114, Box(20, 54, 90, 45), _QUARTER),
        ),
        (105.0, 148.5, 210.0),
        # Standard: DIN 5008 form B. The address field begins 20 from the left and 45 from the top, its text 5 further
        # in; 17.7 of it are for what stands above the address, which so begins at 62.7.
        25.0,
        62.7,
        "DIN 680, DIN 5008 form B",
    ),
    WindowFormat(
        "swiss-right",
        "Window right, Swiss (C5, C6/5)",
        "A4",
        (
            # Standard: SN 010130, window 100 x 45, 12 from the right, 21 from the bottom (C5: 65).
            Opening("C5", 229, 162, Box(117, 52, 100, 45), _HALF),
            Opening("C6/5", 229, 114, Box(117, 48, 100, 45), _THIRD),
            Opening("C6/5, 224 mm", 224, 114, Box(112, 48, 100, 45), _THIRD),
        ),
        (105.0, 148.5, 210.0),
        # Convention: 3 mm in from the edge of what is always seen, and a line's height below it.
        120.0,
        56.0,
        "SN 010130",
    ),
    WindowFormat(
        "swiss-left",
        "Window left, Swiss (C5, C6/5)",
        "A4",
        (
            # Standard: SN 010130, window 100 x 45, 20 from the left, 21 from the bottom (C5: 65).
            Opening("C5", 229, 162, Box(20, 52, 100, 45), _HALF),
            Opening("C6/5", 229, 114, Box(20, 48, 100, 45), _THIRD),
            Opening("C6/5, 224 mm", 224, 114, Box(20, 48, 100, 45), _THIRD),
        ),
        (105.0, 148.5, 210.0),
        25.0,  # Convention, as the right one.
        56.0,
        "SN 010130",
    ),
    WindowFormat(
        "us-10",
        "Window left, US #10",
        "Letter",
        # Published sheet: window 4 1/2 x 1 1/8 inches, 7/8 from the left and 1/2 from the bottom, in 9 1/2 x 4 1/8.
        # Other makers differ by up to 6 mm; the alignment page shows it.
        (Opening("#10", 241.3, 104.775, Box(22.225, 63.5, 114.3, 28.575), (215.9, 101.6)),),
        # Convention, and ours: folded at 4 inches, and the rest in the middle. Folded in thirds (93 mm) the letter
        # slides by 12 mm, and no address of more than four lines stays in so low a window.
        (101.6, 190.5),
        25.4,
        65.5,  # Convention.
        "USPS size #10; window as published by mail rooms",
    ),
    WindowFormat(
        "uk-dl",
        "Window left, UK DL",
        "A4",
        # Convention: 90 x 35, 20 from the left, 18 from the bottom is what the trade sells. Published by Royal Mail is
        # only that a window keeps 18 from the bottom and 15 from the other edges.
        (Opening("DL", 220, 110, Box(20, 57, 90, 35), _THIRD),),
        # Convention: folded at 105 and not in thirds (99), so that the letter slides less.
        (105.0, 210.0),
        25.0,
        60.0,
        "trade custom; Royal Mail for the margins",
    ),
)

# The sizes are those of ISO 269, and of the USPS for #10. That the address stands in the right lower half, 40 mm below
# the upper edge (stamps) and 15 mm from the others, is what Deutsche Post and Swiss Post publish as the reading zone;
# the USPS asks for 2 3/4 inches from the bottom at most, 5/8 at least, and 1/2 from the sides. Where within that zone
# the text begins, and where the sender stands, is convention: ours.
_ENVELOPES = (
    EnvelopeFormat("envelope-dl", "Envelope DL", (220, 110), Box(105, 48, 100, 47), Box(12, 10, 80, 30), "ISO 269"),
    EnvelopeFormat("envelope-c5", "Envelope C5", (229, 162), Box(110, 82, 104, 65), Box(12, 10, 85, 40), "ISO 269"),
    EnvelopeFormat("envelope-c6", "Envelope C6", (162, 114), Box(72, 52, 75, 47), Box(12, 10, 60, 30), "ISO 269"),
    EnvelopeFormat(
        "envelope-us-10",
        "Envelope US #10",
        (241.3, 104.775),
        Box(114.3, 44.45, 114.3, 44.45),
        Box(12.7, 9.5, 88.9, 30),
        "USPS size #10 and reading zone",
    ),
)

# Published sheets of Avery, as also in the table of label sheets that LibreOffice brings along. The sums agree: margins
# left and right are equal, and so are those above and below.
_LABELS = (
    LabelFormat(
        "l7160", "Labels Avery L7160 (21 on A4)", "A4", 3, 7, (63.5, 38.1), (7.2, 15.15), (66.04, 38.1), "Avery L7160"
    ),
    LabelFormat(
        "l7163", "Labels Avery L7163 (14 on A4)", "A4", 2, 7, (99.06, 38.1), (4.67, 15.15), (101.6, 38.1), "Avery L7163"
    ),
    LabelFormat(
        "us-5160",
        "Labels Avery 5160 (30 on US Letter)",
        "Letter",
        3,
        10,
        (66.675, 25.4),
        (4.7625, 12.7),
        (69.85, 25.4),
        "Avery 5160",
    ),
)

WINDOWS: Mapping[str, WindowFormat] = MappingProxyType({each.key: each for each in _WINDOWS})
ENVELOPES: Mapping[str, EnvelopeFormat] = MappingProxyType({each.key: each for each in _ENVELOPES})
LABELS: Mapping[str, LabelFormat] = MappingProxyType({each.key: each for each in _LABELS})
FORMATS: Mapping[str, PostFormat] = MappingProxyType({**WINDOWS, **ENVELOPES, **LABELS})
