"""A template of ours that names a variable nobody gave it fails the test that renders it.

Django prints nothing for such a variable, and a sheet without its salutation looks like a sheet.
Templates of Django's own rely on that silence and keep it.
"""

import sys
from pathlib import Path
from types import FrameType

from django.template.base import Node

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class UndefinedVariable(AssertionError):
    """A template of ours names a variable that its view does not give."""


class FailIfOurs(str):
    """For the engine's option ``string_if_invalid``: Django asks whether there is one when a variable is missing."""

    def __bool__(self) -> bool:
        node = _node_being_rendered()
        origin = getattr(node, "origin", None)
        if node is not None and origin is not None and TEMPLATES in Path(origin.name).parents:
            line = node.token.lineno if node.token else "?"
            raise UndefinedVariable(
                f"{Path(origin.name).relative_to(TEMPLATES)}, line {line}: {node!r} names a variable that is not there"
            )
        return False


def _node_being_rendered() -> Node | None:
    """The innermost template node whose rendering led here."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        rendered = frame.f_locals.get("self")
        if frame.f_code.co_name == "render_annotated" and isinstance(rendered, Node):
            return rendered
        frame = frame.f_back
    return None
