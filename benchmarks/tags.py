"""The same form in docxtemplater's own language: its template is made from the official one by changing the tags."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROW = re.compile(r"\{%tr\s+(?:(?:for \w+ in|if) (\w+)|end\w+)\s*%\}")
_CHANGES = (
    (re.compile(r"\{\{ loop\.index \}\}"), "{index}"),
    (re.compile(r"\{% if not loop\.last %\}"), "{^last}"),
    (re.compile(r"\{% for \w+ in (\w+) %\}"), r"{#\1}"),
    (re.compile(r"\{% if (\w+) %\}"), r"{#\1}"),
    (re.compile(r"\{% end\w+ %\}"), "{/}"),
    (re.compile(r"\{\{ item \}\}"), "{text}"),
    (re.compile(r"\{\{ (?:aspect\.)?(\w+) \}\}"), r"{\1}"),
)


def translate_template(content: bytes) -> bytes:
    """A .docx with docxtpl's tags, with docxtemplater's instead."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _translate_part(part) if b"{{" in part else part)
    return buffer.getvalue()


def _translate_part(part: bytes) -> bytes:
    root = etree.fromstring(part)
    _move_row_tags(root)
    for mark in root.iter(W + "bookmarkStart"):  # docxtemplater fills no attributes
        mark.set(W + "name", str(mark.get(W + "name")).replace("{{aspect.id}}", "aspect"))
    for text in root.iter(W + "t"):
        for pattern, replacement in _CHANGES:
            text.text = pattern.sub(replacement, text.text or "")
    content: bytes = etree.tostring(root, encoding="UTF-8", standalone=True)
    if b"{%" in content or b"{{" in content:
        raise ValueError("a tag has no translation")
    return content


def _move_row_tags(root: etree._Element) -> None:
    """A tag that has a row of its own goes into the row behind or before it."""
    opening: str | None = None
    last: etree._Element | None = None
    for row in list(root.iter(W + "tr")):
        texts = [text for text in row.iter(W + "t") if text.text]
        match = _ROW.search("".join(text.text or "" for text in texts))
        if match is None:
            if opening is not None:
                texts[0].text = f"{{#{opening}}}{texts[0].text}"
                opening = None
            last = texts[-1] if texts else last
            continue
        if match[1]:
            opening = match[1]
        elif last is not None:
            last.text = f"{last.text}{{/}}"
        parent = row.getparent()
        assert parent is not None
        parent.remove(row)


def translate_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """A form's values as docxtemplater can repeat over them."""
    pledges = values.get("next_commitments", ())
    numbered = [{"index": n, "text": text, "last": n == len(pledges)} for n, text in enumerate(pledges, 1)]
    return {**values, "next_commitments": numbered}
