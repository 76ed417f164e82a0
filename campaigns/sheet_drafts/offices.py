"""The recipients of a draft: offices of the book, and new ones that nobody has verified.

A new one enters the book as the sheet prints it, without a day of verification: it stands on the desk of the address
keepers, and the checks of every sheet that writes to it say that nobody has made sure of it. It is shown nowhere to
the public. An office that is there stays as it is, whatever an old sheet says of its address.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from campaigns.models import Recipient, Sheet
from campaigns.sheet_drafts.matching import Book
from campaigns.sheet_drafts.proposal import Proposal, ProposedRecipient
from campaigns.sheet_drafts.recipients import TAKEN
from cases.models import Authority, Salutation


@dataclass
class Offices:
    """The authorities of a sheet, and those of them that are new in the book."""

    on_sheet: list[Authority] = field(default_factory=list)
    new: list[Authority] = field(default_factory=list)


def save_recipients(sheet: Sheet, proposal: Proposal, *, name: str, remarks: list[str]) -> Offices:
    """Put the recipients on the sheet, in their order.

    Raises:
        ValidationError: if a new office cannot be entered as it stands, or a chosen one is not there any more.
    """
    offices = Offices()
    sheet.recipients.all().delete()
    if not sheet.asks:
        return offices
    chosen = [row.known for row in proposal.recipients if row.known]
    known = {one.pk: one for one in Authority.objects.filter(pk__in=chosen)}
    for row in proposal.recipients:
        if row.known and row.known not in known:
            raise ValidationError(
                f"{row.office or 'An office'} is not in the book any more. Choose its recipient anew."
            )
        authority = known[row.known] if row.known else _same_or_entered(row, name, offices, remarks)
        if authority is None:
            continue
        if authority in offices.on_sheet:
            remarks.append(f"{authority.office} is on the sheet twice; it was taken over once.")
            continue
        if authority not in offices.new:
            _compare(row, authority, remarks)
        order = sum(one.role == row.role for one in sheet.recipients.all()) + 1
        recipient = Recipient(sheet=sheet, authority=authority, role=row.role, order=order)
        recipient.full_clean()
        recipient.save()
        offices.on_sheet.append(authority)
    return offices


def _same_or_entered(row: ProposedRecipient, name: str, offices: Offices, remarks: list[str]) -> Authority | None:
    """The office of that name, where the book has it by now; else a new entry."""
    same = Book.of([row.country]).same(row.office, row.country)
    return same or _entered(row, name, offices, remarks)


def _entered(row: ProposedRecipient, name: str, offices: Offices, remarks: list[str]) -> Authority | None:
    """A new entry of the book; None, with a remark, where the sheet says too little for one."""
    if not row.country:
        remarks.append(f"{row.office} was left out: the sheet does not say in which country it is.")
        return None
    if not (row.postal_lines or row.fax or row.phone or row.emails or row.web_form):
        remarks.append(f"{row.office} was left out: the sheet gives no address of it.")
        return None
    source = name or "pasted text"
    authority = Authority(
        office=row.office,
        kind=row.kind,
        country=row.country,
        notes=f"As an old sheet prints it ({source}). Nobody has verified it.",
        **{field: getattr(row, field) for field in TAKEN},
    )
    authority.full_clean()
    authority.save()
    for language, text in row.salutations.items():
        salutation = Salutation(authority=authority, language=language, text=text)
        salutation.full_clean()
        salutation.save()
    offices.new.append(authority)
    remarks.append(f"{row.office} is new in the book, as the sheet prints it. Nobody has verified its address.")
    return authority


def _compare(row: ProposedRecipient, authority: Authority, remarks: list[str]) -> None:
    """Say where an old sheet prints otherwise than the book."""
    different = [
        str(Authority._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in ("holder", "postal_lines", "fax")
        if getattr(row, name) and getattr(row, name) != getattr(authority, name)
    ]
    if different:
        remarks.append(
            f"The book has another {' and another '.join(different)} of {authority.office} than the sheet. The book's "
            "is printed."
        )
