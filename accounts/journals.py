"""What is written once: histories, events, and what was struck out of them. The list is made from the models.

Three sorts of tables are journals: the records of kept models (`accounts.history`) with their many-to-many; the kept
models that are their own record while they are there (`deletions_only`); and every model that is `WrittenOnce`. What
is done with the list: `accounts.chain` seals their rows, `accounts.database_roles` lets the site add to them and
change nothing. Leaf module: no models of its own but an abstract one.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models

from accounts.history import Kept, Record


class WrittenOnce(models.Model):
    """A row that tells what happened: it is added, never changed and never deleted.

    Args:
        changing: columns that are written later, once; they are not sealed.
    """

    changing: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class Chain(models.Model):
    """A table of the chain itself: append-only like a journal, and not sealed by the chain.

    Args:
        changing: columns that may still be written after the row was added.
    """

    changing: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Journal:
    """One table whose rows are sealed.

    Args:
        changing: its columns that may still be written; they are not sealed.
        deletions: the records of its deletions, where its rows go with a whole; each of them is a copy of the row.
    """

    model: type[models.Model]
    changing: tuple[str, ...] = ()
    deletions: type[models.Model] | None = None

    @property
    def label(self) -> str:
        """ "cases.HistoricalCase"."""
        return self.model._meta.label

    @property
    def key(self) -> str:
        """The column that numbers its rows."""
        return self.model._meta.pk.attname

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a seal covers, in alphabetical order."""
        return tuple(
            sorted(field.attname for field in self.model._meta.concrete_fields if field.attname not in self.changing)
        )

    @property
    def words(self) -> str:
        """What people call its rows, such as "record of a case"."""
        return str(self.model._meta.verbose_name)


@lru_cache(maxsize=1)
def journals() -> dict[str, Journal]:
    """Every journal of the site, by its label, in the order of the labels."""
    found = [journal for model in apps.get_models() if (journal := _journal(model)) is not None]
    return {journal.label: journal for journal in sorted(found, key=lambda journal: journal.label)}


def append_only() -> dict[str, tuple[tuple[str, ...], bool]]:
    """Each table to which the site may only add: the columns that it may write later, and whether rows may go with
    a whole (whose record then holds them)."""
    tables = {
        journal.model._meta.db_table: (journal.changing, journal.deletions is not None)
        for journal in journals().values()
    }
    chain = [model for model in apps.get_models() if issubclass(model, Chain)]
    return tables | {model._meta.db_table: (model.changing, False) for model in chain}


def _journal(model: Any) -> Journal | None:
    if issubclass(model, Kept) and model._records.deletions_only:
        return Journal(model, tuple(getattr(model, "changing", ())), model.history.model)
    # Records of many-to-many have no base of ours; the library marks them as it marks the others.
    is_record = issubclass(model, Record) or hasattr(model, "instance_type") or _is_link_record(model)
    if issubclass(model, WrittenOnce):
        return Journal(model, model.changing)
    return Journal(model) if is_record else None


def _is_link_record(model: Any) -> bool:
    return model._meta.pk.name == "m2m_history_id"
