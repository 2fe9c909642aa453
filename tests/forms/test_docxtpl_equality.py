"""For the same input our parts equal docxtpl's own, feature by feature of its dialect."""

from __future__ import annotations

import base64
import functools
import io
from collections.abc import Callable
from typing import Any

import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from formkit import (
    IDENTITY,
    Line,
    Sample,
    add_footnote,
    add_table,
    canonical,
    compiled,
    edit,
    fill_with_docxtpl,
    make_docx,
    paragraphs,
    tables,
    unzip,
)

from pingyi.forms import CompiledTemplate

CASES: dict[str, Callable[[], bytes]] = {}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def case(build: Callable[[], bytes]) -> Callable[[], bytes]:
    CASES[build.__name__] = build
    return build


def simple(name: str, *texts: str) -> None:
    CASES[name] = lambda: paragraphs(*texts)


def table(name: str, *rows: tuple[str, ...]) -> None:
    CASES[name] = lambda: tables(*rows)


simple("plain", "姓名：{{ name }}，职务：{{post}}")
simple("if_else", "{% if present %}到{% else %}缺{% endif %}", "{% if name == '张三' and not present %}A{% endif %}")
simple("elif_chain", "{% if total == 1 %}一{% elif total == 3 %}三{% else %}多{% endif %}")
simple("choice_in_place", "{{ name if present else post }} {{ post if not present }}")
simple("joined_and_added", "{{ name ~ '（' ~ post ~ '）' }} {{ span + 1 }} {{ span - 1 }} {{ -span }}")
simple(
    "filters", "{{ words|join('、') }} {{ words|length }} {{ words|first }} {{ words|last }} {{ name|default('x') }}"
)
simple("escape_filter", "{{ name|e }}")
simple("comparisons", "{% if span > 1 and span <= 2 or span in [7, 8] %}{{ name }}{% endif %}")
simple("items", "{{ words[0] }} {{ lines[0].title }} {{ lines[1]['text'] }}")
simple("paragraph_if", "前", "{%p if present %}", "到会", "{%p else %}", "缺席", "{%p endif %}", "后")
simple(
    "paragraph_loop", "{%p for line in lines %}", "{{ loop.index }}. {{ line.title }}：{{ line.text }}", "{%p endfor %}"
)
simple("empty_loop", "{%p for line in lines if line.done %}", "{{ line.title }}", "{%p else %}", "无", "{%p endfor %}")
simple("loop_in_text", "{% for line in lines %}{{ line.title }}{% if not loop.last %}、{% endif %}{% endfor %}。")
simple("run_if", "一{%r if not present %}二{%r endif %}三")
simple("merged_paragraphs", "一", "{%- if present %}到{% else %}缺{% endif -%}", "二")
simple("comments", "一{# nothing #}二", "{#p whole paragraph #}", "三")
simple("curly_quotes", "{% if name == ‘张三’ %}{{ words|join(“/”) }}{% endif %}")
simple("printed_braces", "{_{ name }_} {_% if %_} {{ name }}")
simple("spaces_kept", "{{ name }} {{ post }}", " {{ name }} ")
simple("deep_loops", "{% for a in words %}{% for b in words %}{{ a }}{{ b }} {% endfor %}{% endfor %}")
simple("loop_attributes", "{% for w in words %}{{ loop.index0 }}{{ loop.revindex }}/{{ loop.length }} {% endfor %}")
table("cells", ("姓名", "{{ name }}"), ("职务", "{{ post }}"))
table(
    "rows",
    ("项目", "内容"),
    ("{%tr for line in lines %}", ""),
    ("{{ line.title }}", "{{ line.text }}"),
    ("{%tr endfor %}", ""),
)
table(
    "rows_with_condition",
    ("{%tr for line in lines %}", ""),
    ("{%tr if line.done %}", ""),
    ("{{ line.title }}", "完成"),
    ("{%tr else %}", ""),
    ("{{ line.title }}", "{{ line.text }}"),
    ("{%tr endif %}", ""),
    ("{%tr endfor %}", ""),
)
table("columns", ("{%tc for word in words %}", "{{ word }}", "{%tc endfor %}"), ("a", "b", "c"))
table(
    "more_columns",
    (
        "序号",
        "{%tc for a in words %}",
        "{{ a }}",
        "{%tc endfor %}",
        "{%tc for line in lines %}",
        "{{ line.id }}",
        "{%tc endfor %}",
    ),
)
table(
    "fewer_columns",
    ("一", "{%tc if present %}", "{{ name }}", "{%tc endif %}"),
    ("1", "{%tc if present %}", "2", "{%tc endif %}"),
)
table("colspan", ("{% colspan span %}{{ name }}", "x"), ("a", "b"))
table("background", ("{% cellbg colour %}{{ name }}", "{% cellbg '00FF00' if present else 'FF0000' %}二"))
table("background_and_span", ("{% cellbg colour %}{% colspan span %}{{ name }}", "x"))
table(
    "merged_down", ("{%tr for line in lines %}", ""), ("{% vm %}{{ name }}", "{{ line.text }}"), ("{%tr endfor %}", "")
)
table("merged_across", ("{%tc for word in words %}", "{% hm %}{{ name }}", "{%tc endfor %}"), ("a", "b", "c"))
table("merged_cells", ("全宽 {{ name }}",), ("a", "b", "{{ post }}"))


@case
def merged_across_wide() -> bytes:
    return make_docx(
        lambda document: (
            add_table(document, ("{%tc for word in words %}", "{% hm %}{{ name }}", "{%tc endfor %}"))
            and document.tables[0].rows[0].cells[1]._tc.get_or_add_tcPr().append(_span(2))
        )
    )


def _span(width: int) -> Any:
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), str(width))
    return span


@case
def split_over_runs() -> bytes:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        for text, bold in (("姓名：{", False), ("{ na", True), ("me }", False), ("} 完", True)):
            paragraph.add_run(text).bold = bold

    return make_docx(build)


@case
def formatted_breaks() -> bytes:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        run = paragraph.add_run("{{ summary }}")
        run.bold, run.italic = True, True
        paragraph.add_run(" 其后 {{ summary }}")
        paragraph.add_run("{% if present %}A{% else %}{{ summary }}{% endif %}").underline = True

    return make_docx(build)


@case
def breaks_in_loops() -> bytes:
    def build(document: Any) -> None:
        document.add_paragraph("{%p for line in lines %}")
        document.add_paragraph().add_run("{{ line.text }}").bold = True
        document.add_paragraph("{%p endfor %}")
        document.add_paragraph("{% for line in lines %}").add_run("{{ line.text }}{% endfor %}").bold = True

    return make_docx(build)


@case
def breaks_in_attributes() -> bytes:
    return edit(
        tables(("{% cellbg summary %}{{ name }}", "二")),
        "word/document.xml",
        ("<w:tblPr>", '<w:tblPr w:x="{{ summary }}">'),
    )


@case
def formatting_from_a_value() -> bytes:
    def build(document: Any) -> None:
        document.add_paragraph().add_run("{{ summary }}").bold = True

    return edit(make_docx(build), "word/document.xml", ("<w:b/>", '<w:color w:val="{{ colour }}"/>'))


@case
def breaks_typed_into_the_template() -> bytes:
    return edit(paragraphs("一@二 {{ name }}"), "word/document.xml", ("@", "\t\n"))


@case
def headers_and_footers() -> bytes:
    def build(document: Any) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = "页眉 {{ name }}"
        section.first_page_header.paragraphs[0].text = "首页 {{ post }}"
        section.footer.paragraphs[0].text = "编号 {{ code }}"
        add_table(
            section.footer.add_table(0, 2, section.page_width),
            ("{%tr for w in words %}", ""),
            ("{{ w }}", "x"),
            ("{%tr endfor %}", ""),
        )
        section.first_page_footer.paragraphs[0].text = "没有标记"
        second = document.add_section(WD_SECTION.NEW_PAGE)
        second.header.is_linked_to_previous = False
        second.header.paragraphs[0].text = "第二节 {{ summary }}"
        document.add_paragraph("{{ name }}")

    return make_docx(build)


@case
def footnotes() -> bytes:
    return add_footnote(paragraphs("{{ name }}"), "脚注 {{ summary }}")


@case
def nested_tables() -> bytes:
    def build(document: Any) -> None:
        outer = add_table(document, ("外", "{{ name }}"))
        inner = outer.rows[0].cells[0].add_table(0, 2)
        add_table(
            inner, ("{%tr for line in lines %}", ""), ("{{ line.id }}", "{{ line.text }}"), ("{%tr endfor %}", "")
        )
        outer.rows[0].cells[0].add_paragraph("尾")

    return make_docx(build)


@case
def pictures_in_a_loop() -> bytes:
    def build(document: Any) -> None:
        document.add_paragraph("{%p for word in words %}")
        document.add_paragraph("{{ word }}").add_run().add_picture(io.BytesIO(PIXEL))
        document.add_paragraph("{%p endfor %}")
        document.add_picture(io.BytesIO(PIXEL))

    return make_docx(build)


@case
def bookmarks() -> bytes:
    start = '<w:bookmarkStart w:id="7" w:name="fill_{{ lines[0].id }}"/>'
    return edit(
        paragraphs("甲{{ name }}"),
        "word/document.xml",
        ("<w:r><w:t>甲", start + '<w:bookmarkEnd w:id="7"/><w:r><w:t>甲'),
    )


@case
def uneven_table() -> bytes:
    """A table whose grid has more columns than its rows have cells."""
    return edit(
        tables(("{{ name }}", "二")), "word/document.xml", ("</w:tblGrid>", '<w:gridCol w:w="900"/></w:tblGrid>')
    )


@case
def block_over_cells() -> bytes:
    return tables(("{% if present %}一", "{% endif %}{{ name }}"), ("1", "2"))


@case
def paragraph_formatting() -> bytes:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph(style="Heading 1")
        paragraph.add_run("{{ summary }}").font.name = "宋体"
        document.add_paragraph("{{ name }}", style="List Bullet")

    return make_docx(build)


PLAIN = {"name": "张三", "post": "讲师", "total": 3, "words": ("一", "二", "三")}
LINES = (Line(id="a", title="甲", text="第一"), Line(id="b", title="乙", text="第二", done=True))
HOSTILE = {
    "name": '<w:p>&amp;"引\'号" ]]> \u2028 𠮷 e\u0301 {{ 7*7 }} {% x %} {# y #}',
    "post": " 前后有空格 ",
    "summary": "第一行\n第二行\t后\n\n\t末",
    "words": ("a&b", "c\td", "e\nf", ""),
}
HOSTILE_LINES = (Line(id="a&1", title="<甲>", text="一\n二\t三"), Line(id="b", title="\t", text="\n", done=True))
DATA = {
    "plain": Sample(**PLAIN, lines=LINES),
    "present": Sample(**PLAIN, lines=LINES, present=True, summary="只有一行"),
    "hostile": Sample(**HOSTILE, lines=HOSTILE_LINES, total=1),
    "bare": Sample(name="李四", post="无", lines=(Line(), Line()), words=("",)),
}


def plain_values(data: Sample) -> dict[str, Any]:
    return {name: ("" if value is None else value) for name, value in data.model_dump().items()}


@functools.cache
def prepare(name: str) -> tuple[bytes, CompiledTemplate]:
    template = CASES[name]()
    return template, compiled(template)


@pytest.mark.parametrize("values", DATA)
@pytest.mark.parametrize("name", CASES)
def test_parts_equal_those_of_docxtpl(name: str, values: str) -> None:
    template, ready = prepare(name)
    data = DATA[values]
    ours = unzip(ready.render(data, IDENTITY))
    theirs = unzip(fill_with_docxtpl(template, plain_values(data)))
    compared = [part for part in theirs if part.startswith("word/") and part in ours and part.endswith(".xml")]
    assert "word/document.xml" in compared
    for part in compared:
        assert canonical(ours[part]) == canonical(theirs[part]), part


def test_at_least_thirty_features_are_compared() -> None:
    assert len(CASES) >= 30
