"""The review of an imported sheet as one form: what was read, to be accepted, changed or left out."""

from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django_countries import countries

from campaigns.admin.import_rows import (
    DemandRow,
    DevelopmentRow,
    HearingRow,
    PersonRow,
    RecipientRow,
    line_box,
    text_box,
)
from campaigns.deadlines import Wording
from campaigns.models import Sheet, UrgentAction
from campaigns.sheet_drafts.proposal import Proposal, Trace
from cases.languages import LanguagesFormField
from cases.models import Concern

OWN, UNNUMBERED = "own", "unnumbered"
_MOST = {"people": 40, "demands": 40, "recipients": 20, "hearings": 20, "developments": 60}
_ROWS: dict[str, Any] = {
    "people": PersonRow, "demands": DemandRow, "recipients": RecipientRow, "hearings": HearingRow,
    "developments": DevelopmentRow,
}  # fmt: skip
# The fields of a proposal that the form itself holds, in the order of the page.
HEAD = ("country", "series", "number", "year", "kind", "dated", "index_number", "concerns")
TEXT = ("headline", "summary", "story", "additional_information")
APPEALS = (
    "appeals_limit", "appeals_wording", "languages", "own_language", "late_note", "diplomatic_note",
)  # fmt: skip


class ReviewForm(forms.Form):
    """What is one of a kind. A box "leave it out" beside each value that was read empties it."""

    country = forms.ChoiceField(
        choices=[("", "choose one"), *countries], error_messages={"required": "Say on which country the sheet is."}
    )
    series = forms.ChoiceField(choices=UrgentAction.Series.choices)
    number = forms.IntegerField(
        required=False, min_value=1, max_value=9_999, help_text="Empty for a document without a number."
    )
    year = forms.IntegerField(required=False, min_value=1973, max_value=2100)
    kind = forms.ChoiceField(label="Kind of sheet", choices=Sheet.Kind.choices)
    dated = forms.DateField(
        label="Date of the sheet", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    index_number = line_box(Sheet, "index_number", label="Index number")
    concerns = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    headline = line_box(Sheet, "headline", label="Headline")
    summary = text_box(Sheet, "summary", rows=4, label="Summary")
    story = text_box(Sheet, "story", rows=8, label="Story")
    additional_information = text_box(Sheet, "additional_information", rows=8, label="Additional information")
    appeals_limit = forms.DateField(
        label="Appeals date", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    appeals_wording = forms.ChoiceField(label="Wording", choices=Wording.choices)
    languages = LanguagesFormField(required=False, help_text="In order, the best first: Russian, English")
    own_language = forms.BooleanField(label="Or the writer's own language", required=False)
    late_note = line_box(Sheet, "late_note", label="Late note")
    diplomatic_note = line_box(Sheet, "diplomatic_note", label="Copies to diplomats")
    into = forms.ChoiceField(label="Where the sheet belongs", widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, read: Proposal, perhaps: list[UrgentAction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read = read
        concerns: Any = self.fields["concerns"]
        concerns.choices = [(name, name) for name in Concern.objects.values_list("name", flat=True)]
        into: Any = self.fields["into"]
        into.choices = [
            *(
                (str(action.pk), f"{action.reference}, {action.get_status_display()}: {action.case}")
                for action in perhaps
            ),
            (OWN, "A new action on a new case"),
            (UNNUMBERED, "A new action without a number, on a new case"),
        ]
        # An action with the same number has to be chosen or refused by a person.
        into.required = bool(perhaps)
        into.error_messages["required"] = "Say whether the sheet belongs to an action that is there."
        for name in (*HEAD, *TEXT, *APPEALS):
            if name in read.traces and name not in ("country", "kind"):
                self.fields[f"drop-{name}"] = forms.BooleanField(label="Leave it out", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in list(self.fields):
            if name.startswith("drop-") and cleaned.get(name):
                self.errors.pop(name.removeprefix("drop-"), None)
                cleaned[name.removeprefix("drop-")] = None
        limit, dated = cleaned.get("appeals_limit"), cleaned.get("dated")
        is_until = cleaned.get("appeals_wording") == Wording.UNTIL
        if limit and dated and (limit < dated or (limit == dated and not is_until)):
            self.add_error("appeals_limit", "The appeals date lies before the sheet's. Change one of the two.")
        if cleaned.get("number") and not cleaned.get("year") and not self.errors.get("year"):
            raise ValidationError("A number needs its year: write the year of the action.")
        return cleaned

    def said(self) -> dict[str, Any]:
        """The values of a proposal that stand in this form."""
        said = {name: self.cleaned_data.get(name) for name in (*HEAD, *TEXT, *APPEALS)}
        lists, flags, days = ("concerns", "languages"), ("own_language",), ("number", "year", "dated", "appeals_limit")
        return {
            name: (value or []) if name in lists else bool(value) if name in flags else value
            if name in days else value or ""
            for name, value in said.items()
        }  # fmt: skip


class Review:
    """The form and its rows, as read or as sent."""

    def __init__(self, read: Proposal, perhaps: list[UrgentAction], data: Any = None) -> None:
        self.read = read
        head = {name: getattr(read, name) for name in (*HEAD, *TEXT, *APPEALS)} | read.unfit
        if not perhaps:
            head["into"] = OWN
        self.form = ReviewForm(data, initial=head, read=read, perhaps=perhaps)
        self.rows = {name: self._rows(name, data) for name in _ROWS}

    def _rows(self, name: str, data: Any) -> Any:
        most = _MOST[name]
        kind = formset_factory(_ROWS[name], extra=0, max_num=most, absolute_max=most, validate_max=True)
        return kind(data, prefix=name, initial=[_initial(one) for one in getattr(self.read, name)])

    def is_valid(self) -> bool:
        # Each is asked, so that everything wrong is shown at once.
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    @property
    def has_errors(self) -> bool:
        return bool(self.form.errors) or any(rows.total_error_count() for rows in self.rows.values())

    def proposal(self) -> Proposal:
        """What is to be saved: as it was read, with everything that a person changed or left out."""
        said = self.form.said()
        traces = {name: trace for name, trace in self.read.traces.items() if said.get(name)}
        made: dict[str, Any] = {}
        for name, rows in self.rows.items():
            taken = [(place, row) for place, row in enumerate(rows) if row.is_taken]
            made[name] = [row.proposed() for _, row in taken]
            traces |= _moved(self.read.traces, name, [place for place, _ in taken])
        if "number" in self.read.traces and said["number"]:
            traces["number"] = self.read.traces["number"]
        return replace(self.read, **said, **made, traces=traces)

    @property
    def into(self) -> str:
        return self.form.cleaned_data.get("into") or OWN


def _moved(traces: dict[str, Trace], name: str, places: list[int]) -> dict[str, Trace]:
    """The traces of the rows that were taken, under the places that they have now."""
    return {
        f"{name}-{now}": traces[f"{name}-{before}"] for now, before in enumerate(places) if f"{name}-{before}" in traces
    }


def _initial(one: Any) -> dict[str, Any]:
    """The first values of a row."""
    said = asdict(one) | {"take": not getattr(one, "is_background", False)}
    if "happened_on" in said:
        said["happened_on"] = one.happened_on
    if "salutations" in said:
        offered = [*([one.known] if one.known else []), *one.near]
        language, text = next(iter(one.salutations.items()), ("en", ""))
        said |= {
            "offered": ",".join(map(str, offered)),
            "choice": str(one.known) if one.known else "" if one.near else "new",
            "salutation": text,
            "language": language,
        }
    return said
