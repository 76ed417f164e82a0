"""By which sheet an action asks for letters, kept so until what is made of it has left.

The door of everything that is made for one writer: it is made first, which takes its time, and handed out only if the
same sheet still asks for letters at that moment. A stop waits for the handing out, and for no printing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection

from campaigns.answers import kept_standing
from campaigns.models import UrgentAction
from campaigns.states import ActionStatus

_ASKS_BY = f"""
    SELECT action.current_sheet_id FROM {UrgentAction._meta.db_table} action
     WHERE action.slug = %s AND action.status = %s AND action.last_good_day >= %s
"""  # noqa: S608  # holds the name of a table only


@contextmanager
def kept_asking(slug: str, *, on: date) -> Iterator[int | None]:
    """The sheet by which an action asks for letters on a day, by its key; None if it asks for none.

    A stop, and a newer sheet, that come meanwhile wait until the block is left: leave it when the bytes have left.
    """
    day = connection.ops.adapt_datefield_value(on)
    with kept_standing(slug, _ASKS_BY, [slug, ActionStatus.OPEN.value, day]) as row:
        yield row[0] if row else None
