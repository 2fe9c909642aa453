"""How values become XML: escaped once, line breaks and tabs as Word writes them, according to where they stand.

docxtpl searches the whole filled document for line breaks and tabs (`resolve_listing`). Here each place of a template
is told once, when the template is compiled, whether it stands in a run's text and which formatting the run has; then a
value brings its own breaks along. Where that cannot be told, docxtpl's own search is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, cast

from jinja2 import Environment, nodes

from pingyi.forms.filling.filters import FILTERS, show
from pingyi.forms.filling.gaps import Gap, Uses, find_gap, list_uses

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t></w:r><w:r>{0}<w:tab/></w:r><w:r>{0}<w:t xml:space="preserve">'
_TOKEN = re.compile(r"<(?P<end>/?)w:(?P<tag>t|r|rPr)(?:\s[^<>]*?)?(?P<empty>/?)>")
_BOOKMARK = "<w:bookmarkStart "
_find_special = re.compile("[&<>\"'\n\t]").search
SEAM = "\x00"
"""No XML holds it: it tells the template's own pieces from values."""


def print_text(value: Any, path: str, formatting: str) -> str:
    """Print a value inside `<w:t>`; `formatting` is the XML of its run's properties."""
    if type(value) is str and not _find_special(value):
        return value
    text = print_plain(value, path)
    return _break(text, formatting) if "\n" in text or "\t" in text else text


def print_plain(value: Any, path: str) -> str:
    """Print a value anywhere else: in an attribute, or in a document property."""
    try:
        text = value if type(value) is str else show(value)
    except TypeError as error:
        raise TypeError(f"{path}: {error}" if path else str(error)) from error
    return escape(text)


def _break(text: str, formatting: str) -> str:
    return text.replace("\t", _TAB.format(formatting)).replace("\n", _BREAK)


OUTPUT_FILTERS: Mapping[str, Callable[..., Any]] = {
    "_print_text": print_text,
    "_print_plain": print_plain,
    "_show": show,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the XML a point of a template stands.

    Attributes:
        in_text: inside `<w:t>`.
        runs: the run it is in, and the runs around that one (text boxes): the XML of their properties, `None` where a
            template expression is part of it.
    """

    in_text: bool = False
    runs: tuple[str | None, ...] = ()
    open_properties: str | None = None

    def merged(self, other: Place) -> Place:
        """The place after two ways that lead here."""
        if self == other:
            return self
        runs = tuple(mine if mine == theirs else None for mine, theirs in zip(self.runs, other.runs, strict=False))
        return Place(self.in_text and other.in_text, runs)


@dataclass
class Prepared:
    """What preparing a template's tree found out.

    Attributes:
        needs_search: some place could not be told, so docxtpl's own search for breaks must follow.
        repeats_bookmarks: a bookmark stands in a loop, so its number is not unique afterwards.
        pieces: the template's own pieces of XML, by the marks that stand for them in the tree from now on.
        shared: the marks of pieces behind which a shared field is printed.
        gaps: the marks of pieces behind which a field is printed that decides nothing.
        uses: what the template does with the names it says.
    """

    needs_search: bool = False
    repeats_bookmarks: bool = False
    pieces: dict[str, str] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    gaps: dict[str, Gap] = field(default_factory=dict)
    uses: Uses = field(default_factory=Uses)


def prepare_tree(tree: nodes.Template, environment: Environment, shared: frozenset[str] = frozenset()) -> Prepared:
    """Rewrite a parsed template in place, so that every output is escaped for its place and every loop is counted.

    A mark takes the place of each piece of the template's own XML: what is printed is then told apart at a glance.

    Args:
        tree: the parsed template.
        environment: what it may use.
        shared: the paths of fields that have few values; a mark stands before each place that prints one.
    """
    writer = _Writer(environment, shared, list_uses(tree))
    writer.walk(tree.body, Place(), write=True)
    for concatenation in list(tree.find_all(nodes.Concat)):
        concatenation.nodes = [writer.call("_show", item) for item in concatenation.nodes]
    for choice in tree.find_all(nodes.CondExpr):
        # `{{ a if b }}` prints nothing where b is false, as in docxtpl; undefined names are refused all the same
        choice.expr2 = choice.expr2 or nodes.Const("")
    return writer.prepared


class _Writer:
    def __init__(self, environment: Environment, shared: frozenset[str], uses: Uses) -> None:
        self.environment = environment
        self.prepared = Prepared(uses=uses)
        self.loops = 0
        self._shared = shared
        self._lists: dict[str, str] = {}

    def walk(self, body: list[nodes.Node], place: Place, *, write: bool) -> Place:
        for node in tuple(body):
            if isinstance(node, nodes.Output):
                place = self.walk_output(node, place, write=write)
            elif isinstance(node, nodes.If):
                place = self.walk_branches(node, place, write=write)
            elif isinstance(node, nodes.For):
                place = self.walk_loop(node, place, write=write)
        if write:  # what stands alone is printed alone
            body[:] = [part for node in body for part in _divide(node)]
        return place

    def walk_branches(self, node: nodes.If, place: Place, *, write: bool) -> Place:
        after = self.walk(node.body, place, write=write)
        for branch in node.elif_:
            after = after.merged(self.walk(branch.body, place, write=write))
        return after.merged(self.walk(node.else_, place, write=write))

    def walk_loop(self, node: nodes.For, place: Place, *, write: bool) -> Place:
        self.loops += 1
        self._lists[name_path(node.target)] = name_path(node.iter)
        # every round after the first starts where the last one ended
        start = place.merged(self.walk(node.body, place, write=False))
        after = self.walk(node.body, start, write=write)
        self.loops -= 1
        other = self.walk(node.else_, place, write=write)
        if write:
            node.iter = self.call("_rows", cast("nodes.Expr", node.iter))
        return place.merged(after).merged(other)

    def walk_output(self, node: nodes.Output, place: Place, *, write: bool) -> Place:
        written: list[nodes.Expr] = []
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                place, data = self.read(child.data, place)
                written.append(nodes.TemplateData(self.mark(data) if write else data, lineno=child.lineno))
            else:
                if write:
                    self.announce(child, written)
                if place.open_properties is not None:
                    place = Place(place.in_text, (None, *place.runs[1:]))
                written.append(self.print(child, place))
        if write:
            node.nodes = written
        return place

    def announce(self, child: nodes.Expr, written: list[nodes.Expr]) -> None:
        """Note which field is printed behind the piece before it."""
        shared = self.is_shared(child)
        gap = None if shared else find_gap(child, self.prepared.uses, FILTERS)
        if shared or gap is not None:
            before = written[-1] if written else None
            if not isinstance(before, nodes.TemplateData):
                before = nodes.TemplateData(self.mark(""))
                written.append(before)
            if shared:
                self.prepared.shared.add(before.data)
            if gap is not None:
                self.prepared.gaps[before.data] = gap

    def is_shared(self, child: nodes.Expr) -> bool:
        path = name_path(child)
        first, dot, rest = path.partition(".")
        return path in self._shared or f"{self._lists.get(first, first)}{dot}{rest}" in self._shared

    def mark(self, data: str) -> str:
        mark = f"{SEAM}{len(self.prepared.pieces)}{SEAM}"
        self.prepared.pieces[mark] = data
        return mark

    def print(self, child: nodes.Expr, place: Place) -> nodes.Expr:
        path = nodes.Const(name_path(child))
        if not place.in_text:
            return self.call("_print_plain", child, path)
        formatting = place.runs[0] if place.runs else None
        if formatting is None:
            self.prepared.needs_search = True
            return self.call("_print_plain", child, path)
        return self.call("_print_text", child, path, nodes.Const(formatting))

    def call(self, name: str, value: nodes.Expr, *arguments: nodes.Expr) -> nodes.Filter:
        node = nodes.Filter(value, name, list(arguments), [], None, None, lineno=value.lineno)
        return cast("nodes.Filter", node.set_environment(self.environment))

    def read(self, data: str, place: Place) -> tuple[Place, str]:
        """Follow one stretch of the template's own XML; breaks typed into its text are written as Word does."""
        if self.loops and _BOOKMARK in data:
            self.prepared.repeats_bookmarks = True
        in_text, runs, opened = place.in_text, list(place.runs), place.open_properties
        pieces, position, properties_at = [], 0, 0
        for token in _TOKEN.finditer(data):
            pieces.append(self.own_text(data[position : token.start()], in_text=in_text, runs=runs))
            pieces.append(token.group())
            position = token.end()
            tag, ends = token["tag"], bool(token["end"])
            if tag == "t":
                in_text = not ends and not token["empty"]
            elif tag == "r" and not token["empty"]:
                runs = runs[1:] if ends else ["", *runs]
            elif tag == "rPr" and runs and not token["empty"]:
                if ends:
                    if opened is not None and runs[0] == "":
                        runs[0] = opened + data[properties_at : token.end()]
                    opened = None
                elif opened is None:
                    opened, properties_at = "", token.start()
        pieces.append(self.own_text(data[position:], in_text=in_text, runs=runs))
        # a tag inside the properties cuts them in two: they are not known before the document is filled
        if opened is not None:
            runs = [None, *runs[1:]]
        return Place(in_text, tuple(runs), opened), unmask("".join(pieces))

    def own_text(self, text: str, *, in_text: bool, runs: list[str | None]) -> str:
        if not in_text or not ("\n" in text or "\t" in text):
            return text
        if not runs or runs[0] is None:
            self.prepared.needs_search = True
            return text
        return _break(text, runs[0])


def _divide(node: nodes.Node) -> list[nodes.Node]:
    if not isinstance(node, nodes.Output):
        return [node]
    return [nodes.Output([child], lineno=node.lineno) for child in node.nodes]


def unmask(text: str) -> str:
    """Turn `{_{` into `{{`, docxtpl's way to print braces. It is for the template's own text, never for values."""
    return text.replace("{_{", "{{").replace("}_}", "}}").replace("{_%", "{%").replace("%_}", "%}")


def name_path(node: nodes.Node) -> str:
    """`aspect.text` for the expression that says so, or an empty text."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=inner, attr=attribute):
            path = name_path(inner)
            return f"{path}.{attribute}" if path else ""
        case nodes.Filter(node=inner) if inner is not None:
            return name_path(inner)
    return ""
