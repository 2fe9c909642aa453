"""What a template may say: an allow-list over its parsed expressions, and an environment that knows nothing else.

A template is a file that officers pass around, so it must not be a program: it can print, choose and repeat, and
nothing more. The list is checked before anything runs; the environment refuses again while it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from pingyi.forms.filling.filters import FILTERS, TESTS
from pingyi.texts import translate as _

LOOP_ATTRIBUTES = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem"}
)
MAX_LOOPS = 3  # loops inside loops; a ballot needs two
MAX_ROUNDS = 100_000  # of all loops of one document

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.If, nodes.For, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Concat, nodes.Add, nodes.Sub, nodes.Neg, nodes.Pos, nodes.Tuple, nodes.List, nodes.Keyword,
)  # fmt: skip

F = TypeVar("F", bound=Callable[..., Any])
# jinja's own decorator, with its type told to mypy
with_context: Callable[[F], F] = pass_context


class TooManyRoundsError(Exception):
    """The loops of one document ran more often than any form needs."""


class Budget:
    """How many rounds the loops of one document still have."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MAX_ROUNDS

    def spend(self, rounds: int) -> None:
        """Take rounds away.

        Raises:
            TooManyRoundsError: none are left.
        """
        self.left -= rounds
        if self.left < 0:
            raise TooManyRoundsError


class FormEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with nothing in it but values, the listed filters and the listed tests.

    Its own escaping is off because `printing.prepare_tree` puts every output through a filter that escapes it for the
    place it stands in; no other text than the template's own is printed without.
    """

    def __init__(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        super().__init__(autoescape=False, undefined=StrictUndefined, cache_size=0)
        self.globals = {}
        self.filters = {**FILTERS, **filters, "_rows": _rows}
        self.tests = dict(TESTS)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a group of values, or an attribute of `loop`; nothing else has attributes."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP_ATTRIBUTES:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a list or a character of a text by its number, a field by its name."""
        if type(argument) is int and isinstance(obj, tuple | str) and -len(obj) <= argument < len(obj):
            return obj[argument]
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        return self.undefined(obj=obj, name=argument)


@with_context
def _rows(context: Context, value: Any) -> Any:
    """Count what a loop is about to do: nested loops must not keep the machine busy."""
    if value is None:
        return ()
    if isinstance(value, Undefined):
        return iter(value)  # raises its own message
    if not isinstance(value, tuple | list):
        raise TypeError(_("a loop needs a list"))
    context.parent["_budget"].spend(len(value) + 1)
    return value


def list_forbidden(tree: nodes.Node, loops: int = 0) -> Iterator[tuple[nodes.Node, str]]:
    """Find everything in a parsed template that is not on the list.

    Args:
        tree: the parsed template, or a part of it.
        loops: how many loops it stands in.

    Yields:
        The node, and what is forbidden there in the user's language.
    """
    found = _forbid(tree)
    if found:
        yield tree, found
        return
    inside = loops + isinstance(tree, nodes.For)
    if inside > MAX_LOOPS:
        yield tree, _("more than {count} loops inside one another").format(count=MAX_LOOPS)
        return
    if not _is_merged_span(tree):
        for child in tree.iter_child_nodes():
            yield from list_forbidden(child, inside)


def _forbid(node: nodes.Node) -> str:
    if not isinstance(node, _ALLOWED) and not _is_merged_span(node):
        return _describe(node)
    found = ""
    match node:
        case nodes.Name(name=name) if name.startswith("_") or name in _RESERVED:
            found = _("the name “{name}”").format(name=name)
        case nodes.Getattr(attr=name) | nodes.Getitem(arg=nodes.Const(value=str(name))) if name.startswith("_"):
            found = _("the name “{name}”").format(name=name)
        case nodes.Filter(name=name) if name not in FILTERS:
            found = _("the filter “{name}”").format(name=name)
        case nodes.Test(name=name) if name not in TESTS:
            found = _("the test “is {name}”").format(name=name)
        case nodes.For(recursive=True):
            found = _("a recursive loop")
    return found


# names that jinja itself would answer
_RESERVED = frozenset({"self", "super", "caller", "varargs", "kwargs", "range", "lipsum", "dict", "cycler", "joiner",
                       "namespace", "context", "environment"})  # fmt: skip


def _is_merged_span(node: nodes.Node) -> bool:
    """Whether it is the one product docxtpl itself writes for `hm` in a wide cell: `2 * loop.length`."""
    return (
        isinstance(node, nodes.Mul)
        and isinstance(node.left, nodes.Const)
        and isinstance(node.right, nodes.Getattr)
        and node.right.attr == "length"
        and isinstance(node.right.node, nodes.Name)
        and node.right.node.name == "loop"
    )


def _describe(node: nodes.Node) -> str:
    if isinstance(node, nodes.BinExpr):
        return _("calculating with {sign}").format(sign=node.operator)
    words = {
        nodes.Call: _("calling something with ( )"),
        nodes.Slice: _("a slice [ : ]"),
        nodes.Dict: _("a dictionary { }"),
        nodes.Assign: "set",
        nodes.AssignBlock: "set",
        nodes.CallBlock: "call",
        nodes.FilterBlock: "filter",
        nodes.FromImport: "from",
        nodes.ScopedEvalContextModifier: "autoescape",
    }
    return words.get(type(node), type(node).__name__.lower())
