"""What a page of a move asks for: nothing but yes, a reason, what everybody may be told."""

from typing import Any

from django import forms

from campaigns.models import ActionEvent
from cases.text import tidy, validate_line


class NoQuestion(forms.Form):
    """Nothing to say but yes."""


class Reason(forms.Form):
    """Why, in a few words."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        validators=[validate_line],
        help_text="In a few words. Only staff read it.",
        error_messages={"required": "Say why, in a few words; the reason is kept for staff."},
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def clean_reason(self) -> str:
        return tidy(self.cleaned_data["reason"])


class LookedThrough(Reason):
    """Why a restored backup may send, by somebody who has done what no program can."""

    looked = forms.BooleanField(
        label="I have looked through it",
        help_text="What was stopped or paused since is so here too, and whoever was erased since is erased.",
        error_messages={
            "required": "Nothing was released: say that you have looked through what was stopped and erased since."
        },
    )


class ReasonIfAny(Reason):
    """Why, where there is something to say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class NoteField(forms.CharField):
    """What everybody may be told, checked as the column that keeps it."""

    def __init__(
        self,
        *,
        label: str = "Public note",
        help_text: str = "What may be told to everybody: it goes into the mail to followers and onto the action's "
        "page. May be left empty.",
    ) -> None:
        super().__init__(
            label=label,
            required=False,
            validators=ActionEvent._meta.get_field("public_note").validators,
            help_text=help_text,
            widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4}),
        )

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class PublicNote(forms.Form):
    """Nothing to decide but what everybody may be told."""

    public_note = NoteField()


class ReasonAndNote(Reason):
    """Why, for staff, and what everybody may be told."""

    public_note = NoteField()


class ReasonIfAnyAndNote(ReasonIfAny):
    """Why, where there is something to say, and what everybody may be told."""

    public_note = NoteField()


class ReasonAndEnd(Reason):
    """Why, for staff, and how it ended, for everybody."""

    public_note = NoteField(label="How did it end?")
