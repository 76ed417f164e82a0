"""The form of a tally: one box for each action, authority and way, and what each held when the page was shown."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from appeals.models.tally import MOST
from appeals.tallies import Box

_NUMBER = "Write a whole number, such as 23, or leave the box empty."


class TallyForm(forms.Form):
    """The numbers of a tally; an empty box is none.

    Args:
        boxes: those of the tally, with the number that stands in each now.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the edition that was shown
    posted_on = forms.DateField(
        label="On which day did they go?",
        widget=forms.DateInput(attrs={"type": "date", "aria-describedby": "day-hint day-error"}, format="%Y-%m-%d"),
        error_messages={"required": "Say on which day the letters went.", "invalid": "Write the day as 2011-08-23."},
    )

    def __init__(self, data: QueryDict | None = None, *, boxes: Mapping[Box, int], **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.boxes = boxes
        self.is_merged = False
        for box, number in boxes.items():
            self.fields[name_of(box)] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=MOST,
                initial=number or "",
                error_messages={"invalid": _NUMBER, "min_value": _NUMBER, "max_value": f"At most {MOST} fit."},
            )

    @property
    def numbers(self) -> dict[Box, int]:
        """What is stated; of a valid form only."""
        return {box: self.cleaned_data[name_of(box)] or 0 for box in self.boxes}

    @property
    def seen_edition(self) -> int:
        """Of a form without it: one that never was, so that nothing is written over unseen."""
        seen = self.cleaned_data.get("seen")
        return -1 if seen is None else int(seen)

    def was(self, box: Box) -> str:
        """What stood in the box when the page was shown, as the form brought it back."""
        return str(self.data.get(was_name_of(box), ""))

    def merged(self, boxes: Mapping[Box, int], *, edition: int) -> "TallyForm":
        """The form anew, for somebody who sent it while another reported. What they typed stays; what they did not
        touch is as it stands now.
        """
        data = QueryDict(mutable=True)
        data.update({name: value for name, value in self.data.items() if name in ("posted_on",)})
        for box, number in boxes.items():
            typed = str(self.data.get(name_of(box), ""))
            untouched = (typed.strip() or "0") == self.was(box)
            data[name_of(box)] = str(number or "") if untouched else typed
            data[was_name_of(box)] = self.was(box)
        data["seen"] = str(edition)
        form = TallyForm(data, boxes=boxes)
        form.is_merged = True
        return form

    def shown(self, box: Box) -> str:
        """What goes out hidden with the box: the number that its reader is shown. A refused form keeps what it had, so
        that what others report meanwhile is still found when it comes again.
        """
        return self.was(box) if self.is_bound and not self.is_merged else str(self.boxes[box])

    def meanwhile(self, box: Box) -> str:
        """What somebody else reported in a box into which its reader typed something else, in a sentence."""
        was, number = self.was(box), self.boxes[box]
        typed = str(self.data.get(name_of(box), "")).strip() or "0"
        if not self.is_merged or not was.isdecimal() or str(number) in (was, typed):
            return ""
        return f"Somebody else reported {number} here meanwhile."


def name_of(box: Box) -> str:
    return f"n-{box.action_id}-{box.authority_id}-{box.channel}"


def was_name_of(box: Box) -> str:
    return f"was-{box.action_id}-{box.authority_id}-{box.channel}"
