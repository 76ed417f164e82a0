"""Why an amber finding may stand: the reasons that were given, and what of a sheet still hinders it.

A reason is kept for good, with what was found in the words of that day. It counts as long as its fingerprint is that
of the finding, so a reason given for one address is none for the next, and one that went through an approval counts
for the next sheet of the action as long as it is about the same. Reasons are written here and nowhere else; the
verb of staff is `campaigns.review.explain`, and an issue in an emergency keeps its own reason for every amber.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from campaigns.checks import Finding, findings_in, reading_of
from campaigns.checks.finding import fingerprint_of
from campaigns.content import SheetContent
from campaigns.models import CheckReason, Sheet
from campaigns.states import FROZEN

LONGEST_SENTENCE = CheckReason._meta.get_field("sentence").max_length or 0


@dataclass(frozen=True)
class Checked:
    """A finding, and the reason why it may stand where it is amber and somebody gave one."""

    finding: Finding
    reason: CheckReason | None = None

    @property
    def wants_a_reason(self) -> bool:
        """Amber, and nobody has said why it may stand."""
        return not self.finding.is_red and self.reason is None

    @property
    def seen(self) -> str:
        """What somebody is shown who looks at it: what it is about, and the reason that stands there."""
        return f"{self.finding.fingerprint}.{self.reason.pk if self.reason else ''}"

    @property
    def hinders(self) -> bool:
        return self.finding.is_red or self.reason is None

    @property
    def refusal(self) -> str:
        """Why a sheet cannot go on with it, as a sentence."""
        if self.finding.is_red:
            return self.finding.sentence
        return f"{self.finding.sentence} Mend it, or give a reason why it may stand."


@dataclass(frozen=True)
class CheckedSheet:
    """What the checks find on a sheet, and the content on which they found it: whoever needs both reads it once.

    Args:
        content_hash: the SHA-256 (hex) of the content.
        is_proofed: whether it is known how exactly this content prints.
    """

    content: SheetContent
    content_hash: str
    is_proofed: bool
    checks: tuple[Checked, ...]

    @property
    def hindrances(self) -> list[str]:
        """What the sheet needs before it can go on: a sentence for each red, and for each amber without a reason."""
        return [row.refusal for row in self.checks if row.hinders]


def checked_sheet(sheet: Sheet, *, on: date) -> CheckedSheet:
    """Read a sheet as it stands on a day, and check it."""
    reasons = {(row.key, row.fingerprint): row for row in _reasons_for(sheet)}
    reading = reading_of(sheet, on=on)
    checks = tuple(
        Checked(finding, None if finding.is_red else reasons.get((finding.key, finding.fingerprint)))
        for finding in findings_in(reading)
    )
    return CheckedSheet(reading.content, reading.content_hash, reading.proof is not None, checks)


def check_sheet_on(sheet: Sheet, *, on: date) -> list[Checked]:
    """All that the checks find on a sheet, with the reasons that hold."""
    return list(checked_sheet(sheet, on=on).checks)


def _reasons_for(sheet: Sheet) -> QuerySet[CheckReason]:
    """Those given for the sheet, after those given for sheets of its action that somebody else approved with them:
    nobody is asked twice about the very same thing. An emergency's reason excuses its own sheet only.
    """
    of_action = CheckReason.objects.filter(sheet__action=sheet.action_id)
    counting = Q(sheet=sheet.pk) | Q(
        sheet__version__lt=sheet.version, sheet__status__in=FROZEN, sheet__approved_by__isnull=False
    )
    return of_action.filter(counting).select_related("by").order_by("sheet__version", "at", "pk")


def hindrances(sheet: Sheet, *, on: date) -> list[str]:
    """What a sheet needs before it can go on (`CheckedSheet.hindrances`)."""
    return checked_sheet(sheet, on=on).hindrances


def reasons_hash(checks: Iterable[Checked]) -> str:
    """The same for the same findings with the same reasons: what an approver was shown besides the content."""
    return fingerprint_of(
        [(row.finding.key, row.finding.fingerprint, row.reason.pk if row.reason else None) for row in checks]
    )


def keep_reason(sheet: Sheet, finding: Finding, reason: str, *, by: User, at: datetime) -> CheckReason:
    """Write a reason down; the caller has locked the sheet.

    Raises:
        ValidationError: if it is empty, too long, or cannot be shown.
    """
    row = CheckReason(
        sheet=sheet,
        key=finding.key,
        fingerprint=finding.fingerprint,
        sentence=finding.sentence[:LONGEST_SENTENCE],
        reason=reason,
        at=at,
        by=by,
    )
    row.full_clean()
    row.save()
    return row


def has_given_reason(user: User | AnonymousUser, sheet: Sheet) -> bool:
    """Whether this person gave a reason for this sheet; then somebody else approves it."""
    return sheet.check_reasons.filter(by=user.pk).exists()


def was_explained_since(sheet: Sheet, moment: datetime) -> bool:
    """Whether a reason was given after a moment: whoever approved before it has not seen it."""
    return sheet.check_reasons.filter(at__gt=moment).exists()
