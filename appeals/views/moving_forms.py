"""The forms of the pages on which a date moves: what becomes of it, and which drafts begin or go with it."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django import forms

from campaigns.admin.moves import Reason
from campaigns.foresight import Outlook
from campaigns.models import Sheet
from campaigns.moving_dates import DraftWish, What, Wish
from cases.admin.dated_forms import only_zone_of
from cases.models import DateMove, Deadline, Hearing
from cases.models.hearing import validate_time_zone
from config import clock

_CHOICES = {
    "hearing": [
        (What.TO_A_DAY, "It is moved to another day, later or sooner"),
        (What.NO_NEW_DAY, "It is adjourned, and no new day is known yet"),
        (What.OFF, "It is cancelled"),
        (What.WRONG, "Its day was written down wrongly here; the court moved nothing"),
    ],
    "deadline": [(What.TO_A_DAY, "It is moved to another day, later or sooner"), (What.OFF, "It is lifted")],
}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MoveForm(Reason):
    """What becomes of the date, and why."""

    what = forms.ChoiceField(
        label="What happens",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what happens to the date."},
    )
    to = forms.DateField(
        label="New day",
        required=False,
        widget=_DAY,
        error_messages={"invalid": "Write the day as 2011-08-02."},
    )
    starts_at = forms.TimeField(
        label="Time on that day",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Where the court sits, if it is known.",
        error_messages={"invalid": "Write the time as 14:30."},
    )
    time_zone = forms.CharField(
        label="Time zone of the court",
        required=False,
        max_length=50,
        validators=[validate_time_zone],
        widget=forms.TextInput(attrs={"list": "time-zones", "class": "vTextField"}),
    )
    field_order = ("what", "to", "starts_at", "time_zone", "reason")

    def __init__(self, *args: Any, thing: Hearing | Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing = thing
        choices = _CHOICES["hearing" if isinstance(thing, Hearing) else "deadline"]
        what = cast(forms.ChoiceField, self.fields["what"])
        what.initial = What.TO_A_DAY
        if isinstance(thing, Hearing):
            self.fields["time_zone"].initial = thing.time_zone
            if thing.status == Hearing.Status.ADJOURNED:
                choices = choices[:1]
        else:
            del self.fields["starts_at"], self.fields["time_zone"]
        what.choices = choices
        self.fields["to"].help_text = "Empty where there is none."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        what, to = cleaned.get("what"), cleaned.get("to")
        needs_a_day = what in (What.TO_A_DAY, What.WRONG)
        if needs_a_day and to is None and "to" not in self.errors:
            self.add_error("to", "Give the new day.")
        if what and not needs_a_day and to is not None:
            self.add_error("to", "There is no new day where it is adjourned with none, cancelled or lifted: empty it.")
        if cleaned.get("starts_at") and not cleaned.get("time_zone") and isinstance(self.thing, Hearing):
            cleaned["time_zone"] = self.thing.time_zone or only_zone_of(str(self.thing.court.country))
        return cleaned

    def wish(self) -> Wish:
        said = self.cleaned_data
        what = What(said["what"])
        hour, zone = said.get("starts_at"), said.get("time_zone", "")
        if what == What.WRONG and isinstance(self.thing, Hearing):
            # Only the day was wrong, unless they say otherwise.
            hour, zone = hour or self.thing.at, zone or self.thing.time_zone
        return Wish(what, said["to"], hour, zone, said["reason"])


class DraftsForm(forms.Form):
    """Which drafts to begin with the move: a tick for each action that needs one, and its appeals date."""

    def __init__(self, *args: Any, outlooks: Sequence[Outlook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [look for look in outlooks if look.kind]
        for look in self.offered:
            name, pk = look.action.reference, look.action.pk
            words = f"Begin a draft of a {look.kind_words} on {name} from sheet {look.sheet.version}"
            self.fields[f"draft_{pk}"] = forms.BooleanField(label=words, required=False)
            if look.kind == Sheet.Kind.FURTHER:
                self.fields[f"limit_{pk}"] = forms.DateField(
                    label=f"Its appeals date, for {name}: appeals before",
                    required=False,
                    initial=look.proposed_limit,
                    widget=_DAY,
                    error_messages={"invalid": "Write the day as 2011-08-23."},
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for look in self.offered:
            field, today = f"limit_{look.action.pk}", clock.today()
            if not cleaned.get(f"draft_{look.action.pk}") or field not in self.fields or field in self.errors:
                continue
            if cleaned[field] is None:
                self.add_error(field, "Give the appeals date of the draft.")
            elif not 0 < (cleaned[field] - today).days <= 366:
                self.add_error(field, "Choose a day after today, and within a year.")
        return cleaned

    def wishes(self) -> list[DraftWish]:
        return [
            DraftWish(look.action, look.kind, self.cleaned_data.get(f"limit_{look.action.pk}"))
            for look in self.offered
            if self.cleaned_data[f"draft_{look.action.pk}"]
        ]

    def of_each(self) -> Iterator[tuple[Outlook, list[forms.BoundField]]]:
        """The outlooks with their boxes."""
        for look in self.offered:
            names = (f"draft_{look.action.pk}", f"limit_{look.action.pk}")
            yield look, [self[name] for name in names if name in self.fields]


class UndoForm(forms.Form):
    """Which of the drafts that were begun with the move go with it."""

    withdraw = forms.ModelMultipleChoiceField(
        Sheet.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Drafts to put aside"
    )

    def __init__(self, *args: Any, begun: Sequence[Sheet], move: DateMove, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelMultipleChoiceField, self.fields["withdraw"])
        field.queryset = Sheet.objects.filter(pk__in=[sheet.pk for sheet in begun])
        # What somebody else has written in since is not put aside without their knowing.
        field.initial = [sheet.pk for sheet in begun if sheet.edited_by_id == move.by_id]
        if not begun:
            del self.fields["withdraw"]
