"""Deleting only what its page has shown: the thing, and everything that goes with it, row by row."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.actions import delete_selected as djangos_delete_selected
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR, ModelAdmin
from django.contrib.admin.utils import NestedObjects
from django.db import router, transaction
from django.db.models import DateTimeField, Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse

from accounts.history import Kept
from cases.admin.saves import Save, Saves
from cases.admin.seen import NAME, Seen, label_of, see, unseal
from cases.levels import Fact, may_read
from config import clock

# In place of the kinds of rows that an account may not delete, where some of them are facts it may not read.
HIDDEN_GOES = "facts that only the team of their case may read: ask its owner"


@dataclass(frozen=True)
class Changed:
    """Something that would have gone and is not as it was shown."""

    kind: str
    name: str
    save: Save | None


def values_of_rows(rows: Iterable[Model]) -> dict[str, str]:
    """All stored values of each row as one text, by `label_of`. Without moments: those are written by the desk."""
    return {label_of(row): "\n".join(_values(row)) for row in rows}


def _values(row: Model) -> list[str]:
    fields = [field for field in row._meta.concrete_fields if not isinstance(field, DateTimeField)]
    return [f"{field.name}: {field.value_from_object(row)}" for field in fields]


def what_goes(page: ModelAdmin, request: HttpRequest, things: Sequence[Model]) -> list[Model]:
    """The things, and every row that is deleted with them and that some page of staff lets one change."""
    collector = NestedObjects(using=router.db_for_write(page.model), origin=list(things))
    collector.collect(things)
    changeable = {page.model}
    for model, other in page.admin_site._registry.items():
        if other.has_change_permission(request):
            changeable |= {model, *(inline.model for inline in other.inlines)}
    found = [row for model, rows in collector.model_objs.items() if model in changeable for row in _in_order(rows)]
    return [row for row in found if not isinstance(row, Fact) or may_read(request.user, row)]


def hidden_among(page: ModelAdmin, request: HttpRequest, things: Sequence[Model]) -> list[Model]:
    """The facts that would go with some things, or hold them fast, and that whoever asks may not read."""
    collector = NestedObjects(using=router.db_for_write(page.model), origin=list(things))
    collector.collect(things)
    rows = [*collector.protected, *(row for rows in collector.data.values() for row in rows)]
    return [row for row in rows if isinstance(row, Fact) and not may_read(request.user, row)]


def _in_order(rows: Iterable[Model]) -> list[Model]:
    return sorted(rows, key=lambda row: row.pk)


def changed_among(seen: Seen | None, rows: Sequence[Model], *, request: HttpRequest) -> list[Changed]:
    """The rows that are not as they were shown. One that is gone by now is none of them: it goes in any case."""
    changed = []
    for row in rows:
        words = values_of_rows([row])
        if seen is None or not all(seen.has(key, text) for key, text in words.items()):
            save = Saves(request.user).last_of(type(row), row.pk)
            changed.append(Changed(str(row._meta.verbose_name), str(row), save))
    return changed


def sealed(response: Any, of: str, rows: Iterable[Model], changed: Sequence[Changed] = ()) -> Any:
    """The page that asks, with the seal of what it shows; any other answer as it is."""
    rows = list(rows)
    if isinstance(response, TemplateResponse) and response.context_data is not None:
        seal = see(of, values_of_rows(rows), at=clock.now()).sealed()
        comes_back = any(isinstance(row, Kept) for row in rows)
        response.context_data |= {NAME: seal, "changed": changed, "comes_back": comes_back}
    return response


def asked_again(request: HttpRequest) -> HttpRequest:
    """The request as if nobody had said yes yet: nothing posted, which is how Django tells the two apart."""
    asking = copy(request)
    asked = request.GET.copy()
    for name in (IS_POPUP_VAR, TO_FIELD_VAR):
        if name in request.POST:
            asked[name] = request.POST.get(name, "")
    asking.GET, asking.POST = asked, QueryDict("")  # type: ignore[assignment]
    return asking


@admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
def delete_selected(page: Any, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
    """Django's own, but nothing goes that was changed after the page showed it: that page comes again then."""
    of = f"{page.opts.label_lower}/delete-selected"
    if not request.POST.get("post"):
        return sealed(djangos_delete_selected(page, request, queryset), of, what_goes(page, request, list(queryset)))
    with transaction.atomic():
        things = [page.held(request, thing, to_delete=True) for thing in queryset.order_by("pk")]
        rows = what_goes(page, request, [thing for thing in things if thing is not None])
        changed = changed_among(unseal(request.POST.get(NAME, ""), of=of), rows, request=request)
        if not changed:
            return djangos_delete_selected(page, request, queryset)
        asking = copy(request)
        asked = request.POST.copy()
        del asked["post"]
        asking.POST = asked  # type: ignore[assignment]
        return sealed(djangos_delete_selected(page, asking, queryset.all()), of, rows, changed)
