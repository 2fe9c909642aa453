"""What makes a template good rather than possible: it can be read back, printed alike everywhere, and clips no text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from pingyi.forms.fields import Field
from pingyi.forms.word.dialect import TAG, W, join_text
from pingyi.forms.word.findings import Findings
from pingyi.forms.word.labels import list_paragraphs
from pingyi.texts import translate as _

_LONG = 60  # characters: more than two lines of a form's widest cell


def check_conventions(findings: Findings, fields: Iterable[Field]) -> None:
    """Warn about what Word and WPS show differently, what is clipped in silence, and what cannot be read back."""
    by_name = {field.name: field for field in fields}
    root = findings.package.parse(findings.package.main)
    _check_bookmarks(findings, root, by_name)
    _check_heights(findings, root, by_name)
    _check_layouts(findings, root)
    if any(field.fill for field in by_name.values()):  # nobody returns a paper that nobody fills
        _check_code(findings)


def _check_bookmarks(findings: Findings, root: etree._Element, fields: dict[str, Field]) -> None:
    names = [str(item.get(W + "name", "")) for item in root.iter(W + "bookmarkStart")]
    for name, paragraph, tag in _list_uses(root, fields):
        mark = f"fill_{name}"
        if fields[name].fill and not any(item == mark or item.startswith(mark + "_") for item in names):
            findings.warning(
                "bookmark-missing",
                _("people fill this in, but there is no bookmark “{mark}”: what they write cannot be read back").format(
                    mark=mark
                ),
                _("Select the tag in Word, choose Insert > Bookmark, and name it {mark}.").format(mark=mark),
                part=findings.package.main, at=paragraph, value=tag,
            )  # fmt: skip


def _check_heights(findings: Findings, root: etree._Element, fields: dict[str, Field]) -> None:
    for name, paragraph, tag in _list_uses(root, fields):
        row = next(paragraph.iterancestors(W + "tr"), None)
        height = None if row is None else row.find(f"{W}trPr/{W}trHeight")
        if fields[name].budget >= _LONG and height is not None and height.get(W + "hRule") == "exact":
            findings.warning(
                "height-exact",
                _("the row has an exact height: Word cuts off what does not fit, in silence"),
                _("In Word: Table Properties > Row, choose “At least” for the height."),
                part=findings.package.main, at=paragraph, value=tag,
            )  # fmt: skip


def _check_layouts(findings: Findings, root: etree._Element) -> None:
    for table in root.iter(W + "tbl"):
        layout = table.find(f"{W}tblPr/{W}tblLayout")
        if layout is None or layout.get(W + "type") != "fixed":
            findings.warning(
                "layout-automatic",
                _("the table fits its columns to the text: Word and WPS then print it differently"),
                _("In Word: Table Properties > Options, clear “Automatically resize to fit contents”."),
                part=findings.package.main, at=next(table.iter(W + "p"), None),
            )  # fmt: skip


def _check_code(findings: Findings) -> None:
    package = findings.package
    footers = " ".join(join_text(package.parse(part)) for part in package.targets("footer"))
    if not re.search(r"\{\{[^{}]*\bcode\b", footers):
        findings.warning(
            "code-missing",
            _("no footer prints the form's code, so a paper copy cannot be told from another"),
            _("Type {code} into the footer.").format(code="{{ code }}"),
        )


def _list_uses(root: etree._Element, fields: dict[str, Field]) -> Iterable[tuple[str, etree._Element, str]]:
    """Where each field is printed or repeated over, the first place of each."""
    seen: set[str] = set()
    for paragraph in list_paragraphs(root):
        for tag in TAG.findall(join_text(paragraph)):
            if re.match(r"\{%-?(tr|tc|p|r)?\s*(if|elif|end)", tag):
                continue  # only asks for the field
            for name in re.findall(r"[A-Za-z_]\w*", tag):
                if name in fields and name not in seen:
                    seen.add(name)
                    yield name, paragraph, tag
