"""The page of a sheet that was replaced: what it said, and why nobody must write by it.

It holds nothing by which somebody could: no demands, no addresses, no salutations, no dates to write by, no PDF.
"""

from dataclasses import dataclass

from appeals.chain import SheetLine, chain_of
from appeals.standing import Standing
from campaigns.changes import changes_between
from campaigns.content import SheetContent, content_of
from campaigns.models import Sheet, UrgentAction


@dataclass(frozen=True)
class ReplacedPage:
    """A sheet that does not hold any more, or that never gave way: then `line.is_current`.

    Args:
        content: None where its text may not be read any more.
        changes: what is different today for somebody who holds it; empty where nobody is asked to write.
    """

    line: SheetLine
    content: SheetContent | None
    changes: tuple[str, ...]


def replaced_page(action: UrgentAction, version: int, *, standing: Standing) -> ReplacedPage | None:
    """The page of one issued sheet of a published action; None where there is no such sheet. Two queries at most."""
    line = next((sheet for sheet in chain_of(action) if sheet.version == version), None)
    if line is None or action.current_sheet is None:
        return None
    if not line.is_readable:
        return ReplacedPage(line, None, ())
    content = content_of(Sheet.objects.only("frozen", "check_code").get(action=action, version=version))
    changes = changes_between(content, content_of(action.current_sheet)) if standing.asks and content.asks else ()
    return ReplacedPage(line, content, changes)
