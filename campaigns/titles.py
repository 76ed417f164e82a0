"""What stands above the headline of a sheet: its kind, counted."""

from campaigns.models import Sheet
from campaigns.states import SheetStatus

_ORDINALS = ("", "", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


def title_of(sheet: Sheet) -> str:
    """What stands above the headline: "Urgent action", "Second further information on UA 214/11"."""
    reference = sheet.action.reference
    match sheet.kind:
        case Sheet.Kind.FURTHER:
            return _counted(sheet, f"Further information on {reference}")
        case Sheet.Kind.CORRECTION:
            return _counted(sheet, f"Correction to {reference}")
        case Sheet.Kind.STOP:
            return _counted(sheet, f"Stop action on {reference}")
        case Sheet.Kind.OUTCOME:
            return _counted(sheet, f"Outcome of {reference}")
        case _:
            return "Urgent action"


def _counted(sheet: Sheet, title: str) -> str:
    """A title with the place of the sheet among those of its kind that were not put aside, from the second on."""
    of_its_kind = sheet.action.sheets.filter(kind=sheet.kind, version__lte=sheet.version)
    count = of_its_kind.exclude(status=SheetStatus.WITHDRAWN).count()
    if count < 2:
        return title
    ordinal = _ORDINALS[count] if count < len(_ORDINALS) else _in_figures(count)
    return f"{ordinal} {title[0].lower()}{title[1:]}"


def _in_figures(count: int) -> str:
    """ "11th", "21st"."""
    last = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}th" if count % 100 in (11, 12, 13) else f"{count}{last}"
