"""The documents that drafts were made of: kept for staff with the draft, until somebody deletes one."""

from datetime import datetime

from accounts.acts import acting
from accounts.models import User
from campaigns.models import ImportedSource


def delete_source(source: ImportedSource, *, by: User, at: datetime) -> None:
    """Delete a document for good; that there was one, its name and its hash stay in its history.

    The draft stays as it is, and the same document can be imported anew.
    """
    with acting(by=by, at=at, reason="The text of the source is deleted for good."):
        source.delete()
