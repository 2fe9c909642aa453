"""Checking each tag of a template by itself: what docxtpl-lint, which knows every Jinja template, must allow."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from pingyi.forms.checking.objects import Names, fits, name_prefix
from pingyi.forms.fields import Schema
from pingyi.forms.filling.escaping import name_path
from pingyi.forms.filling.filters import FILTERS, TESTS
from pingyi.forms.filling.sandbox import FormEnvironment, list_forbidden
from pingyi.forms.word.dialect import TAG
from pingyi.forms.word.findings import Findings
from pingyi.forms.word.labels import list_paragraphs
from pingyi.forms.word.reading import read_paragraph
from pingyi.model.papers.rich import RichValue
from pingyi.texts import translate as _

MAX_TAG = 500
_PARTS = re.compile(r"\{(?P<kind>[{%])(?P<prefix>(?:tr|tc|p|r)(?= ))?(?P<body>.*?)[}%]\}", re.DOTALL)
_SPACED = re.compile(r"\{%-?\s+(tr|tc|p|r)\s")
_ENDS = frozenset({"else", "endif", "endfor"})
_QUOTES = str.maketrans("“”‘’", "\"\"''")
# braces that look like a tag's but are not: full-width, or with a blank between them
_OPEN_ALIKE = re.compile(r"[{｛][{｛%％]|[{｛]\s+[{｛%％](?=\s*\w)")
_CLOSE_ALIKE = re.compile(r"[}｝%％][}｝]")
_SINGLE = re.compile(r"(?<![{｛_])[{｛]\s*([a-z_]\w*)\s*[}｝](?![}｝_])")


@dataclass(frozen=True)
class Tag:
    """One tag of a template and the paragraph it stands in."""

    raw: str
    part: str
    paragraph: etree._Element

    @property
    def fragment(self) -> str:
        """The tag as a small template of its own, empty for what only closes or belongs to docxtpl alone."""
        found = _PARTS.fullmatch(self.raw)
        if found is None:
            return ""
        body = found["body"].strip().strip("+-").strip().translate(_QUOTES)
        keyword, _blank, rest = body.partition(" ")
        if found["kind"] == "{":
            return f"{{{{ {body} }}}}"
        if keyword in ("colspan", "cellbg"):
            return f"{{{{ {rest} }}}}"
        if keyword in _ENDS or body in ("vm", "hm") or _SPACED.match(self.raw):
            return ""
        if keyword == "elif":
            return f"{{% if {rest} %}}{{% endif %}}"
        return f"{{% {body} %}}" + (f"{{% end{keyword} %}}" if keyword in _BLOCKS else "")


_BLOCKS = frozenset({"if", "for", "with", "macro", "call", "filter", "block", "autoescape", "raw"})


def list_tags(findings: Findings, parts: Iterable[str]) -> Iterator[Tag]:
    """Every complete tag of the parts that are filled, in order."""
    for part in parts:
        for paragraph in list_paragraphs(findings.package.parse(part)):
            for match in TAG.finditer(read_paragraph(paragraph)):
                if not match.group().startswith("{#"):
                    yield Tag(match.group(), part, paragraph)


def check_tags(findings: Findings, parts: Iterable[str], schema: Schema) -> tuple[str, ...]:
    """Check the expressions of all tags against the allow-list.

    Args:
        findings: where problems go.
        parts: names of the parts that are filled.
        schema: the form's fields, as `describe_model` gives them.

    Returns:
        The tags that print more than text, so that docxtpl itself must fill the template.
    """
    fields = frozenset(schema["properties"])
    environment = FormEnvironment({})
    trees: list[tuple[Tag, nodes.Template]] = []
    for tag in list_tags(findings, parts):
        tree = _parse_tag(findings, tag, environment)
        if tree is not None:
            trees.append((tag, tree))
    bound = {name.name for _tag, tree in trees for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    names = Names(schema)
    rich: dict[str, None] = {}
    for tag, tree in trees:
        _check_tree(findings, tag, tree)
        _check_guards(findings, tag, tree, fields, bound)
        names.bind(tree)
        for kind in _check_kinds(findings, tag, tree, names):
            rich.setdefault(f"{tag.raw} ({kind.__name__})")
    return tuple(rich)


def _parse_tag(findings: Findings, tag: Tag, environment: FormEnvironment) -> nodes.Template | None:
    if len(tag.raw) > MAX_TAG:
        findings.error(
            "tag-long",
            _("a tag has {length} characters; {limit} are allowed").format(length=len(tag.raw), limit=MAX_TAG),
            _("Make it shorter: a template prints, chooses and repeats, nothing more."),
            part=tag.part, at=tag.paragraph, value=tag.raw,
        )  # fmt: skip
        return None
    fragment = tag.fragment
    if fragment.startswith(("{% raw", "{% break", "{% continue", "{% do ", "{% debug")):
        _forbid(findings, tag, fragment.split()[1])
        return None
    try:
        return environment.parse(fragment)
    except (TemplateSyntaxError, RecursionError) as error:
        findings.error(
            "tag-syntax",
            _("“{tag}” cannot be understood: {error}").format(tag=tag.raw, error=error),
            _("Compare it with the examples in docs/templates.md."),
            part=tag.part, at=tag.paragraph, value=tag.raw,
        )  # fmt: skip
        return None


def _check_tree(findings: Findings, tag: Tag, tree: nodes.Template) -> None:
    for node, what in list_forbidden(tree):
        if isinstance(node, nodes.Filter | nodes.Test):
            _refuse_filter(findings, tag, node)
        else:
            _forbid(findings, tag, what)


def _refuse_filter(findings: Findings, tag: Tag, node: nodes.Filter | nodes.Test) -> None:
    is_filter = isinstance(node, nodes.Filter)
    known = FILTERS if is_filter else TESTS
    title = _("the filter “{name}” does not exist here") if is_filter else _("the test “is {name}” does not exist here")
    cure = _("Known: {known}.").format(known=", ".join(known))
    findings.error(
        "filter-unknown" if is_filter else "test-unknown",
        title.format(name=node.name),
        suggest(node.name, known) + cure,
        part=tag.part,
        at=tag.paragraph,
        value=tag.raw,
    )


def _forbid(findings: Findings, tag: Tag, what: str) -> None:
    findings.error(
        "expression-forbidden",
        _("a template may not contain {what}").format(what=what),
        _("A template prints values, chooses with if, and repeats with for; remove the rest."),
        part=tag.part,
        at=tag.paragraph,
        value=tag.raw,
    )


def _check_kinds(findings: Findings, tag: Tag, tree: nodes.Template, names: Names) -> list[type[RichValue]]:
    """Whether a tag that prints has the prefix that its value needs; returns the kinds that are more than text."""
    found = _PARTS.fullmatch(tag.raw)
    prints = [item for output in tree.find_all(nodes.Output) for item in output.nodes]
    if found is None or not prints:
        return []
    prefix = (found["prefix"] or "") if found["kind"] == "{" else "%"
    kinds = [kind for item in prints for kind in names.list_kinds(item)]
    wrong = [kind for kind in kinds if not fits(prefix, kind)]
    if wrong:
        _refuse_kind(findings, tag, found["body"].strip(), next(filter(None, wrong), None))
    return [kind for kind in kinds if kind is not None]


def _refuse_kind(findings: Findings, tag: Tag, name: str, kind: type[RichValue] | None) -> None:
    if kind is None:
        message = _("“{tag}” asks for formatted text, a picture or a document, and the value is plain text")
        cure = _("Write {{{{ {name} }}}}; format the text in Word.").format(name=name)
    else:
        message = _("“{tag}” cannot print a value of the kind {kind} here")
        prefix = name_prefix(kind)
        cure = _("Write {tag} alone, where the value is to stand.").format(tag=f"{{{{{prefix} {name} }}}}")
    findings.error(
        "tag-object",
        message.format(tag=tag.raw, kind=kind.__name__ if kind else ""),
        cure,
        part=tag.part,
        at=tag.paragraph,
        value=tag.raw,
    )


def _check_guards(findings: Findings, tag: Tag, tree: nodes.Template, fields: frozenset[str], bound: set[str]) -> None:
    """A guarded name (`default`, `is defined`) may be missing; but then nobody notices a typing mistake."""
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        if node.name in ("default", "d", "defined", "undefined"):
            name = name_path(node.node).partition(".")[0] if node.node is not None else ""
            if name and name not in fields | bound | {"loop"}:
                findings.warning(
                    "name-never-given",
                    _("this form never has a field “{name}”").format(name=name),
                    suggest(name, fields) + _("Correct the name, or remove the tag."),
                    part=tag.part,
                    at=tag.paragraph,
                    value=tag.raw,
                )


def suggest(name: str, known: Iterable[str]) -> str:
    """“Did you mean ...?” with a blank behind it, or nothing where no known name is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return _("Did you mean “{name}”?").format(name=near[0]) + " " if near else ""


def check_braces(findings: Findings, parts: Iterable[str], fields: frozenset[str]) -> None:
    """Find braces that look like tags but would be printed as they are: full-width, doubled wrongly, or alone."""
    for part in parts:
        for paragraph in list_paragraphs(findings.package.parse(part)):
            text = TAG.sub("\x00", read_paragraph(paragraph))
            for found in (*_OPEN_ALIKE.finditer(text), *_CLOSE_ALIKE.finditer(text)):
                if found.group() in ("{{", "{%"):
                    continue  # docxtpl-lint says that these are not closed
                _report_brace(findings, part, paragraph, text, found)
            for found in _SINGLE.finditer(text):
                if found[1] in fields:
                    findings.error(
                        "tag-braces",
                        _("“{text}” has one brace on each side; a tag has two").format(text=found.group()),
                        _("Write {{{{ {name} }}}}.").format(name=found[1]),
                        part=part, at=paragraph, value=found.group(),
                    )  # fmt: skip


def _report_brace(findings: Findings, part: str, paragraph: etree._Element, text: str, found: re.Match[str]) -> None:
    around = text[max(0, found.start() - 12) : found.end() + 12].replace("\x00", "…")
    if found.group() in ("}}", "%}"):
        findings.error(
            "tag-unopened",
            _("“{text}” closes a tag that was never opened").format(text=found.group()),
            _("Write both braces in front as well, or remove these."),
            part=part, at=paragraph, value=around,
        )  # fmt: skip
    elif not found.group().isascii() or " " in found.group():
        findings.error(
            "tag-braces",
            _("“{text}” looks like a tag's braces but is not; it would be printed").format(text=found.group()),
            _("Type the braces with an English keyboard, without a blank between them: {{{{ name }}}}.").format(),
            part=part, at=paragraph, value=around,
        )  # fmt: skip
