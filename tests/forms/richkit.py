"""A form with every kind of value that is more than text, and how plain docxtpl would be given the same."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import docxtpl
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm
from formkit import Line, Sample, make_docx
from jinja2 import Environment

from pingyi import Cell, Form, Listing, Model, Paragraph, Picture, RichParagraphs, RichText, Run, Subdocument


class Guest(Model):
    """A row of a list with a picture in it."""

    name: str = ""
    photo: Picture | None = None


class RichSample(Sample):
    """The sample form's data, with a field for every kind of value."""

    note: Annotated[RichText | None, Cell("评语")] = None
    notes: Annotated[RichParagraphs | None, Cell("说明")] = None
    listing: Annotated[Listing | None, Cell("清单")] = None
    photo: Annotated[Picture | None, Cell("照片")] = None
    report: Annotated[Subdocument | None, Cell("附件")] = None
    guests: Annotated[tuple[Guest, ...], Cell("来宾")] = ()


RICH_FORM = Form("rich", "样表", "样表", "package:rich.docx", RichSample, ("self",))


def draw(width: int = 4, height: int = 3, colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    """A PNG of one colour."""
    rows = b"".join(b"\0" + bytes(colour) * width for _row in range(height))
    chunks = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def write_report(fill: Callable[[Any], object] | None = None) -> bytes:
    """A document to be put into another: headings, a list, a table, a picture."""

    def build(document: Any) -> None:
        document.add_heading("附件一", level=1)
        document.add_paragraph("第一条 <甲> & 乙", style="List Number")
        document.add_paragraph("第二条", style="List Number")
        document.add_paragraph("要点", style="List Bullet").add_run("加粗").bold = True
        document.styles.add_style("附件正文", WD_STYLE_TYPE.PARAGRAPH).font.size = Mm(4)
        document.add_paragraph("自己的样式", style="附件正文")
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "项目", "{{ name }}"
        document.add_picture(io.BytesIO(draw(6, 6)))
        if fill is not None:
            fill(document)

    return make_docx(build)


def rich_values() -> dict[str, Any]:
    """One value for each field of the rich form."""
    runs = (
        Run(text="普通，"),
        Run(text="粗斜 <&>\t", bold=True, italic=True),
        Run(text="红\n蓝底", colour="FF0000", highlight="0000FF", size=30),
        Run(text="下线", underline="wave", strike=True, font="eastAsia:宋体"),
        Run(text="2", superscript=True, language="zh-CN"),
        Run(text="x", subscript=True, rtl=True, bold=True, style="a&b"),
    )
    return {
        "name": "张三",
        "lines": (Line(id="a", title="甲"),),
        "note": RichText(runs=runs),
        "notes": RichParagraphs(
            paragraphs=(Paragraph(runs=runs[:2], style="Heading1"), Paragraph(runs=(Run(text="第二段"),)))
        ),
        "listing": Listing(text="一\n二\t二点一\a三 <&>\f四"),
        "photo": Picture(content=draw(), width_mm=20),
        "report": Subdocument(content=write_report()),
        "guests": (Guest(name="来宾甲", photo=Picture(content=draw(2, 2), height_mm=5)), Guest(name="来宾乙")),
    }


def to_docxtpl(value: Any, template: docxtpl.DocxTemplate) -> Any:
    """The same value as a user of docxtpl writes it."""
    given: Any = "" if value is None else value
    match value:
        case RichText(runs=runs):
            given = _runs(runs, template)
        case RichParagraphs(paragraphs=paragraphs):
            given = docxtpl.RichTextParagraph()
            for paragraph in paragraphs:
                given.add(_runs(paragraph.runs, template), paragraph.style or None)
        case Listing(text=text):
            given = docxtpl.Listing(text)
        case Picture(content=content):
            sizes = (None if size is None else Mm(size) for size in (value.width_mm, value.height_mm))
            given = docxtpl.InlineImage(template, io.BytesIO(content), *sizes)
        case Subdocument(content=content):
            given = template.new_subdoc(io.BytesIO(content))
        case Model():
            given = {name: to_docxtpl(getattr(value, name), template) for name in type(value).model_fields}
        case tuple():
            given = [to_docxtpl(item, template) for item in value]
    return given


def _runs(runs: tuple[Run, ...], template: docxtpl.DocxTemplate) -> docxtpl.RichText:
    text = docxtpl.RichText()
    for run in runs:
        text.add(
            run.text, style=run.style.replace("&", "&amp;"), color=run.colour, highlight=run.highlight, size=run.size,
            subscript=run.subscript, superscript=run.superscript, bold=run.bold, italic=run.italic,
            underline=run.underline, strike=run.strike, font=run.font, rtl=run.rtl, lang=run.language,
            url_id=template.build_url_id(run.link) if run.link else None,
        )  # fmt: skip
    return text


def fill_rich_with_docxtpl(content: bytes, values: Mapping[str, Any], *names: str) -> bytes:
    """What docxtpl itself makes of a template, given these of the values as its own objects."""
    template = docxtpl.DocxTemplate(io.BytesIO(content))
    given = {name: to_docxtpl(values[name], template) for name in (*names, "name")}
    template.render({**RichSample().model_dump(), **given}, Environment(autoescape=True), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def count_pictures(content: bytes) -> int:
    return len(Document(io.BytesIO(content)).inline_shapes)
