"""The fields a template only prints: nothing but their own text depends on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from jinja2 import nodes

_Filter = tuple[Callable[..., Any], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Gap:
    """A place of a template that prints one field.

    Attributes:
        field: name of the field.
        filters: functions the value goes through, each with its further arguments.
    """

    field: str
    filters: tuple[_Filter, ...] = ()

    def apply(self, value: Any) -> Any:
        """What the filters make of a plain value."""
        for function, arguments in self.filters:
            value = function(value, *arguments)
        return value


@dataclass(frozen=True, slots=True)
class Uses:
    """What a template does with the names it says.

    Attributes:
        printed: fields that it only prints, outside of loops.
        deciding: all other names, those of its loops' own items too.
        items: the names of its loops' items.
    """

    printed: frozenset[str] = frozenset()
    deciding: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()


def list_uses(tree: nodes.Template) -> Uses:
    """Look through a parsed template, before it is prepared for printing."""
    printed: set[str] = set()
    deciding: set[str] = set()
    for node, is_output in _walk(tree.body):
        name = read_chain(node)[0] if is_output else ""
        if name:
            printed.add(name)
        else:
            deciding |= _list_names(node)
    items = {name for loop in tree.find_all(nodes.For) for name in _list_names(loop.target)}
    return Uses(frozenset(printed - deciding), frozenset(deciding), frozenset(items))


def find_gap(node: nodes.Expr, uses: Uses, filters: Mapping[str, Callable[..., Any]]) -> Gap | None:
    """The gap that an output is, where it only prints a field."""
    name, chain = read_chain(node)
    if name not in uses.printed:
        return None
    return Gap(
        name, tuple((filters[item.name], tuple(cast("nodes.Const", x).value for x in item.args)) for item in chain)
    )


def read_chain(node: nodes.Node) -> tuple[str, list[nodes.Filter]]:
    """The field that an output prints and the filters it goes through; no name where it is more than that."""
    filters: list[nodes.Filter] = []
    while isinstance(node, nodes.Filter) and node.node is not None:
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not all(isinstance(x, nodes.Const) for x in node.args):
            return "", []
        filters.insert(0, node)
        node = node.node
    return (node.name, filters) if isinstance(node, nodes.Name) else ("", [])


def _walk(body: list[nodes.Node]) -> Iterator[tuple[nodes.Node, bool]]:
    """The outputs outside of loops, and what decides: the tests around them, and each loop as a whole."""
    for node in body:
        if isinstance(node, nodes.Output):
            yield from ((child, True) for child in node.nodes if not isinstance(child, nodes.TemplateData))
        elif isinstance(node, nodes.If):
            yield node.test, False
            for inner in (node.body, *(branch.body for branch in node.elif_), node.else_):
                yield from _walk(inner)
            yield from ((branch.test, False) for branch in node.elif_)
        else:
            yield node, False


def _list_names(node: nodes.Node) -> set[str]:
    own = {node.name} if isinstance(node, nodes.Name) else set()
    return own | {name.name for name in node.find_all(nodes.Name)}
