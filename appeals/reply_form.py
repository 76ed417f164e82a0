"""The form by which anybody tells what came back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from appeals.models import Reply
from appeals.models.reply import LONGEST_REPLY
from appeals.picture_child import MOST_BYTES
from appeals.written_to import WrittenTo
from cases.text import validate_prose


class ReplyForm(forms.Form):
    """What came back, from whom, and the words of an answer.

    Args:
        offices: to whom letters of the action went.
    """

    kind = forms.ChoiceField(
        label="What came back?",
        choices=[
            (Reply.Kind.RETURNED.value, "My letter: the post returned it"),
            (Reply.Kind.DEAD_FAX.value, "My fax: the number does not answer, or is no fax"),
            (Reply.Kind.DEAD_EMAIL.value, "My e-mail: it could not be delivered"),
            (Reply.Kind.WORDS.value, "An answer in words, from the office itself"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came back.", "invalid_choice": "Choose one of these."},
    )
    office = forms.TypedChoiceField(
        label="From whom, or from where?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the office.", "invalid_choice": "Choose one of these offices."},
    )
    text = forms.CharField(
        label="What it says",
        required=False,
        max_length=LONGEST_REPLY,
        validators=[validate_prose],
        widget=forms.Textarea(attrs={"rows": 8, "aria-describedby": "text-hint text-error", "autocomplete": "off"}),
        error_messages={
            "max_length": "This text has %(show_value)d characters; at most %(limit_value)d fit. Send the part that "
            "answers, or tell in your own words what it says."
        },
    )

    picture = forms.FileField(
        label="A photograph or a scan (if you like)",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={
                "accept": "image/jpeg,image/png,image/webp,application/pdf",
                "aria-describedby": "picture-hint picture-error",
            }
        ),
    )

    def __init__(self, data: QueryDict | None, files: Any = None, *, offices: Sequence[WrittenTo]) -> None:
        super().__init__(data, files, label_suffix="")
        choices = [(one.authority_id, one.office) for one in offices]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["office"].initial = choices[0][0]

    def clean_picture(self) -> UploadedFile | None:
        picture: UploadedFile | None = self.cleaned_data["picture"]
        size, most = ((picture and picture.size) or 0), MOST_BYTES // 1_000_000
        if size > MOST_BYTES:
            raise ValidationError(
                f"This file has {size / 1_000_000:.1f} MB; at most {most} MB are taken. "
                "Make the picture smaller, then choose it again."
            )
        return picture

    def clean(self) -> dict[str, object]:
        told = self.cleaned_data
        has_something = told.get("text") or told.get("picture") or "picture" in self.errors
        if told.get("kind") == Reply.Kind.WORDS and not has_something and "text" not in self.errors:
            self.add_error("text", "Type or paste what the answer says, or choose a picture of it.")
        return told
