"""Finished documents for print files and packs: official forms of a small university, and templates made by code."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from lxml import etree

from pingyi.campaign import open_roster
from pingyi.deliver.packs import PackDocument
from pingyi.deliver.printing import PrintEntry, PrintFile
from pingyi.forms import CompiledTemplate, compile_template, find_template
from pingyi.model.review.procedure import PlannedDocument, SubjectPlan
from pingyi.plan import Plan, fill_document, identify, make_plan

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Office:
    """A plan and its compiled templates."""

    def __init__(self, roster: Path) -> None:
        opened = open_roster(roster, institution="示例大学")
        self.plan: Plan = make_plan(opened.campaign, opened.plugins)
        self._templates: dict[str, CompiledTemplate] = {}

    def template(self, form_id: str) -> CompiledTemplate:
        if form_id not in self._templates:
            plugins = self.plan.plugins
            source = find_template(plugins.forms[form_id], plugins.form_plugins[form_id], None)
            self._templates[form_id] = compile_template(source, self.plan.campaign.settings)
        return self._templates[form_id]

    def make(self, subject: SubjectPlan, document: PlannedDocument) -> tuple[PrintEntry, bytes]:
        template = self.template(document.form)
        identity = identify(self.plan, subject, document, template.version)
        copy = self.plan.campaign.settings.copies.get(document.copy)
        entry = PrintEntry(
            subject.name,
            self.plan.campaign.organisations[subject.organisation_id].name,
            self.plan.plugins.forms[document.form].label,
            copy.label if copy is not None else "",
            identity.code,
        )
        return entry, template.render(fill_document(self.plan, subject, document), identity)

    def documents(self) -> Iterator[tuple[SubjectPlan, PlannedDocument]]:
        for subject in self.plan.subjects():
            for document in subject.documents:
                yield subject, document

    def forms(self) -> list[tuple[PrintEntry, bytes]]:
        return [self.make(*item) for item in self.documents()]

    def pack_documents(self, *organisations: str) -> Iterator[PackDocument]:
        for subject, document in self.documents():
            if not organisations or subject.organisation_id in organisations:
                entry, content = self.make(subject, document)
                name = f"{entry.person}_{entry.form}_{entry.copy}.docx"
                yield PackDocument(name, content, subject.organisation_id)


def make_docx(*texts: str, style: str = "") -> DocumentObject:
    document = Document()
    for text in texts:
        document.add_paragraph(text, style=style or None)
    return document


def save(document: DocumentObject) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def entry(name: str = "张三") -> PrintEntry:
    return PrintEntry(name, "示例支部", "样表", "本人存", f"CODE-{name}")


def join(*documents: bytes | DocumentObject, duplex: bool = False) -> bytes:
    """A print file of documents called 1, 2, 3 ..."""
    target = io.BytesIO()
    with PrintFile(target, duplex=duplex) as made:
        for number, document in enumerate(documents, 1):
            content = document if isinstance(document, bytes) else save(document)
            made.add(content, entry(str(number)))
    return target.getvalue()


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


def edit(content: bytes, part: str, old: str, new: str) -> bytes:
    parts = unzip(content)
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def body_of(content: bytes) -> etree._Element:
    return etree.fromstring(unzip(content)["word/document.xml"])


def read(content: bytes) -> DocumentObject:
    return Document(io.BytesIO(content))


def check_package(content: bytes) -> None:
    """Own rules: every part is well-formed and typed, every relationship leads somewhere, every number is used once."""
    parts = unzip(content)
    types = etree.fromstring(parts["[Content_Types].xml"])
    typed = {item.get("PartName") for item in types if item.get("PartName")}
    defaults = {item.get("Extension") for item in types if item.get("Extension")}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
        assert f"/{name}" in typed or name.rpartition(".")[2] in defaults
    links = {item.get("Id"): item for item in etree.fromstring(parts["word/_rels/document.xml.rels"])}
    for item in links.values():
        target = str(item.get("Target"))
        assert item.get("TargetMode") == "External" or (target.lstrip("/") in parts or f"word/{target}" in parts)
    root = etree.fromstring(parts["word/document.xml"])
    used = {value for item in root.iter() for key, value in item.attrib.items() if str(key).startswith(R)}
    assert used <= set(links)
    starts = list(root.iter(W + "bookmarkStart"))
    for values in (
        [item.get(W + "id") for item in starts],
        [item.get(W + "name") for item in starts],
        [item.get("id") for item in root.iter(qn("wp:docPr"))],
    ):
        assert len(values) == len(set(values))
    assert all(len(str(item.get(W + "name"))) <= 40 for item in starts)
    assert sorted(str(item.get(W + "id")) for item in starts) == sorted(
        str(item.get(W + "id")) for item in root.iter(W + "bookmarkEnd")
    )
    styles = {item.get(W + "styleId") for item in etree.fromstring(parts["word/styles.xml"]).iter(W + "style")}
    named = {item.get(W + "val") for use in ("pStyle", "rStyle", "tblStyle") for item in root.iter(W + use)}
    assert named <= styles
    assert not re.search(r"\{\{|\{%", root.xpath("string()"))
