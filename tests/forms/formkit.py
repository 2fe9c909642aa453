"""Templates made by code, and short ways to check, fill and read them."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.table import Table, _Cell, _Row
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from pingyi import Cell, Form, FormData, Model, PartialDate, Problem, Settings
from pingyi.forms import CompiledTemplate, TemplateSource, check_template, compile_template
from pingyi.model.papers.identity import Identity

IDENTITY = Identity(campaign="review", form="sample", version="0123", subject="member:20100001", copy="self")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Line(Model):
    """A row of a list."""

    id: str = ""
    title: str = ""
    text: str = ""
    done: bool = False


class Sample(FormData):
    """A form's data with every kind of value."""

    name: Annotated[str, Cell("姓名", public=True)] = ""
    post: Annotated[str, Cell("职务", public=True, marked=True)] = ""
    birth: Annotated[PartialDate | str, Cell("出生年月", public="year", marked=True)] = ""
    total: Annotated[int | None, Cell("人数", marked=True)] = None
    share: Annotated[float | None, Cell("比例")] = None
    present: Annotated[bool, Cell("到会")] = False
    colour: Annotated[str, Cell("颜色")] = "FFFF00"
    span: Annotated[int, Cell("列数")] = 2
    summary: Annotated[str, Cell("个人总结", fill=True, budget=100)] = ""
    lines: Annotated[tuple[Line, ...], Cell("明细", fill=True, budget=40)] = ()
    words: Annotated[tuple[str, ...], Cell("承诺")] = ()


SAMPLE_FORM = Form("sample", "样表", "样表", "package:sample.docx", Sample, ("self",))


def make_docx(build: Callable[[DocumentObject], object]) -> bytes:
    """A document that `build` fills, without the sentences python-docx's own start file brings."""
    document = Document()
    document.core_properties.comments = ""
    build(document)
    return save(document)


def save(document: DocumentObject) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def paragraphs(*texts: str) -> bytes:
    """A document of paragraphs."""
    return make_docx(lambda document: [document.add_paragraph(text) for text in texts])


def add_table(document: Any, *rows: tuple[str, ...]) -> Table:
    """Add a table of texts; a row with fewer texts than columns has its last cell merged to the right."""
    columns = max(len(row) for row in rows)
    table = document.add_table(rows=0, cols=columns) if isinstance(document, DocumentObject) else document
    for texts in rows:
        row: _Row = table.add_row()
        cells = row.cells
        for number, text in enumerate(texts):
            cells[number].text = text
        if len(texts) < columns:
            cells[len(texts) - 1].merge(cells[columns - 1]).text = texts[-1]
    return table


def tables(*rows: tuple[str, ...]) -> bytes:
    """A document of one table."""
    return make_docx(lambda document: add_table(document, *rows))


def bookmark(cell: _Cell, name: str, number: int = 1) -> None:
    """Put a bookmark around the text of a cell's first paragraph."""
    paragraph = cell.paragraphs[0]._p
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    paragraph.insert(1 if paragraph.pPr is not None else 0, start)
    paragraph.append(end)


def source(content: bytes, form: Form = SAMPLE_FORM, name: str = "sample.docx") -> TemplateSource:
    return TemplateSource(form, content, name, "campaign")


def check(content: bytes, form: Form = SAMPLE_FORM, settings: Settings | None = None) -> list[Problem]:
    return check_template(source(content, form), settings or Settings())


def errors(content: bytes, form: Form = SAMPLE_FORM) -> list[Problem]:
    return [problem for problem in check(content, form) if problem.severity == "error"]


def compiled(content: bytes, form: Form = SAMPLE_FORM, settings: Settings | None = None) -> CompiledTemplate:
    return compile_template(source(content, form), settings or Settings())


def fill(content: bytes, form: Form = SAMPLE_FORM, **values: Any) -> bytes:
    """A template filled with values of its form's model."""
    return compiled(content, form).render(form.data(**values), IDENTITY)


def read(content: bytes) -> DocumentObject:
    return Document(io.BytesIO(content))


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rezip(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def edit(content: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """A .docx with texts in one of its parts replaced; each must be there."""
    parts = unzip(content)
    text = parts[part].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return rezip({**parts, part: text.encode()})


def add_part(
    content: bytes, part: str, xml: str, kind: str, content_type: str, *, owner: str = "word/document.xml"
) -> bytes:
    """A .docx with a further part that its main part is related to."""
    parts = unzip(content)
    types = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    rels = owner.rpartition("/")[0] + "/_rels/" + owner.rpartition("/")[2] + ".rels"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    link = f'<Relationship Id="rIdNew{kind}" Type="{office}{kind}" Target="/{part}"/></Relationships>'
    parts[part] = xml.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", types.encode())
    parts[rels] = parts[rels].replace(b"</Relationships>", link.encode())
    return rezip(parts)


FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def add_footnote(content: bytes, text: str) -> bytes:
    """A .docx with a part of footnotes that holds one."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    return add_part(content, "word/footnotes.xml", xml, "footnotes", FOOTNOTES_TYPE)


def fill_with_docxtpl(content: bytes, values: Mapping[str, Any], filters: Mapping[str, Any] | None = None) -> bytes:
    """What docxtpl itself makes of a template, with its own escaping on."""
    template = DocxTemplate(io.BytesIO(content))
    environment = Environment(autoescape=True)
    environment.filters.update(filters or {})
    template.render(dict(values), environment, autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


@functools.lru_cache(maxsize=64)
def canonical(xml: bytes) -> str:
    """XML in the one form that all equal XML has."""
    return etree.tostring(etree.fromstring(xml), method="c14n2").decode()


def all_text(content: bytes) -> str:
    """The text of all cells and paragraphs of a document's body, headers and footers."""
    document = read(content)
    stories: list[Any] = [document, *(section.header for section in document.sections)]
    stories += [section.footer for section in document.sections]
    texts: list[str] = []
    for story in stories:
        texts += [paragraph.text for paragraph in story.paragraphs]
        texts += [cell.text for table in story.tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)
