"""Which tags print more than text, and whether each has the prefix that its value needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

from pingyi.forms.fields import Schema, make_sample
from pingyi.model.papers.rich import Listing, Picture, RichParagraphs, RichText, RichValue, Subdocument

# the prefix of a tag and what it can print; without a prefix every plain value as well
_PREFIXES: dict[str, tuple[type[RichValue], ...]] = {
    "": (Listing, Picture),
    "r": (RichText,),
    "p": (RichParagraphs, Subdocument),
}
_SAME = frozenset({"e", "escape", "default", "d"})
_ITEM = frozenset({"first", "last"})


class Names:
    """The fields of a form and the names of the loops so far, with what is known of their values.

    Args:
        schema: the form's fields, as `describe_model` gives them.
    """

    def __init__(self, schema: Schema) -> None:
        self._known: dict[str, Schema] = dict(schema["properties"])

    def bind(self, tree: nodes.Template) -> None:
        """Learn the names of the loops in a tag."""
        for loop in tree.find_all(nodes.For):
            if isinstance(loop.target, nodes.Name):
                self._known[loop.target.name] = self._resolve(loop.iter).get("items", {})

    def list_samples(self) -> dict[str, Any]:
        """A sample value for each name of which something is known."""
        return {name: make_sample(schema) for name, schema in self._known.items() if schema}

    def list_kinds(self, expression: nodes.Expr) -> list[type[RichValue] | None]:
        """The kinds of value an expression can print; `None` for a plain one."""
        return [self._resolve(leaf).get("rich") for leaf in _list_leaves(expression)]

    def _resolve(self, expression: nodes.Node | None) -> Schema:
        """What the schema says of an expression's value; nothing where that cannot be told."""
        found: Any = {}
        match expression:
            case nodes.Name(name=name):
                found = self._known.get(name, {})
            case nodes.Getattr(node=inner, attr=name) | nodes.Getitem(node=inner, arg=nodes.Const(value=str(name))):
                found = self._resolve(inner).get("properties", {}).get(name, {})
            case nodes.Getitem(node=inner):
                found = self._resolve(inner).get("items", {})
            case nodes.Filter(node=inner, name=name) if name in _SAME:
                found = self._resolve(inner)
            case nodes.Filter(node=inner, name=name) if name in _ITEM:
                found = self._resolve(inner).get("items", {})
        return dict(found)


def _list_leaves(expression: nodes.Node | None) -> Iterator[nodes.Node]:
    """What an expression can come to; an empty text is nothing."""
    match expression:
        case nodes.CondExpr(expr1=one, expr2=other):
            yield from _list_leaves(one)
            yield from _list_leaves(other)
        case nodes.Filter(name="default" | "d", node=inner, args=args):
            yield from _list_leaves(inner)
            for other in args[:1]:
                yield from _list_leaves(other)
        case None | nodes.Const(value="" | None):
            pass
        case _:
            yield expression


def fits(prefix: str, kind: type[RichValue] | None) -> bool:
    """Whether a tag of this prefix, `%` for one that needs a number or colour, can print such a value."""
    return prefix in ("", "%") if kind is None else kind in _PREFIXES.get(prefix, ())


def name_prefix(kind: type[RichValue]) -> str:
    """The prefix that a value of this kind needs."""
    return next(prefix for prefix, kinds in _PREFIXES.items() if kind in kinds)
