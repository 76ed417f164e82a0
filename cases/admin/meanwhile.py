"""What became of a thing between showing its form and saving it, value by value, and the form that comes back.

Three texts meet: what the page showed (`Seen`, by its hash), what is stored now, and what was typed. Where only the
other person changed something, their value goes into the box; where both did, the typing stays in the box and the
other's text beside it. Nothing is decided here: the page comes back, and whoever saves it again has seen both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict

from cases.admin.saves import Save, Saves
from cases.admin.seen import Seen, fields_of, model_of, row_key
from cases.admin.values import (
    EMPTY,
    as_posted,
    comparable,
    comparable_as_typed,
    raw_value,
    readable,
    readable_as_typed,
)
from cases.word_diff import Piece, word_diff

_SHORT = 60  # characters that need no comparison word by word
_MOST_ROWS = 2_000


@dataclass(frozen=True)
class Beside:
    """What stands beside a box: what somebody else stored there meanwhile.

    Args:
        typed: what the page would have saved, to read.
        row: the name of the row whose box it is; empty for a box of the page itself.
        is_taken: the box has the stored value now, because nothing else was typed into it.
        pieces: the words of both, for texts that are not short.
    """

    label: str
    row: str
    typed: str
    stored: str
    is_taken: bool
    save: Save | None
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True)
class RowNote:
    """What stands above a row: that somebody else added it, deleted it, or changed it while it was to be deleted."""

    verb: str
    kind: str
    save: Save | None
    delete_name: str = ""  # of the box that leaves a deleted row deleted


@dataclass(frozen=True)
class GoneRow:
    """A row that somebody else deleted, with what this page had of it."""

    kind: str
    text: str
    save: Save | None


@dataclass
class Meanwhile:
    """What a form meets that was shown some time ago.

    Args:
        data: what was posted, with the values and rows of others where nothing else was typed.
        is_known: whether the page could say what it had shown.
        has_own: whether anything would be saved at all.
    """

    data: QueryDict
    saves: Saves
    is_known: bool
    has_own: bool = False
    beside: dict[str, Beside] = field(default_factory=dict)  # by the name of the box
    rows: dict[str, RowNote] = field(default_factory=dict)  # by the prefix of the row
    gone: list[GoneRow] = field(default_factory=list)

    @property
    def last(self) -> Save | None:
        """The latest of all that is told."""
        notes: tuple[Beside | RowNote | GoneRow, ...] = (*self.beside.values(), *self.rows.values(), *self.gone)
        return max((note.save for note in notes if note.save), key=lambda save: save.at, default=None)

    @property
    def is_unseen(self) -> bool:
        """Whether there is anything that whoever posts has not seen."""
        return bool(self.beside or self.rows or self.gone)

    @property
    def in_both(self) -> list[tuple[str, Beside]]:
        return [(name, beside) for name, beside in self.beside.items() if not beside.is_taken]

    @property
    def taken(self) -> list[tuple[str, Beside]]:
        return [(name, beside) for name, beside in self.beside.items() if beside.is_taken]


@dataclass(frozen=True)
class Rows:
    """The rows below a page as they are stored, and whether they can be typed in or only be deleted."""

    formset: BaseInlineFormSet
    may_change: bool


def compare(
    seen: Seen | None, form: forms.BaseModelForm, below: Sequence[Rows], post: QueryDict, saves: Saves
) -> Meanwhile:
    """Lay what was posted beside what is stored.

    Args:
        form: unbound, as it would be shown now; so are those of `below`.
    """
    meanwhile = Meanwhile(data=post.copy(), saves=saves, is_known=seen is not None)
    comparison = _Comparison(seen, post, meanwhile)
    comparison.of_form(form)
    for rows in below:
        comparison.of_rows(rows)
    return meanwhile


@dataclass(frozen=True)
class _Typed:
    """A row as it was posted: its place on the page, its number where it had one, and whether it is to be deleted."""

    place: str
    pk: str
    is_deleted: bool


@dataclass
class _Comparison:
    seen: Seen | None
    post: QueryDict
    result: Meanwhile

    def of_form(self, form: forms.BaseModelForm) -> None:
        for name in fields_of(form):
            self._of_field(form, name)

    def of_rows(self, rows: Rows) -> None:
        """Put the rows that are stored now before those that are not, as the page that comes back counts them."""
        formset, prefix = rows.formset, str(rows.formset.prefix)
        typed = _typed_rows(formset, self.post)
        known = {row.pk: row for row in typed if row.pk}
        new = [row for row in typed if not row.pk and self._says_anything(formset, row)]
        for name in [name for name in self.result.data if re.match(rf"{re.escape(prefix)}-\d+-", name)]:
            del self.result.data[name]
        place = 0
        for stored in formset.initial_forms:
            self._of_stored_row(rows, stored, known.pop(str(stored.instance.pk), None), new, f"{prefix}-{place}-")
            place += 1
        self.result.data[f"{prefix}-INITIAL_FORMS"] = str(place)
        for row in known.values():
            place += self._of_deleted_row(formset, row, f"{prefix}-{place}-")
        for row in new:
            self._move(row.place, f"{prefix}-{place}-")
            self.result.has_own = True
            place += 1
        self.result.data[f"{prefix}-TOTAL_FORMS"] = str(place)

    def _of_stored_row(
        self, rows: Rows, stored: forms.BaseModelForm, row: _Typed | None, new: list[_Typed], place: str
    ) -> None:
        formset, pk = rows.formset, str(stored.instance.pk)
        if row is None:
            self._put(stored, formset, place)
            if self.seen is not None and self.seen.knows(row_key(formset.prefix, pk)):
                return  # the page had it and did not send it back: it stays as it is
            same = next((each for each in new if self._is_same(stored, formset, each)), None)
            if same is not None:
                new.remove(same)
            else:
                self._note(place, formset, pk, "added")
            return
        self._move(row.place, place)
        key, besides = row_key(formset.prefix, pk), len(self.result.beside)
        for name in fields_of(stored, formset):
            now = comparable(stored.fields[name], stored[name].initial)
            if rows.may_change:
                self._of_field(stored, name, key=f"{key}/", typed_at=row.place, shown_at=place)
            elif row.is_deleted and not self._has(f"{key}/{name}", now):
                self._note(place, formset, pk, "changed")
        if row.is_deleted:
            self.result.has_own = True
            if len(self.result.beside) > besides:
                self._note(place, formset, pk, "changed")

    def _of_deleted_row(self, formset: BaseInlineFormSet, row: _Typed, place: str) -> int:
        """What somebody else deleted: offered anew if anything was typed into it. Returns how many rows that makes."""
        key, blank = row_key(formset.prefix, row.pk), formset.empty_form
        if row.is_deleted:
            return 0
        typed = {name: raw_value(blank.fields[name], self.post, row.place + name) for name in fields_of(blank, formset)}
        if all(self._has(f"{key}/{name}", comparable_as_typed(blank.fields[name], raw)) for name, raw in typed.items()):
            told = [readable_as_typed(blank.fields[name], raw) for name, raw in typed.items()]
            save = self.result.saves.deleted(model_of(formset), row.pk)
            text = " · ".join(words for words in told if words not in (EMPTY, "no"))
            self.result.gone.append(GoneRow(str(model_of(formset)._meta.verbose_name), text, save))
            return 0
        self._move(row.place, place)
        for name in (model_of(formset)._meta.pk.name, "DELETE"):
            self.result.data.pop(place + name, None)
        self._note(place, formset, row.pk, "deleted")
        self.result.has_own = True
        return 1

    def _of_field(
        self, form: forms.BaseModelForm, name: str, *, key: str = "", typed_at: str = "", shown_at: str = ""
    ) -> None:
        """Compare one box of a form as it is stored.

        Args:
            key: of its row in the seal; empty for the page itself, as the next two.
            typed_at, shown_at: the prefixes of its row among what was posted, and on the page that comes back.
        """
        box, stored = form.fields[name], form[name].initial
        raw = raw_value(box, self.post, typed_at + name)
        now, typed = comparable(box, stored), comparable_as_typed(box, raw)
        if now == typed:
            return
        if self._has(key + name, now):
            self.result.has_own = True
            return
        is_taken = self._has(key + name, typed)
        if is_taken:
            self.result.data.setlist(shown_at + name, as_posted(box, stored))
        else:
            self.result.has_own = True
        ours, theirs = readable_as_typed(box, raw), readable(box, stored)
        self.result.beside[shown_at + name] = Beside(
            label=str(box.label or name),
            row=str(form.instance) if shown_at else "",
            typed=ours,
            stored=theirs,
            is_taken=is_taken,
            save=self.result.saves.of_field(form.instance, name),
            pieces=word_diff(ours, theirs) if max(len(ours), len(theirs)) > _SHORT else (),
        )

    def _has(self, key: str, words: str) -> bool:
        return self.seen is not None and self.seen.has(key, words)

    def _says_anything(self, formset: BaseInlineFormSet, row: _Typed) -> bool:
        blank = formset.empty_form
        return any(
            comparable_as_typed(blank.fields[name], raw_value(blank.fields[name], self.post, row.place + name))
            != comparable(blank.fields[name], blank[name].initial)
            for name in fields_of(blank, formset)
        )

    def _is_same(self, stored: forms.BaseModelForm, formset: BaseInlineFormSet, row: _Typed) -> bool:
        """Whether a row that was typed is there by now: sent twice, or typed by both."""
        for name in fields_of(stored, formset):
            box = stored.fields[name]
            typed = comparable_as_typed(box, raw_value(box, self.post, row.place + name))
            if typed and typed != comparable(box, stored[name].initial):
                return False
        return True

    def _note(self, place: str, formset: BaseInlineFormSet, pk: str, verb: str) -> None:
        name = f"{place}DELETE" if verb == "deleted" and formset.can_delete else ""
        ask = {"added": self.result.saves.added, "deleted": self.result.saves.deleted}
        save = ask.get(verb, self.result.saves.last_of)(model_of(formset), pk)
        self.result.rows[place.removesuffix("-")] = RowNote(verb, str(model_of(formset)._meta.verbose_name), save, name)

    def _put(self, stored: forms.BaseModelForm, formset: BaseInlineFormSet, place: str) -> None:
        """A row as it is stored."""
        self.result.data[place + model_of(formset)._meta.pk.name] = str(stored.instance.pk)
        for name in fields_of(stored, formset):
            self.result.data.setlist(place + name, as_posted(stored.fields[name], stored[name].initial))

    def _move(self, place: str, new_place: str) -> None:
        """A row as it was posted, to where it stands now."""
        for name, values in self.post.lists():
            if name.startswith(place):
                self.result.data.setlist(new_place + name.removeprefix(place), values)


def _typed_rows(formset: BaseInlineFormSet, post: QueryDict) -> list[_Typed]:
    total = post.get(f"{formset.prefix}-TOTAL_FORMS", "")
    count = min(int(total[:6]), _MOST_ROWS) if total.isdecimal() else 0
    places = [f"{formset.prefix}-{number}-" for number in range(count)]
    pk = model_of(formset)._meta.pk.name
    return [_Typed(place, post.get(place + pk, ""), bool(post.get(f"{place}DELETE"))) for place in places]
