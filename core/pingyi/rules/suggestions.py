"""What somebody most likely meant by a name that does not exist, or by something that an expression cannot do."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from pingyi.model.config.faults import suggest_key
from pingyi.rules.kinds import Kind, Word
from pingyi.texts import translate as _


def explain_name(name: str, names: Mapping[str, Kind]) -> tuple[str, str]:
    """Message and cure for an unknown name at the beginning of a path."""
    message = _("there is no “{name}”").format(name=name)
    if name == "organisation":
        return message, _('Add subject = "organisation" to the rule, or ask for the member\'s branch: branch.')
    if name in ("member", "branch"):
        return message, _('This rule is about organisations: write organisation, or remove subject = "organisation".')
    exact = [f"{group}.{name}" for group, kind in names.items() if name in kind.fields]
    fields = [f"{group}.{find_field(name, kind)}" for group, kind in names.items() if find_field(name, kind)]
    near = next(iter([*exact, suggest_key(name, list(names)), *fields]), "") or next(iter(fields), "")
    if near:
        return message, _("Did you mean “{name}”?").format(name=near)
    return message, _("Put texts in quotes: '{name}'. Known names: {known}.").format(name=name, known=", ".join(names))


def explain_field(owner: str, name: str, kind: Kind, names: Mapping[str, Kind]) -> tuple[str, str]:
    """Message and cure for an unknown field."""
    message = _("{owner} has no field “{name}”").format(owner=owner, name=name)
    if kind.word is not Word.GROUP and not kind.fields:
        return message, _("It is a value: nothing stands behind it.")
    near = find_field(name, kind)
    if near:
        return message, _("Did you mean “{name}”?").format(name=f"{owner}.{near}")
    others = [group for group, other in names.items() if name in other.fields]
    if others:
        return message, _("Did you mean “{name}”?").format(name=f"{others[0]}.{name}")
    return message, _("Known: {known}.").format(known=", ".join(kind.fields))


def find_field(name: str, kind: Kind) -> str:
    """The field of a group that a name means: by its printed title, or nearly by its own name."""
    for field, titles in kind.titles.items():
        if name in titles and field in kind.fields:
            return field
    return name if name in kind.fields else suggest_key(name, list(kind.fields))


def explain_forbidden(node: ast.AST) -> tuple[str, str]:
    """Message and cure for what an expression cannot do."""
    words = {
        ast.Call: _("calling something with ( )"),
        ast.Slice: _("a slice [ : ]"),
        ast.Dict: _("braces { }"),
        ast.Set: _("braces { }"),
        ast.BinOp: _("calculating with other signs than + and -"),
        ast.Lambda: "lambda",
        ast.NamedExpr: _("giving a name with :="),
        ast.JoinedStr: _("a text with f before its quotes"),
        ast.Constant: _("a value of this kind"),
    }
    loops = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    what = _("a loop") if isinstance(node, loops) else words.get(type(node), type(node).__name__.lower())
    message = _("a condition cannot have {what}").format(what=what)
    return message, _("It can compare fields, join conditions with and, or, not, and look into lists with in.")
