"""A dated document of an urgent action, what it asks and of whom. Frozen when it is issued."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from accounts.history import Kept
from campaigns.check_codes import new_code
from campaigns.deadlines import Wording, last_good_day
from campaigns.models.author import UNSAID, UNTOLD, TextRecords
from campaigns.states import FROZEN, UNDER_WAY, SheetStatus
from cases.languages import LanguagesField
from cases.text import LineField, ProseField

DEFAULT_LATE_NOTE = "Please check with your section office if you want to write after this date."
DEFAULT_DIPLOMATIC_NOTE = "Please also send copies to the diplomatic representatives accredited to your country."

_NOT_ISSUED = ("draft", "review", "approved", "withdrawn")


class Sheet(Kept):
    class Kind(models.TextChoices):
        FIRST = "first", "first"
        FURTHER = "further", "further information"
        CORRECTION = "correction", "correction"
        STOP = "stop", "stop"
        OUTCOME = "outcome", "outcome"

    # These ask for no letters: they say that it is over.
    ENDING = frozenset({Kind.STOP, Kind.OUTCOME})

    action = models.ForeignKey("campaigns.UrgentAction", on_delete=models.CASCADE, related_name="sheets")
    version = models.PositiveSmallIntegerField(editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FIRST)
    status = models.CharField(max_length=10, choices=SheetStatus, default=SheetStatus.DRAFT, editable=False)
    # Printed on it, drafts included: whoever holds the paper asks by it whether it still holds.
    check_code = models.CharField(max_length=8, default=new_code, editable=False)
    dated = models.DateField("date of the sheet", help_text="Printed on it.")
    index_number = models.CharField(
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(
                # Those of translations end in letters: AMR 51/107/93/s.
                r"^[A-Z]{3} ?\d{1,3}/\d{1,5}/\d{2,4}(?:/[a-z]{1,2})?$",
                "An index number looks like EUR 46/033/2011: area, country number, serial, year.",
            )
        ],
        help_text="Of this document, such as EUR 46/033/2011. Empty if it has none.",
    )
    headline = LineField(max_length=120)
    summary = ProseField(max_length=1_500, help_text="Two or three sentences: who is at risk of what, and why now.")
    changes = ProseField(
        "what changed",
        max_length=1_000,
        blank=True,
        help_text="For whoever holds the sheet before this one: whom not to write to any more, what is asked "
        "otherwise, which day moved. Printed above the demands and told in the mail about the sheet.",
    )
    # The words above are the desk's own proposal: they follow the sheet until somebody writes in them.
    changes_proposed = models.BooleanField(default=False, editable=False)
    story = ProseField(max_length=12_000, blank=True, help_text="An empty line starts a new paragraph.")
    additional_information = ProseField(
        max_length=20_000, blank=True, help_text="Page two. An empty line starts a new paragraph."
    )
    languages = LanguagesField(blank=True)
    own_language = models.BooleanField("or the writer's own language", default=True)
    appeals_limit = models.DateField(
        "appeals date", null=True, blank=True, help_text="As printed. Empty: six weeks after the sheet's date."
    )
    appeals_wording = models.CharField(
        "wording",
        max_length=6,
        choices=Wording,
        default=Wording.BEFORE,
        help_text="“Before 23 August” makes the 22nd the last good day; “until” makes it the 23rd.",
    )
    # Other actions that a stop or an outcome sheet ends with its own.
    also_ends: models.ManyToManyField = models.ManyToManyField(
        "campaigns.UrgentAction", through="campaigns.AlsoEnded", related_name="ended_with"
    )
    late_note = LineField(max_length=200, blank=True, default=DEFAULT_LATE_NOTE)
    diplomatic_note = LineField("copies to diplomats", max_length=200, blank=True, default=DEFAULT_DIPLOMATIC_NOTE)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    # Whoever wrote in it last. The database holds this one and whoever began it against the approver; `is_by` all.
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    # Who found which content good, and when: `approved_hash` is the SHA-256 of exactly what they were shown.
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_hash = models.CharField(max_length=64, blank=True, editable=False)
    issued_at = models.DateTimeField(null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    # Issued without approval: why, and who looked at it afterwards.
    emergency_reason = LineField(max_length=300, blank=True, editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    # The whole public content as it was issued (campaigns.content), and the SHA-256 of it in hex.
    frozen = models.JSONField(null=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    # Never changed once it is there: an issued sheet is not deleted, and `content_hash` tells if it were.
    history = TextRecords(
        sheet="id", part_of="action", leaving_out=("frozen",), unsaid=UNSAID, untold=UNTOLD, named_by=("kind", "dated")
    )

    class Meta:
        ordering = ("action", "version")
        permissions = (
            ("issue_sheet", "Can approve and issue a sheet"),
            ("issue_sheet_alone", "Can issue a sheet without approval in an emergency"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("action", "version"),
                name="sheet_version_once_per_action",
                violation_error_message="This action has a sheet of that version already.",
            ),
            models.UniqueConstraint(
                fields=("check_code",),
                name="sheet_check_code_once",
                violation_error_message="By chance this sheet was given the check code of another. Begin it once more.",
            ),
            models.CheckConstraint(
                condition=~Q(check_code=""),
                name="sheet_has_a_check_code",
                violation_error_message="A sheet has a check code, by which whoever holds it asks whether it holds.",
            ),
            models.UniqueConstraint(
                fields=("action",),
                condition=Q(status__in=("draft", "review", "approved")),
                name="sheet_one_under_way_per_action",
                violation_error_message="This action has a draft already. Finish or withdraw that one first.",
            ),
            models.UniqueConstraint(
                fields=("action",),
                condition=Q(status="issued"),
                name="sheet_one_issued_per_action",
                violation_error_message="This action has an issued sheet; issuing a new one supersedes it.",
            ),
            models.CheckConstraint(
                condition=Q(appeals_limit__isnull=True)
                | Q(appeals_wording="until", appeals_limit__gte=F("dated"))
                | Q(appeals_limit__gt=F("dated")),
                name="sheet_appeals_after_its_date",
                violation_error_message="The appeals date lies before the date of the sheet: nobody could write in "
                "time. Change one of the two.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_NOT_ISSUED, issued_at__isnull=True, issued_by__isnull=True)
                | Q(status__in=("issued", "superseded"), issued_at__isnull=False, issued_by__isnull=False),
                name="sheet_issued_at_and_by_together",
                violation_error_message="An issued sheet says when it was issued and by whom.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_NOT_ISSUED, frozen__isnull=True)
                | (Q(status__in=("issued", "superseded"), frozen__isnull=False) & ~Q(content_hash="")),
                name="sheet_issued_is_frozen",
                violation_error_message="An issued sheet keeps its text frozen.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True, approved_hash="")
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_hash="")),
                name="sheet_approval_is_whole",
                violation_error_message="An approval says by whom, when, and of which content.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("created_by")) & ~Q(approved_by=F("edited_by"))),
                name="sheet_author_does_not_approve",
                violation_error_message="Whoever wrote in a sheet does not approve it: ask somebody else.",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_by__isnull=False),
                name="sheet_approved_by_somebody",
                violation_error_message="An approved sheet has somebody who approved it.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_NOT_ISSUED)
                | Q(approved_by__isnull=False, approved_hash=F("content_hash"))
                | ~Q(emergency_reason=""),
                name="sheet_issued_as_approved",
                violation_error_message="A sheet is issued exactly as it was approved, or with a reason why there was "
                "no time for that.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | (
                    Q(reviewed_by__isnull=False, reviewed_at__isnull=False, issued_by__isnull=False)
                    & ~Q(emergency_reason="")
                    & ~Q(reviewed_by=F("issued_by"))
                    & ~Q(reviewed_by=F("created_by"))
                    & ~Q(reviewed_by=F("edited_by"))
                ),
                name="sheet_reviewed_by_another",
                violation_error_message="A sheet that was issued without approval is reviewed by somebody who neither "
                "wrote nor issued it.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action.reference}, sheet {self.version}"

    @property
    def is_frozen(self) -> bool:
        return self.status in FROZEN

    @property
    def asks(self) -> bool:
        """Whether it asks people to write; a stop and an outcome do not."""
        return self.kind not in self.ENDING

    @property
    def follows(self) -> bool:
        """Whether people may hold a sheet of this action that was printed before."""
        return self.kind != self.Kind.FIRST

    def ends_also(self) -> list[Any]:
        """The other actions that it ends, in the order of their numbers; a draft not saved yet ends none."""
        return list(self.also_ends.order_by("year", "number", "pk").defer("search_text")) if self.pk else []

    @property
    def is_under_way(self) -> bool:
        """Whether it may still be issued: a draft, in review, or approved."""
        return self.status in UNDER_WAY

    @property
    def lacks_second_look(self) -> bool:
        """Whether it was issued without approval and nobody else has looked at it since."""
        return bool(self.emergency_reason) and self.reviewed_by_id is None

    @property
    def last_good_day(self) -> date | None:
        """The last day on which to send; None while the draft has no appeals date."""
        if self.appeals_limit is None:
            return None
        return last_good_day(self.appeals_limit, self.appeals_wording)

    def clean(self) -> None:
        if self.is_frozen and self.pk and Sheet.objects.filter(pk=self.pk, status__in=FROZEN).exists():
            raise ValidationError("This sheet has been issued; its text is frozen. Make a new sheet instead.")

    def is_by(self, user: Any) -> bool:
        """Whether this person began it or ever wrote in it (`campaigns.models.author`)."""
        return user.pk in (self.created_by_id, self.edited_by_id) or self.authors.filter(user=user.pk).exists()
