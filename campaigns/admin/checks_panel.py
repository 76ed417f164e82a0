"""What the checks find on a sheet, as a panel: each finding with the way to its field, each amber with its reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from campaigns.admin.moves import address_of
from campaigns.check_reasons import Checked, checked_sheet
from campaigns.checks import Place
from campaigns.models import CheckReason, Sheet
from campaigns.rules import Visitor, may_explain
from campaigns.states import SheetStatus


@dataclass(frozen=True)
class PanelRow:
    """One finding. Without an address it is told and leads nowhere: its field cannot be changed as things stand."""

    checked: Checked
    url: str
    explain_url: str

    @property
    def word(self) -> str:
        """How grave it is, for those who see no colours."""
        if self.checked.finding.is_red:
            return "Red"
        return "Amber, explained" if self.checked.reason else "Amber"


@dataclass(frozen=True)
class ChecksPanel:
    """The findings of a sheet that is under way.

    Args:
        explain_url: the page where reasons are given; empty for somebody who may not.
        is_proofed: whether somebody has looked at how it prints since it last changed.
    """

    rows: tuple[PanelRow, ...]
    reds: int
    ambers: int
    explained: int
    explain_url: str
    is_proofed: bool

    @property
    def is_clear(self) -> bool:
        return not self.reds and not self.ambers


def checks_panel(sheet: Sheet, user: Visitor, *, on: date, page: str = "") -> ChecksPanel:
    """The panel for somebody who looks at a sheet under way.

    Args:
        page: the address of the sheet's form, where the panel stands on another page.
    """
    may = may_explain(user, sheet)
    explain = address_of(sheet, "explain") if may else ""
    # Only a draft has fields to lead to; in review the sheet is shown to read.
    form = page if sheet.status == SheetStatus.DRAFT and user.has_perm("campaigns.change_sheet") else None
    now = checked_sheet(sheet, on=on)
    checks = now.checks
    rows = tuple(
        PanelRow(
            checked,
            url_of(checked.finding.place, form),
            "" if checked.finding.is_red or not explain else f"{explain}#{field_of(checked)}",
        )
        for checked in checks
    )
    ambers = [row for row in checks if not row.finding.is_red]
    return ChecksPanel(
        rows=rows,
        reds=len(checks) - len(ambers),
        ambers=sum(row.wants_a_reason for row in ambers),
        explained=sum(not row.wants_a_reason for row in ambers),
        explain_url=explain if ambers else "",
        is_proofed=now.is_proofed,
    )


def url_of(place: Place, form: str | None) -> str:
    """Where something is mended.

    Args:
        form: the address of the sheet's form, empty on that page itself; None where it has no fields.
    """
    if not place.model:
        return "" if form is None else f"{form}#{place.anchor}"
    app, model = place.model.split(".")
    try:
        return f"{reverse(f'admin:{app}_{model}_change', args=[place.pk])}#{place.anchor}"
    except NoReverseMatch:
        return ""


def field_of(checked: Checked) -> str:
    """The name of the box for the reason of a finding, which is the id of it as well."""
    return f"reason-{checked.finding.key}"


def kept_reasons(sheet: Sheet) -> list[CheckReason]:
    """Every reason that was given for a sheet that went out, the newest of each finding."""
    newest = {row.key: row for row in sheet.check_reasons.select_related("by").order_by("at", "pk")}
    return list(newest.values())


def panel_context(sheet: Sheet, user: Visitor, *, on: date, page: str = "") -> dict[str, Any]:
    """For the template of the panel: the findings while the sheet is under way, afterwards the reasons alone."""
    if sheet.is_under_way:
        return {"checks": checks_panel(sheet, user, on=on, page=page), "kept_reasons": []}
    return {"checks": None, "kept_reasons": kept_reasons(sheet)}
