"""The table of `appeals.post_formats` as rules of style for the PDF engine: pages, places, and nothing else.

What things look like is in `static/post/post.css`. No number stands in either twice.
"""

from collections.abc import Iterator

from appeals.address_fit import RETURN, SIZES, SMALL, USUAL, TypeSize
from appeals.post_formats import FORMATS
from appeals.post_geometry import Box, EnvelopeFormat, LabelFormat, PostFormat, WindowFormat

# A page that is higher than its paper by the error of a sum would begin another one.
_HAIR = 0.01


def rules() -> str:
    """The style sheet: for each format its page, and where an address of so many rows stands."""
    return "\n".join([*_types(), *(rule for each in FORMATS.values() for rule in _of(each))])


def place_class(kind: str, number: int = 1) -> str:
    """The class of an address's place: of the label with that number, else of the one zone there is."""
    return f"post-at-{kind}-{number}"


def drop_class(kind: str, size: TypeSize, rows: int, *, has_return: bool = False) -> str:
    """The class that moves an address of so many rows down to where it begins within its place."""
    return f"post-in-{kind}-{size.name}-{rows}{'-r' if has_return else ''}"


def drop_of(kind: str, size: TypeSize, rows: int, *, has_return: bool = False) -> float:
    """How far below the upper edge of its zone an address begins, with its return line if it has one; in mm."""
    chosen, height = FORMATS[kind], rows * size.leading
    if has_return:
        # The address itself stays where it would stand without, as far as there is room.
        return min(chosen.text_top_of(height) - RETURN.leading, chosen.zone.bottom - height - RETURN.leading) - (
            chosen.zone.top
        )
    return chosen.text_top_of(height) - chosen.zone.top


def _types() -> Iterator[str]:
    for size in SIZES:
        # Each row is as high as it should be, also where a second font (Arabic) would make it higher.
        yield (
            f".post-{size.name} {{ font-size: {size.points}pt; line-height: {size.leading}mm }} "
            f".post-{size.name} .post-row {{ height: {size.leading}mm }}"
        )


def _of(chosen: PostFormat) -> Iterator[str]:
    width, height = chosen.size
    nothing = "@top-center { content: none } @bottom-center { content: none }"
    yield f"@page post-{chosen.key} {{ size: {_mm(width)} {_mm(height)}; margin: 0; {nothing} }}"
    yield (
        f".post-on-{chosen.key} {{ page: post-{chosen.key}; width: {_mm(width)}; height: {_mm(height - _HAIR)} }} "
        f".post-on-{chosen.key} .post-drawing {{ width: {_mm(width)}; height: {_mm(height - _HAIR)} }}"
    )
    for number, zone in enumerate(_zones(chosen), start=1):
        yield f".{place_class(chosen.key, number)} {{ {_box(zone)} }}"
    for has_return in (False, True) if isinstance(chosen, WindowFormat) else (False,):
        for size in (USUAL, SMALL):
            yield from _drops(chosen, size, has_return=has_return)
    if isinstance(chosen, WindowFormat):
        for number, fold in enumerate(chosen.folds, start=1):
            yield f".post-fold-{chosen.key}-{number} {{ top: {_mm(fold)} }}"
    if isinstance(chosen, EnvelopeFormat):
        yield f".post-from-{chosen.key} {{ {_box(chosen.sender)} }}"


def _zones(chosen: PostFormat) -> list[Box]:
    if isinstance(chosen, LabelFormat):
        return [chosen.zone_at(number) for number in range(1, chosen.per_sheet + 1)]
    return [chosen.zone]


def _drops(chosen: PostFormat, size: TypeSize, *, has_return: bool) -> Iterator[str]:
    room = chosen.zone.height + _HAIR - (RETURN.leading if has_return else 0)
    for rows in range(1, int(room / size.leading) + 1):
        drop = drop_of(chosen.key, size, rows, has_return=has_return)
        yield f".{drop_class(chosen.key, size, rows, has_return=has_return)} {{ padding-top: {_mm(max(drop, 0))} }}"


def _box(box: Box) -> str:
    return f"left: {_mm(box.left)}; top: {_mm(box.top)}; width: {_mm(box.width)}; height: {_mm(box.height)}"


def _mm(length: float) -> str:
    return f"{round(length, 4):g}mm"
