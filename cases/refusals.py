"""What the database refused, as a sentence for the person who asked.

Forms check every constraint before they save, so this speaks only where two people save the same thing at the
same moment, or where a form does not hold all the fields of a constraint.
"""

import re

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models import BaseConstraint, UniqueConstraint

UNKNOWN = (
    "Nothing was saved: the database found that this contradicts something that is there already. "
    "Open the page anew, look at what has changed, and try again."
)


def sentence_of(error: IntegrityError) -> str:
    """The human message of the constraint that an error names; `UNKNOWN` where it names none of ours.

    PostgreSQL names every constraint, SQLite the checks and the indexes; for a plain unique constraint SQLite
    names the columns instead ("UNIQUE constraint failed: table.one, table.two").
    """
    text = str(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if _names(text, constraint, model):
                return str(constraint.get_violation_error_message())
    return UNKNOWN


def _names(text: str, constraint: BaseConstraint, model: type[models.Model]) -> bool:
    if re.search(rf"\b{re.escape(constraint.name)}\b", text):
        return True
    if not isinstance(constraint, UniqueConstraint) or not constraint.fields or constraint.condition is not None:
        return False
    meta = model._meta
    column_of = {field.name: f"{meta.db_table}.{field.column}" for field in meta.local_concrete_fields}
    columns = ", ".join(column_of[name] for name in constraint.fields)
    return text.endswith(f"UNIQUE constraint failed: {columns}")
