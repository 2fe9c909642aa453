"""From a parsed expression to a function: every node is checked against the list and its kind, then made a closure."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pingyi.model.people.organisation import Officer
from pingyi.rules.comparing import Comparing
from pingyi.rules.faults import Fault
from pingyi.rules.kinds import NOTHING, NUMBER, TEXT, TRUTH, UNKNOWN, Kind, Word
from pingyi.rules.suggestions import explain_field, explain_forbidden, explain_name
from pingyi.texts import translate as _

Run = Callable[[Mapping[str, Any]], Any]
_CONSTANTS: Mapping[str, bool | None] = {"true": True, "false": False, "none": None}
"""As templates spell them."""
_PLAIN = (Word.TRUTH, Word.NOTHING)
"""Kinds of a bare name that is a constant."""


@dataclass(frozen=True)
class Look:
    """A field that an expression looks at.

    Attributes:
        name: such as `member.age`.
        run: gives its value.
        private: the value must not be shown.
    """

    name: str
    run: Run
    private: bool


class Compiler(Comparing):
    """Compiles one expression and gathers what is wrong with it.

    Args:
        text: the expression, for positions.
        names: the names it may use.
    """

    def __init__(self, text: str, names: Mapping[str, Kind]) -> None:
        self.text = text.strip()
        self.indent = len(text) - len(text.lstrip())
        self.names = names
        self.faults: list[Fault] = []
        self.looks: dict[str, Look] = {}

    def compile_condition(self, node: ast.expr) -> Run:
        """Compile something that is fulfilled or not: a comparison, or a field that is filled in or not."""
        kind, run = self.compile(node)
        if isinstance(node, ast.Constant | ast.List | ast.Tuple) or (
            isinstance(node, ast.Name) and kind.word in _PLAIN
        ):
            message = _("{text} is always fulfilled").format(text=self.source(node))
            cure = _("Compare each value with a field: member.health == '卧床' or member.health == '住院'")
            self.fault(node, message, cure)
        elif kind.word is Word.NUMBER:
            message = _("{text} is a number, not a condition").format(text=self.source(node))
            self.fault(node, message, _("Compare it: {text} >= 80").format(text=self.source(node)))
        elif kind.word is Word.GROUP:
            self._tell_group(node, kind)
        return run

    def compile(self, node: ast.expr) -> tuple[Kind, Run]:
        """Compile one node: its kind, and the function that gives its value."""
        method: Callable[[Any], tuple[Kind, Run]] | None = getattr(self, f"_compile_{type(node).__name__}", None)
        if method is None:
            return self._forbid(node)
        return method(node)

    def _compile_Constant(self, node: ast.Constant) -> tuple[Kind, Run]:  # noqa: N802 - named after the nodes
        value = node.value
        kinds = {bool: TRUTH, int: NUMBER, float: NUMBER, str: TEXT, type(None): NOTHING}
        kind = kinds.get(type(value))
        return self._forbid(node) if kind is None else (kind, lambda _names: value)

    def _compile_Name(self, node: ast.Name) -> tuple[Kind, Run]:  # noqa: N802
        name = node.id
        if name in _CONSTANTS and name not in self.names:
            return self._compile_Constant(ast.copy_location(ast.Constant(_CONSTANTS[name]), node))
        kind = self.names.get(name)
        if kind is None:
            self.fault(node, *explain_name(name, self.names))
            return UNKNOWN, operator.itemgetter(name)
        return kind, operator.itemgetter(name)

    def _compile_Attribute(self, node: ast.Attribute) -> tuple[Kind, Run]:  # noqa: N802
        kind, run = self.compile(node.value)
        name = node.attr
        if kind.word is Word.UNKNOWN:
            return UNKNOWN, run
        found = kind.fields.get(name)
        if found is None or name.startswith("_"):
            self.fault(node, *explain_field(self.source(node.value), name, kind, self.names), end=True)
            return UNKNOWN, run
        read = _read_names if found.word is Word.LIST else _read_field

        def look(names: Mapping[str, Any]) -> Any:
            return read(run(names), name)

        if found.word is not Word.GROUP:
            key = self.source(node)
            self.looks[key] = Look(key, look, found.private or kind.private)
            if kind.word is Word.DATE:
                self.looks.pop(self.source(node.value), None)
        return found, look

    def _compile_Subscript(self, node: ast.Subscript) -> tuple[Kind, Run]:  # noqa: N802
        kind, run = self.compile(node.value)
        index = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if type(index) is not int:
            return self._forbid(node.slice)
        if kind.word not in (Word.LIST, Word.TEXT, Word.UNKNOWN):
            message = _("{text} has no entries").format(text=self.source(node.value))
            self.fault(node, message, _("Only lists and texts have entries with numbers."))

        def pick(names: Mapping[str, Any]) -> Any:
            value = run(names)
            return value[index] if value is not None and index < len(value) else None

        return (kind.item or TEXT) if kind.word is not Word.UNKNOWN else UNKNOWN, pick

    def _compile_List(self, node: ast.List | ast.Tuple) -> tuple[Kind, Run]:  # noqa: N802
        made = [self.compile(item) for item in node.elts]
        kinds = {kind.word for kind, _run in made} - {Word.UNKNOWN}
        if len(kinds) > 1:
            message = _("the list {text} mixes texts, numbers and other kinds").format(text=self.source(node))
            self.fault(node, message, _("Put every text in quotes, and no number."))
            return UNKNOWN, lambda _names: ()
        runs = [run for _kind, run in made]
        item = made[0][0] if made else UNKNOWN
        if all(isinstance(element, ast.Constant) for element in node.elts):
            values = tuple(run({}) for run in runs)
            return Kind(Word.LIST, item=item), lambda _names: values
        return Kind(Word.LIST, item=item), lambda names: tuple(run(names) for run in runs)

    _compile_Tuple = _compile_List  # noqa: N815

    def _compile_BoolOp(self, node: ast.BoolOp) -> tuple[Kind, Run]:  # noqa: N802
        runs = [self.compile_condition(value) for value in node.values]
        if isinstance(node.op, ast.And):
            return TRUTH, lambda names: all(run(names) for run in runs)
        return TRUTH, lambda names: any(run(names) for run in runs)

    def _compile_UnaryOp(self, node: ast.UnaryOp) -> tuple[Kind, Run]:  # noqa: N802
        if isinstance(node.op, ast.Not):
            run = self.compile_condition(node.operand)
            return TRUTH, lambda names: not run(names)
        kind, run = self.compile(node.operand)
        if isinstance(node.op, ast.Invert):
            return self._forbid(node)
        self.expect_number(node.operand, kind)
        sign = -1 if isinstance(node.op, ast.USub) else 1
        return NUMBER, lambda names: None if (value := run(names)) is None else sign * value

    def _compile_BinOp(self, node: ast.BinOp) -> tuple[Kind, Run]:  # noqa: N802
        if not isinstance(node.op, ast.Add | ast.Sub):
            return self._forbid(node)
        (left, run_left), (right, run_right) = self.compile(node.left), self.compile(node.right)
        joins = isinstance(node.op, ast.Add) and Word.TEXT in (left.word, right.word)
        if joins:
            for part, kind in ((node.left, left), (node.right, right)):
                self.expect_text(part, kind)
        else:
            for part, kind in ((node.left, left), (node.right, right)):
                self.expect_number(part, kind)
        work = operator.add if isinstance(node.op, ast.Add) else operator.sub

        def calculate(names: Mapping[str, Any]) -> Any:
            first, second = run_left(names), run_right(names)
            return None if first is None or second is None else work(first, second)

        return (TEXT if joins else NUMBER), calculate

    def _compile_IfExp(self, node: ast.IfExp) -> tuple[Kind, Run]:  # noqa: N802
        test = self.compile_condition(node.test)
        (kind, run), (other, run_other) = self.compile(node.body), self.compile(node.orelse)
        if kind.word is not other.word and Word.UNKNOWN not in (kind.word, other.word):
            message = _("{text} is sometimes of one kind and sometimes of another").format(text=self.source(node))
            self.fault(node, message, _("Write two values of one kind."))
        return kind, lambda names: run(names) if test(names) else run_other(names)

    def _forbid(self, node: ast.AST) -> tuple[Kind, Run]:
        self.fault(node, *explain_forbidden(node))
        return UNKNOWN, lambda _names: None


def _read_field(value: Any, name: str) -> Any:
    return getattr(value, name, None)


def _read_names(value: Any, name: str) -> Any:
    items = getattr(value, name, None) or ()
    return tuple(item.name if isinstance(item, Officer) else item for item in items)
