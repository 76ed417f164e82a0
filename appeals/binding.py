"""Several PDFs of ours bound into one, with their tags: who listens to a page keeps its reading order.

A long document is laid out in parts, so that it takes no more memory than one of them, and two parts at once. What
binds pages (pypdf, pikepdf) leaves the tree of tags behind; here it is carried over too. It knows the PDFs that
`appeals.pdf` makes, and no others: their tree is one element for the document, and every page has a number in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Page, Pdf


@dataclass(frozen=True)
class EmptyPage:
    """A page with nothing on it, so that what follows begins on the right. In points."""

    width: float
    height: float


def bind(parts: Iterable[bytes | EmptyPage]) -> bytes:
    """One PDF of all parts, in their order. The same parts give the same bytes.

    Title, dates and language are those of the first part, which is no empty page.
    """
    bound: _Bound | None = None
    for part in parts:
        if bound is None:
            if isinstance(part, EmptyPage):
                raise ValueError("The first part of a document is a page with something on it.")
            bound = _Bound(Pdf.open(BytesIO(part)))
        elif isinstance(part, EmptyPage):
            bound.add_empty(part)
        else:
            bound.add(part)
    if bound is None:
        raise ValueError("There is nothing to bind.")
    return bound.finished()


class _Bound:
    """What is bound so far."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        tree: Any = pdf.Root.StructTreeRoot
        self.document: Any = tree.K[0]
        self.numbers: Any = tree.ParentTree.Nums
        self.next_number = self._highest() + 1

    def add(self, part: bytes) -> None:
        """Its pages, its tags and its bookmarks."""
        with Pdf.open(BytesIO(part)) as other:
            first = len(self.pdf.pages)
            self.pdf.pages.extend(other.pages)
            root = self.pdf.copy_foreign(self._with_tree_alone(other))
        pages = [self.pdf.pages[number].obj for number in range(first, len(self.pdf.pages))]
        document, numbers = root.Tree.K[0], root.Tree.ParentTree.Nums
        for element in document.K:
            element.P = self.document
            self.document.K.append(element)
        self._add_numbers(numbers, pages)
        if "/Outlines" in root:
            self._add_bookmarks(root.Outlines)

    def add_empty(self, size: EmptyPage) -> None:
        sides = [0, 0, round(size.width, 3), round(size.height, 3)]
        page = Dictionary(
            Type=Name.Page, MediaBox=Array(sides), Resources=Dictionary(), StructParents=self.next_number, Tabs=Name.S
        )
        self.pdf.pages.append(Page(self.pdf.make_indirect(page)))
        self.numbers.extend([self.next_number, Array()])
        self.next_number += 1

    def finished(self) -> bytes:
        if "/ParentTreeNextKey" in self.pdf.Root.StructTreeRoot:
            self.pdf.Root.StructTreeRoot.ParentTreeNextKey = self.next_number
        file = BytesIO()
        self.pdf.save(file, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
        return file.getvalue()

    def _with_tree_alone(self, other: Pdf) -> Any:
        """What is carried over besides the pages, as one object."""
        holder = Dictionary(Tree=other.Root.StructTreeRoot)
        if "/Outlines" in other.Root:
            holder.Outlines = other.Root.Outlines
        return other.make_indirect(holder)

    def _add_numbers(self, numbers: Any, pages: list[Any]) -> None:
        """Each page, and each note on one, has a number by which its tags are found; they go on counting."""
        offset = self.next_number
        for place in range(0, len(numbers), 2):
            self.numbers.append(int(numbers[place]) + offset)
            self.numbers.append(numbers[place + 1])
        for page in pages:
            page.StructParents = int(page.StructParents) + offset
            for note in page.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = int(note.StructParent) + offset
        self.next_number = self._highest() + 1

    def _highest(self) -> int:
        return int(self.numbers[len(self.numbers) - 2]) if len(self.numbers) else -1

    def _add_bookmarks(self, other: Any) -> None:
        if "/First" not in other:
            return
        if "/Outlines" not in self.pdf.Root or "/First" not in self.pdf.Root.Outlines:
            self.pdf.Root.Outlines = other
            return
        mine = self.pdf.Root.Outlines
        mine.Last.Next, other.First.Prev = other.First, mine.Last
        item = other.First
        while True:
            item.Parent = mine
            if "/Next" not in item:
                break
            item = item.Next
        mine.Last = other.Last
        mine.Count = int(mine.get("/Count", 0)) + int(other.get("/Count", 0))
