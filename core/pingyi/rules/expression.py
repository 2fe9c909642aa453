"""The condition of a rule: an expression over the schema, checked when it is read and fast when it is asked.

What it may say is what a template may say: names, fields, items, constants, comparison, and/or/not, `in`, + and -, the
conditional expression. It cannot call, loop or assign, so it always ends.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from pingyi.rules.compiler import Compiler, Look, Run
from pingyi.rules.faults import Fault
from pingyi.rules.kinds import Kind
from pingyi.rules.spelling import correct_spelling
from pingyi.texts import translate as _

MAX_LENGTH = 1000
"""Characters of an expression: more is no condition an officer can read."""
_QUOTED = re.compile(r"""'[^'\n]*'|"[^"\n]*\"""")
_USUAL = (
    (re.compile(r"(?<![=!<>])=(?!=)"), "=", "=="),
    (re.compile(r"&&?"), "&&", "and"),
    (re.compile(r"\|\|?"), "||", "or"),
    (re.compile(r"!(?!=)"), "!", "not"),
    (re.compile(r"<>"), "<>", "!="),
    (re.compile(r"=>"), "=>", ">="),
    (re.compile(r"=<"), "=<", "<="),
    (re.compile(r"\b(AND|OR|NOT|IN)\b"), "AND OR NOT IN", "and or not in"),
)
_EXAMPLE = "member.age >= 80 or member.health in ['卧床', '住院']"


@dataclass(frozen=True)
class Expression:
    """A checked condition.

    Attributes:
        text: as it was written.
        looks: the fields it looks at, for the inputs of reasons.
    """

    text: str
    run: Run
    looks: tuple[Look, ...]

    def holds(self, names: Mapping[str, object]) -> bool:
        """Whether it is fulfilled; an unknown value fulfils no comparison by size."""
        return bool(self.run(names))


def compile_expression(text: str, names: Mapping[str, Kind]) -> tuple[Expression | None, list[Fault]]:
    """Check an expression and make it ready.

    Args:
        text: the expression.
        names: the names it may use, and their kinds.

    Returns:
        The expression, `None` where it is wrong, and everything that is wrong or doubtful.
    """
    if len(text) > MAX_LENGTH:
        return None, [Fault(MAX_LENGTH, _("the condition is too long"), _("Make several rules of it."))]
    written, signs = correct_spelling(text)
    faults: list[Fault] = []
    if signs:
        at = min(text.find(sign) for sign in signs if sign in text) + 1
        shown = " ".join(signs)
        message = _("there are Chinese signs or words outside quotes: {signs}").format(signs=shown)
        faults.append(Fault(at, message, _("Write: {text}").format(text=written)))
    tree = _parse(written, faults)
    if tree is None:
        return None, faults
    compiler = Compiler(written, names)
    run = compiler.compile_condition(tree)
    faults += compiler.faults
    if any(not fault.doubtful for fault in faults):
        return None, faults
    return Expression(text, run, tuple(compiler.looks.values())), faults


def _parse(text: str, faults: list[Fault]) -> ast.expr | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the compiler warns of what is refused below anyhow
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if not faults:
            faults.append(_explain_syntax(text, error))
        return None


def _explain_syntax(text: str, error: Exception) -> Fault:
    offset = getattr(error, "offset", None) or len(
        text.rstrip()
    )  # where the text ends too early, Python names no place
    at = min(offset, len(text)) or 1
    if not text.strip():
        return Fault(1, _("the condition is empty"), _("Remove the line, or write: {text}").format(text=_EXAMPLE))
    outside = _QUOTED.sub(lambda match: "'" + "_" * (len(match[0]) - 2) + "'", text)
    if outside.count("'") % 2 or outside.count('"') % 2:
        return Fault(at, _("a quote is not closed"), _("Put a quote before and behind each text: '卧床'"))
    for pattern, wrong, right in _USUAL:
        found = pattern.search(outside)
        if found:
            message = _("“{wrong}” cannot be understood").format(wrong=wrong)
            return Fault(found.start() + 1, message, _("Write {right} instead.").format(right=right))
    for opening, closing in ("()", "[]"):
        if outside.count(opening) != outside.count(closing):
            message = _("the brackets {opening} and {closing} do not pair").format(opening=opening, closing=closing)
            return Fault(at, message, _("Add the one that is missing."))
    rest = text[at - 1 : at + 19]
    message = _("cannot be understood from here on: {rest}").format(rest=rest)
    return Fault(at, message, _("Compare it with: {text}").format(text=_EXAMPLE))
