"""One value of a form in the shapes that it takes: to be compared, to be put into a box again, to be read."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from cases.partial_dates import PartialDate
from cases.readings import case_of
from cases.text import tidy

EMPTY = "(empty)"


def comparable(field: forms.Field, value: Any) -> str:
    """A stored or cleaned value as text, so that two are the same value if and only if they are the same text."""
    value = field.prepare_value(value)
    if value is None or value is False:
        return ""
    if _is_many(value):
        return "\n".join(sorted(str(each) for each in value))
    return tidy(str(value))


def comparable_as_typed(field: forms.Field, raw: Any) -> str:
    """The same of what came from a browser. What the field refuses is compared as it was typed."""
    if isinstance(field, forms.ChoiceField):  # its values are what is typed, and cleaning them may ask the database
        return "\n".join(sorted(map(str, raw))) if _is_many(raw) else tidy(str(raw or ""))
    try:
        return comparable(field, field.clean(raw))
    except ValidationError:
        return comparable(forms.Field(), raw)


def as_posted(field: forms.Field, value: Any) -> list[str]:
    """What a browser sends of a box that shows a stored value; nothing for a box without its tick."""
    value = field.prepare_value(value)
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    if _is_many(value):
        return [str(each) for each in value]
    shown = field.widget.format_value(value)
    if _is_many(shown):
        return [str(each) for each in shown]
    return ["" if shown is None else str(shown)]


def readable(field: forms.Field, value: Any) -> str:
    """A stored value, or one from a browser, as people read it."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        pks = [getattr(each, "pk", each) for each in value or ()]
        return ", ".join(_named(field, pks)) or EMPTY
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(_named(field, [getattr(value, "pk", value)])) if value else EMPTY
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return str(field.prepare_value(value))
        case date():
            return f"{value:%-d %B %Y}"
        case time():
            return f"{value:%H:%M}"
        case PartialDate():
            return str(value)
    if isinstance(field, forms.ChoiceField):
        return _chosen(field, value) or EMPTY
    value = field.prepare_value(value)
    return (", ".join(map(str, value)) if _is_many(value) else tidy("" if value is None else str(value))) or EMPTY


def readable_as_typed(field: forms.Field, raw: Any) -> str:
    """The same of what came from a browser; what the field refuses is read as it was typed."""
    if isinstance(field, forms.ChoiceField):
        return readable(field, raw)
    try:
        return readable(field, field.clean(raw))
    except ValidationError:
        return readable(forms.Field(), raw)


def raw_value(field: forms.Field, data: MultiValueDict[str, Any], name: str) -> Any:
    """What a browser sent for a field."""
    return field.widget.value_from_datadict(data, MultiValueDict(), name)


def _named(field: forms.ModelChoiceField, pks: Iterable[Any]) -> list[str]:
    """The names of what was chosen, though it may not be offered any more; of a sealed case only what is offered."""
    known = [pk for pk in pks if str(pk).isdecimal()]
    offered = cast(QuerySet[Any], field.queryset)
    named = [each for each in offered.model._default_manager.filter(pk__in=known) if not _is_sealed(each)]
    if len(named) < len(known):
        named += [each for each in offered.filter(pk__in=known) if each not in named]
    return [field.label_from_instance(each) for each in named]


def _is_sealed(row: Any) -> bool:
    case = case_of(row)
    return case is not None and case.is_sealed


def _chosen(field: forms.ChoiceField, value: Any) -> str:
    wanted = {str(each) for each in value} if _is_many(value) else {str(value)}
    labels = []
    for key, label in cast(Iterable[tuple[Any, Any]], field.choices):
        group = label if isinstance(label, list | tuple) else [(key, label)]
        labels += [str(words) for key, words in group if key not in ("", None) and str(key) in wanted]
    return ", ".join(labels)


def _is_many(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes)
