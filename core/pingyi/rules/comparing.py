"""Comparisons: which kinds go together, and what an unknown value does."""

from __future__ import annotations

import ast
import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from pingyi.model.config.faults import suggest_key
from pingyi.model.fields.dates import DateError, PartialDate
from pingyi.rules.faults import Fault
from pingyi.rules.kinds import TRUTH, Kind, Word
from pingyi.texts import translate as _

Run = Callable[[Mapping[str, Any]], Any]
Test = Callable[[Any, Any], Any]


def _known(compare: Test) -> Test:
    """An unknown value is neither more nor less than any other."""
    return lambda left, right: left is not None and right is not None and compare(left, right)


_ORDER: Mapping[type[ast.cmpop], Test] = {
    ast.Lt: _known(operator.lt),
    ast.LtE: _known(operator.le),
    ast.Gt: _known(operator.gt),
    ast.GtE: _known(operator.ge),
}
_EQUAL: Mapping[type[ast.cmpop], Test] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Is: operator.eq,
    ast.IsNot: operator.ne,
}


class Comparing(ABC):
    """The part of a compiler that compares."""

    text: str
    indent: int
    faults: list[Fault]

    @abstractmethod
    def compile(self, node: ast.expr) -> tuple[Kind, Run]:
        """Compile one node."""

    def _compile_Compare(self, node: ast.Compare) -> tuple[Kind, Run]:  # noqa: N802 - named after the nodes
        made = [(item, *self.compile(item)) for item in (node.left, *node.comparators)]
        tests: list[Run] = []
        for sign, (left, kind, run), (right, other, run_right) in zip(node.ops, made, made[1:], strict=False):
            first, second = run, run_right
            if isinstance(sign, ast.In | ast.NotIn):
                second = self._check_in(left, kind, right, other, second)
            # a text beside a date is a date
            elif kind.word is Word.DATE and other.word is Word.TEXT and isinstance(right, ast.Constant):
                second = self._parse_dates(right, second)
            elif other.word is Word.DATE and kind.word is Word.TEXT and isinstance(left, ast.Constant):
                first = self._parse_dates(left, first)
            else:
                self._check_pair(sign, left, kind, right, other)
            tests.append(_make_test(sign, first, second))
        if len(tests) == 1:
            return TRUTH, tests[0]
        return TRUTH, lambda names: all(test(names) for test in tests)

    def _check_pair(self, sign: ast.cmpop, left: ast.expr, kind: Kind, right: ast.expr, other: Kind) -> None:
        words = {kind.word, other.word}
        if Word.UNKNOWN in words:
            return
        for part, its in ((left, kind), (right, other)):
            if its.word is Word.GROUP and Word.NOTHING not in words:
                self._tell_group(part, its)
                return
        if type(sign) in _EQUAL and Word.NOTHING in words:
            return
        if type(sign) in _EQUAL and kind.word is other.word:
            self._check_vocabulary(kind, right)
            self._check_vocabulary(other, left)
            return
        if words in ({Word.NUMBER}, {Word.DATE}):
            return
        if words == {Word.TEXT}:
            message = _("texts cannot be compared by size: {text}").format(text=self.source(left))
            self.fault(left, message, _("List the values: {text} in ['…', '…']").format(text=self.source(left)))
            return
        self._tell_mixed(left, kind, right, other)

    def _tell_mixed(self, left: ast.expr, kind: Kind, right: ast.expr, other: Kind) -> None:
        message = _("{left} ({kind}) cannot be compared with {right} ({other})").format(
            left=self.source(left), kind=_name(kind), right=self.source(right), other=_name(other)
        )
        words = {kind.word, other.word}
        if Word.DATE in words:
            cure = _("Write a date between quotes: '1949-10-01'; or take its year: {text}.year").format(
                text=self.source(left if kind.word is Word.DATE else right)
            )
        elif words == {Word.NUMBER, Word.TEXT}:
            cure = _("Write numbers without quotes, and texts with them.")
        elif Word.LIST in words:
            cure = _("Use in: '…' in {text}").format(text=self.source(left if kind.word is Word.LIST else right))
        elif Word.TRUTH in words:
            field = left if kind.word is Word.TRUTH else right
            cure = _("Write {text} or not {text}, without comparing.").format(text=self.source(field))
        else:
            cure = _("Compare values of one kind.")
        self.fault(right, message, cure)

    def _check_in(self, left: ast.expr, kind: Kind, right: ast.expr, other: Kind, run: Run) -> Run:
        if Word.UNKNOWN in (kind.word, other.word):
            return run
        if other.word is Word.TEXT and kind.word is Word.TEXT and not isinstance(right, ast.Constant):
            return run
        if other.word is Word.TEXT and kind.word is Word.TEXT:
            message = _("“in” needs a list, but {text} is a text").format(text=self.source(right))
            self.fault(right, message, _("Write [{text}] with brackets.").format(text=self.source(right)))
            return run
        if other.word is not Word.LIST:
            message = _("“in” needs a list, but {text} is a {kind}").format(text=self.source(right), kind=_name(other))
            self.fault(right, message, _("Write a list between brackets: in ['行动不便', '卧床']"))
            return run
        item = other.item
        if item is None or item.word is Word.UNKNOWN:
            return run
        if kind.word is Word.DATE and item.word is Word.TEXT:
            run = self._parse_dates(right, run)
        elif item.word is not kind.word:
            message = _("{left} ({kind}) can never be in a list of this kind: {right} ({other})").format(
                left=self.source(left), kind=_name(kind), right=self.source(right), other=_name(item)
            )
            self.fault(right, message, _("Write numbers without quotes, and texts with them."))
        for element in right.elts if isinstance(right, ast.List | ast.Tuple) else ():
            self._check_vocabulary(kind, element)
        self._check_vocabulary(item, left)
        return run

    def _check_vocabulary(self, kind: Kind, node: ast.expr) -> None:
        """A text that the field can never have is most likely mistyped."""
        value = node.value if isinstance(node, ast.Constant) else None
        if not kind.values or not isinstance(value, str) or value in kind.values or (not value and not kind.closed):
            return
        near = suggest_key(value, kind.values)
        message = _("“{value}” is not among the values of this field: {known}").format(
            value=value, known="、".join(kind.values)
        )
        cure = _("Did you mean “{near}”?").format(near=near) if near else _("Write one of them, exactly.")
        self.fault(node, message, cure, doubtful=not kind.closed)

    def _parse_dates(self, node: ast.expr, run: Run) -> Run:
        try:
            value = run({})
            parsed = tuple(map(PartialDate.parse, value)) if isinstance(value, tuple) else PartialDate.parse(value)
        except DateError as error:
            self.fault(node, str(error), _("Write a date between quotes: '1949-10-01'"))
            return run
        except KeyError:  # a list that is not made of constants
            return run
        return lambda _names: parsed

    def expect_number(self, node: ast.expr, kind: Kind) -> None:
        """Report what is no number."""
        if kind.word not in (Word.NUMBER, Word.UNKNOWN):
            message = _("{text} is a {kind}; only numbers can be added and subtracted").format(
                text=self.source(node), kind=_name(kind)
            )
            cure = _("Of a date take the year: {text}.year").format(text=self.source(node))
            self.fault(node, message, cure if kind.word is Word.DATE else _("Write a number, or a field that is one."))

    def expect_text(self, node: ast.expr, kind: Kind) -> None:
        """Report what is no text."""
        if kind.word not in (Word.TEXT, Word.UNKNOWN):
            message = _("{text} is a {kind}; only a text can be joined to a text").format(
                text=self.source(node), kind=_name(kind)
            )
            self.fault(node, message, _("Put it in quotes, or leave it out."))

    def _tell_group(self, node: ast.expr, kind: Kind) -> None:
        text = self.source(node)
        known = ", ".join(f"{text}.{name}" for name in kind.fields)
        message = _("{text} alone is no value").format(text=text)
        self.fault(node, message, _("Name one of its fields: {known}.").format(known=known))

    def fault(self, node: ast.AST, message: str, cure: str, *, end: bool = False, doubtful: bool = False) -> None:
        """Note a mistake at a node; at its last word, if asked for."""
        offset = getattr(node, "col_offset", 0)
        if end:
            offset = getattr(node, "end_col_offset", 0) - len(str(getattr(node, "attr", "")).encode())
        at = len(self.text.encode()[:offset].decode(errors="ignore")) + self.indent + 1
        found = Fault(at, message, cure, doubtful)
        if found not in self.faults:
            self.faults.append(found)

    def source(self, node: ast.AST) -> str:
        """A node as it was written."""
        return ast.get_source_segment(self.text, node) or ""


def _make_test(sign: ast.cmpop, first: Run, second: Run) -> Run:
    if isinstance(sign, ast.In | ast.NotIn):
        wanted = isinstance(sign, ast.In)

        def contains(names: Mapping[str, Any]) -> bool:
            value, container = first(names), second(names)
            return (value is not None and container is not None and value in container) is wanted

        return contains
    compare = _ORDER.get(type(sign)) or _EQUAL[type(sign)]
    return lambda names: compare(first(names), second(names))


def _name(kind: Kind) -> str:
    words = {
        Word.TEXT: _("text"),
        Word.NUMBER: _("number"),
        Word.TRUTH: _("yes or no"),
        Word.DATE: _("date"),
        Word.LIST: _("list"),
        Word.GROUP: _("group of fields"),
        Word.NOTHING: _("nothing"),
    }
    return words.get(kind.word, "")
