"""docxtpl-lint's findings in our words: its rules mapped to problem codes, its paragraphs to printed labels."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import docxtpl_lint
from docxtpl_lint.core import Issue
from lxml import etree

from pingyi.forms.checking.tags import suggest
from pingyi.forms.fields import Schema
from pingyi.forms.filling.filters import FILTERS, TESTS
from pingyi.forms.word.dialect import TAG
from pingyi.forms.word.findings import Findings
from pingyi.forms.word.labels import list_paragraphs
from pingyi.forms.word.reading import read_paragraph
from pingyi.texts import translate as _


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    message: str
    cure: str


def _rules() -> Mapping[str, _Rule]:
    """Our words for each rule; the rest is either checked elsewhere (filters, tracked changes) or of no concern."""
    pair = _("Write both with the same prefix, the one in the row (or paragraph) above, the other in that below.")
    beside = _("Put the tag alone into a {unit} of its own.")
    return {
        "DTL001": _Rule(
            "tag-unclosed",
            _("“{tag}” is never closed"),
            _("Write the closing braces behind it, in the same paragraph: {{{{ name }}}} or {{% if name %}}."),
        ),
        "DTL002": _Rule(
            "tag-split",
            _("a tag begins in this paragraph and ends in another"),
            _("Delete the line break inside the tag, so that it stands in one paragraph."),
        ),
        "DTL101": _Rule(
            "block-unclosed",
            _("“{tag}” has no end"),
            _("Add its {{% end{kw} %}}, with the same prefix (tr, tc, p)."),
        ),
        "DTL102": _Rule(
            "block-stray",
            _("“{tag}” has no beginning"),
            _("Add the {{% if %}} or {{% for %}} it belongs to, or remove it."),
        ),
        "DTL103": _Rule(
            "tag-syntax",
            _("“{tag}” cannot be understood: {msg}"),
            _("Compare it with the examples in docs/templates.md."),
        ),
        "DTL106": _Rule(
            "loop-name-outside",
            _("“{name}” exists only inside its loop"),
            _("Move the tag between {{% for %}} and {{% endfor %}}."),
        ),
        "DTL201": _Rule(
            "tag-percent",
            _("“{tag}” contains }} or “%”, which docxtpl cannot read behind a prefix"),
            _("Leave out the }} or “%” inside the tag."),
        ),
        "DTL202": _Rule(
            "tag-space",
            _("“{tag}” has a blank before {prefix}"),
            _("Write {{%{prefix} without a blank after the percent sign."),
        ),
        "DTL203": _Rule(
            "tag-place",
            _("“{tag}” stands outside of a table"),
            _("Move it into a cell, or write {{%p instead of {{%{prefix}."),
        ),
        "DTL204": _Rule("block-pair", _("“{close_raw}” ends “{open_raw}” but has another prefix"), pair),
        "DTL205": _Rule("block-pair", _("“{close_raw}” and “{open_raw}” are in different tables"), pair),
        "DTL206": _Rule("block-pair", _("“{close_raw}” and “{open_raw}” are in the same row"), pair),
        "DTL207": _Rule("block-pair", _("“{close_raw}” and “{open_raw}” are not in the same row"), pair),
        "DTL208": _Rule("tag-place", _("“{tag}” stands outside of a table cell"), _("Move it into a cell.")),
        "DTL209": _Rule("text-lost", _("“{rest}” stands beside “{tag}” and would vanish with it"), beside),
        "DTL210": _Rule("block-pair", _("“{close_raw}” and “{open_raw}” are in the same paragraph"), pair),
        "DTL304": _Rule("name-unknown", _("this form has no field “{path}”"), "{suggestion}{known}"),
        "DTL305": _Rule(
            "loop-no-list",
            _("“{path}” is no list, so “for” cannot repeat over it"),
            _("Print it with {{{{ {path} }}}}."),
        ),
    }


def check_lint(findings: Findings, parts: Sequence[str], schema: Schema) -> None:
    """Run docxtpl-lint over the parts that are filled.

    Args:
        findings: where problems go.
        parts: names of the parts, the body first.
        schema: the form's fields, as `describe_model` gives them.
    """
    names, content = _copy_parts(findings, parts)
    try:
        result = docxtpl_lint.lint(content, schema=schema, filters=FILTERS, tests=TESTS, autoescape=True)
    except RecursionError:
        return  # expressions nested this deep are refused one by one
    paragraphs = {part: list_paragraphs(findings.package.parse(part)) for part in parts}
    rules = _rules()
    bound = _list_bound(paragraphs)
    for issue in result.issues:
        rule = rules.get(issue.rule)
        if rule is None:
            continue
        part = names[issue.location.part]
        number = issue.location.paragraph
        place = paragraphs[part][number - 1] if 0 < number <= len(paragraphs[part]) else None
        if issue.rule == "DTL304":
            # the linter names an unknown field once, and in a broken template it takes names of loops for fields
            if str(issue.params["path"]).partition(".")[0] not in bound:
                _report_name(findings, rule, issue, schema, paragraphs)
        elif issue.rule != "DTL103" or not findings.has_errors(part):
            words = _words(issue)
            findings.error(
                rule.code, rule.message.format(**words), rule.cure.format(**words), part=part, at=place,
                value=issue.snippet,
            )  # fmt: skip


def _words(issue: Issue) -> dict[str, str]:
    words = {key: str(value) for key, value in issue.params.items()}
    units = {"paragraph": _("paragraph"), "table row": _("row"), "table cell": _("cell")}
    return {**words, "tag": issue.snippet, "unit": units.get(words.get("unit", ""), "")}


def _copy_parts(findings: Findings, parts: Sequence[str]) -> tuple[dict[str, str], bytes]:
    """The filled parts alone, under the names docxtpl-lint looks for: a package may call them otherwise."""
    names: dict[str, str] = {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, part in enumerate(parts):
            kind = "body" if part == findings.package.main else _kind_of(findings, part)
            label = kind if kind in ("body", "footnotes") else f"{kind}{number}"
            file = "document" if kind == "body" else label
            names[label] = part
            archive.writestr(f"word/{file}.xml", findings.package.parts[part])
    return names, buffer.getvalue()


def _kind_of(findings: Findings, part: str) -> str:
    return next(kind for kind in ("header", "footer", "footnotes") if part in findings.package.targets(kind))


def _list_bound(paragraphs: Mapping[str, Sequence[etree._Element]]) -> set[str]:
    text = " ".join(read_paragraph(item) for items in paragraphs.values() for item in items)
    return set(re.findall(r"\bfor\s+(\w+)\s+in\b", " ".join(TAG.findall(text))))


def _report_name(
    findings: Findings,
    rule: _Rule,
    issue: Issue,
    schema: Schema,
    paragraphs: Mapping[str, Sequence[etree._Element]],
) -> None:
    path = str(issue.params["path"])
    wrong, known = _find_wrong(path, schema)
    words = {
        "path": path.replace("[*]", ""),
        "suggestion": suggest(wrong, known),
        "known": _("Known here: {known}.").format(known=", ".join(known))
        if known
        else _cure_part(wrong, issue.snippet),
    }
    for part, paragraph, tag in _find_uses(wrong, issue.snippet, paragraphs):
        findings.error(
            rule.code, rule.message.format(**words), rule.cure.format(**words), part=part, at=paragraph, value=tag
        )


def _cure_part(wrong: str, tag: str) -> str:
    """What to write instead of a part of something that has none."""
    whole = re.search(rf"([\w.]+)\s*\.\s*{re.escape(wrong)}(?!\w)", tag)
    if whole is None:
        return _("Correct the name, or remove the tag.")
    return _("Print it with {{{{ {path} }}}}.").format(path=whole[1])


def _find_wrong(path: str, schema: Schema) -> tuple[str, list[str]]:
    """The first word of a path that is not known, and what is known there."""
    node = schema
    for word in path.split("."):
        known = node.get("properties", {})
        name = word.removesuffix("[*]")
        if name not in known:
            return name, list(known)
        node = known[name]
        if word.endswith("[*]"):
            node = node.get("items", {})
    return path, []


def _find_uses(
    name: str, example: str, paragraphs: Mapping[str, Sequence[etree._Element]]
) -> Iterator[tuple[str, etree._Element, str]]:
    """Every tag that uses a wrong name the way `example` does: by itself, or as a part of the same variable."""
    owner = re.search(rf"(\w+)\s*\.\s*{re.escape(name)}(?!\w)", example)
    before = rf"(?<![\w.]){owner[1]}\s*\.\s*" if owner else r"(?<![\w.])"
    use = re.compile(rf"{before}{re.escape(name)}(?!\w)")
    for part, items in paragraphs.items():
        for paragraph in items:
            for tag in TAG.findall(read_paragraph(paragraph)):
                if use.search(tag):
                    yield part, paragraph, tag
