# ruff: noqa: E501 - a table of cases reads best with one case on a line
"""Templates with planted mistakes: each is found before the first form, by its cell's printed label, with its cure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from formkit import WORD, add_part, add_table, bookmark, check, edit, errors, fill, make_docx, paragraphs, tables, unzip

from pingyi import MemberForm
from pingyi.errors import TemplateError
from pingyi.forms import TemplateSource, compile_template
from pingyi.model.config.settings import Settings
from pingyi.model.papers.forms import Form

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
ENDNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"


def _exact_height() -> Any:
    return parse_xml(f'<w:trHeight {nsdecls("w")} w:val="500" w:hRule="exact"/>')


def _with(xml: str, text: str = "姓名：{{ name }}") -> Callable[[], bytes]:
    """A paragraph with further XML at its end."""
    return lambda: edit(paragraphs(text), "word/document.xml", ("</w:p><w:sectPr", f"{xml}</w:p><w:sectPr"))


def _part(kind: str, content_type: str, text: str) -> Callable[[], bytes]:
    note = {"comments": "comment", "endnotes": "endnote"}[kind]
    xml = (
        f'<w:{kind} xmlns:w="{WORD}"><w:{note} w:id="3" w:author="张三"><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
        f"</w:{note}></w:{kind}>"
    )
    return lambda: add_part(paragraphs("{{ name }}"), f"word/{kind}.xml", xml, kind, content_type)


def _header(text: str) -> Callable[[], bytes]:
    def build(document: Any) -> None:
        document.add_paragraph("{{ name }}")
        document.sections[0].header.paragraphs[0].text = text

    return lambda: make_docx(build)


def _properties(**values: str) -> Callable[[], bytes]:
    def build(document: Any) -> None:
        document.add_paragraph("{{ name }}")
        for name, value in values.items():
            setattr(document.core_properties, name, value)

    return lambda: make_docx(build)


def _rows(*rows: tuple[str, ...]) -> Callable[[], bytes]:
    return lambda: tables(*rows)


def _texts(*texts: str) -> Callable[[], bytes]:
    return lambda: paragraphs(*texts)


def _two_tables() -> bytes:
    def build(document: Any) -> None:
        add_table(document, ("{%tr for line in lines %}", ""), ("{{ line.title }}", "x"))
        document.add_paragraph("间")
        add_table(document, ("{%tr endfor %}", ""))

    return make_docx(build)


def _field(code: str) -> Callable[[], bytes]:
    return _with(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


BOUND = (
    '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a:coreProperties[1]/b:title[1]" w:storeItemID="{0}"/></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>{{ post }}</w:t></w:r></w:sdtContent></w:sdt>"
)

# code, printed label, a word of the message or cure, the template
MISTAKES: dict[str, tuple[str, str, str, Callable[[], bytes]]] = {
    "misspelt": ("name-unknown", "姓名", "name", _rows(("姓  名", "{{ nmae }}"), ("职务", "{{ post }}"))),
    "misspelt in a loop": (
        "name-unknown", "内容", "“title”", _rows(("{%tr for x in lines %}", ""), ("内容", "{{ x.titel }}"), ("{%tr endfor %}", "")),
    ),
    "misspelt list": ("name-unknown", "明细", "lines", _texts("明细：{% for x in lins %}{{ x.title }}{% endfor %}")),
    "misspelt in a condition": ("name-unknown", "到会", "present", _texts("到会：{% if presnt %}是{% endif %}")),
    "misspelt in a header": ("name-unknown", "页眉", "name", _header("页眉 {{ naem }}")),
    "label above": ("name-unknown", "出生年月", "birth", _rows(("出生年月", "职务"), ("{{ brith }}", "{{ post }}"))),
    "label in the same cell": ("name-unknown", "编号", "code", _rows(("x", "编号：{{ cod }}"))),
    "part of a text": ("name-unknown", "姓名", "first", _texts("姓名：{{ name.first }}")),
    "not closed": ("tag-unclosed", "姓名", "closing braces", _rows(("姓名", "{{ name }"))),
    "not closed before another": ("tag-unclosed", "甲", "closing braces", _texts("甲{{ name 乙{{ post }}")),
    "statement not closed": ("tag-unclosed", "甲", "never closed", _texts("甲{% if present }乙{% endif %}")),
    "not opened": ("tag-unopened", "姓名", "closes", _rows(("姓名", "name }}"))),
    "one brace": ("tag-braces", "姓名", "{{ name }}", _rows(("姓名", "{ name }"))),
    "full-width braces": ("tag-braces", "姓名", "English keyboard", _rows(("姓名", "｛｛ name ｝｝"))),
    "full-width percent": ("tag-braces", "甲", "English keyboard", _texts("甲{％ if present ％}乙")),
    "mixed braces": ("tag-braces", "姓名", "looks like", _rows(("姓名", "{｛ name ｝}"))),
    "spread braces": ("tag-braces", "姓名", "blank", _rows(("姓名", "{ { name } }"))),
    "if without end": ("block-unclosed", "甲", "endif", _texts("甲{% if present %}乙")),
    "for without end": ("block-unclosed", "明细", "endfor", _rows(("明细", "x"), ("{%tr for a in lines %}", ""), ("{{ a.title }}", ""))),
    "end without for": ("block-stray", "甲", "no beginning", _texts("甲{% endfor %}")),
    "else without if": ("block-stray", "甲", "no beginning", _texts("甲{% else %}")),
    "blank before tr": (
        "tag-space", "甲", "{%tr", _rows(("甲", "乙"), ("{% tr for a in lines %}", ""), ("{{ a.title }}", ""), ("{% tr endfor %}", "")),
    ),
    "tr outside a table": ("tag-place", "甲", "{%p", _texts("甲", "{%tr for a in lines %}", "x", "{%tr endfor %}")),
    "vm outside a table": ("tag-place", "甲", "cell", _texts("甲 {% vm %}")),
    "tr and endfor in one row": ("block-pair", "", "prefix", _rows(("{%tr for a in lines %}", "{{ a.title }}", "{%tr endfor %}"))),
    "prefixes differ": ("block-pair", "", "prefix", _rows(("{%tr for a in lines %}", ""), ("{{ a.title }}", ""), ("{% endfor %}", ""))),
    "loop over two tables": ("block-pair", "", "different tables", _two_tables),
    "p and endp in one paragraph": ("block-pair", "", "same paragraph", _texts("{%p if present %}x{%p endif %}")),
    "text beside a row's tag": (
        "text-lost", "", "vanish", _rows(("{%tr for a in lines %}", "丢失"), ("{{ a.title }}", ""), ("{%tr endfor %}", "")),
    ),
    "percent in a prefixed tag": ("tag-percent", "", "%", _texts("{%p if name == '5%' %}", "x", "{%p endif %}")),
    "tag over paragraphs": ("tag-split", "甲", "line break", _texts("甲{{ name", "}}乙")),
    "bad expression": ("tag-syntax", "姓名", "understood", _texts("姓名：{{ name post }}")),
    "empty tag": ("tag-syntax", "姓名", "understood", _texts("姓名：{{ }}")),
    "unknown filter": ("filter-unknown", "承诺", "Did you mean “join”?", _texts("承诺：{{ words|joni('、') }}")),
    "filter of jinja's": ("filter-unknown", "姓名", "Known", _texts("姓名：{{ name|replace('a', 'b') }}")),
    "unknown test": ("test-unknown", "姓名", "defined", _texts("姓名：{% if name is definde %}x{% endif %}")),
    "loop over a text": ("loop-no-list", "姓名", "no list", _texts("姓名：{% for x in name %}{{ x }}{% endfor %}")),
    "name after its loop": ("loop-name-outside", "后", "inside its loop", _texts("{% for a in lines %}{{ a.title }}{% endfor %}", "后{{ a.title }}")),
    "list printed": ("trial-failed", "承诺", "join", _texts("承诺：{{ words }}")),
    "group printed": ("trial-failed", "明细", "dot", _texts("明细：{% for a in lines %}{{ a }}{% endfor %}")),
    "text plus number": ("trial-failed", "姓名", "expression", _rows(("姓名", "{{ name + 1 }}"), ("职务", "{{ post }}"))),
    "formatted text": ("tag-object", "姓名", "plain text", _texts("姓名：{{r name }}")),
    "subdocument": ("tag-object", "附件", "plain text", _texts("附件：", "{{p name }}")),
    "tag in a comment": ("tag-unfilled", "", "not filled", _part("comments", COMMENTS_TYPE, "{{ name }}")),
    "tag in an endnote": ("tag-unfilled", "", "not filled", _part("endnotes", ENDNOTES_TYPE, "{{ name }}")),
    "tag in the keywords": ("tag-unfilled", "", "not filled", _properties(keywords="{{ name }}")),
    "tag in the category": ("tag-unfilled", "", "not filled", _properties(category="{% if x %}")),
    "comment": ("comments", "", "Delete All Comments", _part("comments", COMMENTS_TYPE, "请核对")),
    "tracked deletion": (
        "tracked-change", "姓名", "Accept All", _with('<w:del w:id="9" w:author="张三"><w:r><w:delText>{{ post }}</w:delText></w:r></w:del>'),
    ),
    "tracked insertion": ("tracked-change", "姓名", "Accept All", _with('<w:ins w:id="9" w:author="张三"><w:r><w:t>x</w:t></w:r></w:ins>')),
    "tracked formatting": (
        "tracked-change", "姓名", "Accept All", _with('<w:r><w:rPr><w:b/><w:rPrChange w:id="9" w:author="张三"><w:rPr/></w:rPrChange></w:rPr><w:t>x</w:t></w:r>'),
    ),
    "tag in a field": ("tag-in-field", "姓名", "field HYPERLINK", _field('HYPERLINK "{{ name }}"')),
    "bound control": ("tag-in-control", "姓名", "content control", _with(BOUND)),
    "too long": ("tag-long", "姓名", "500", _texts("姓名：{{ " + " ~ ".join(["name"] * 100) + " }}")),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_found_with_its_label_and_cure(mistake: str) -> None:
    code, label, word, build = MISTAKES[mistake]
    template = build()
    with pytest.raises(TemplateError) as caught:
        fill(template)
    found = [problem for problem in caught.value.problems if problem.code == code]
    assert found, [(problem.code, problem.message) for problem in caught.value.problems]
    problem = found[0]
    assert problem.column.startswith(label)
    assert word in problem.message + problem.cure
    assert problem.cure
    assert problem.file == "sample.docx"


def test_mistakes_are_at_least_thirty() -> None:
    assert len(MISTAKES) >= 30


def test_all_mistakes_come_at_once() -> None:
    template = tables(
        ("姓名", "{{ nmae }}"),
        ("职务", "{{ post }"),
        ("出生年月", "{{ brith|month }}"),
        ("党龄", "｛｛ name ｝｝"),
        ("承诺", "{{ words|joni }}"),
        ("备注", "{{ range(9) }}"),
        ("结尾", "{% endif %}"),
    )
    found = {(problem.column, problem.code) for problem in errors(template)}
    assert found >= {
        ("姓名", "name-unknown"),
        ("职务", "tag-unclosed"),
        ("出生年月", "name-unknown"),
        ("党龄", "tag-braces"),
        ("承诺", "filter-unknown"),
        ("备注", "expression-forbidden"),
        ("结尾", "block-stray"),
    }


def test_every_place_of_a_misspelt_name_is_named() -> None:
    found = [
        problem
        for problem in errors(tables(("姓名", "{{ nmae }}"), ("签名", "{{ nmae }}")))
        if problem.code == "name-unknown"
    ]
    assert [problem.column for problem in found] == ["姓名", "签名"]
    assert "Did you mean “name”?" in found[0].cure


@pytest.mark.parametrize(
    ("rows", "label", "tag"),
    [
        ((("姓名", "{{ name }}"), ("人数", "{{ total + post }}")), "人数", "{{ total + post }}"),
        ((("{%tr for a in lines %}", ""), ("标题", "{{ a.title - 1 }}"), ("{%tr endfor %}", "")), "标题", "{{ a.title - 1 }}"),
        ((("序号", "{% for a in lines %}{{ loop.index + a.id }}{% endfor %}"), ("承诺", "{{ words }}")), "承诺", "{{ words }}"),
        ((("明细", "{% for a in lines %}{{ a.title.first }}{% endfor %}"),), "明细", "{{ a.title.first }}"),
        ((("到会", "{% if name > 1 %}是{% endif %}"),), "到会", "{% if name > 1 %}"),
    ],
)  # fmt: skip
def test_what_fails_in_the_trial_is_named_with_its_cell_and_tag(
    rows: tuple[tuple[str, ...], ...], label: str, tag: str
) -> None:
    (problem,) = [problem for problem in errors(tables(*rows)) if problem.code == "trial-failed"]
    assert (problem.column, problem.value) == (label, tag)
    assert tag in problem.message


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("姓名：{{ name.upper }}", "Print it with {{ name }}."),
        ("人数：{{ total.text.first }}", "Print it with {{ total }}."),
    ],
)
def test_a_part_of_what_has_none_is_told_how_to_print_it(text: str, cure: str) -> None:
    (problem,) = [problem for problem in errors(paragraphs(text)) if problem.code == "name-unknown"]
    assert problem.cure == cure


def test_a_good_name_is_not_blamed_for_a_wrong_one_that_ends_alike() -> None:
    template = tables(
        ("{%tr for x in lines %}", ""),
        ("内容", "{{ x.name }}"),
        ("{%tr endfor %}", ""),
        ("姓名", "{{ name }}"),
        ("又", "{{ x.name }}"),
    )
    found = [problem.column for problem in errors(template) if problem.code == "name-unknown"]
    assert "内容" in found
    assert "姓名" not in found


def test_a_correct_template_has_no_findings() -> None:
    def build(document: Any) -> None:
        table = add_table(
            document,
            ("姓名", "{{ name }}"),
            ("总结", "{{ summary }}"),
            ("{%tr for line in lines %}", ""),
            ("{{ line.title }}", "{{ line.text }}"),
            ("{%tr endfor %}", ""),
        )
        table.autofit = False
        bookmark(table.rows[1].cells[1], "fill_summary")
        bookmark(table.rows[3].cells[1], "fill_lines_{{ line.id }}", 2)
        document.sections[0].footer.paragraphs[0].text = "编号 {{ code }}"

    assert check(make_docx(build)) == []


def _conventions(build: Callable[[Any], None]) -> dict[str, str]:
    return {problem.code: problem.column for problem in check(make_docx(build)) if problem.severity == "warning"}


def test_fill_cell_without_bookmark_is_a_warning() -> None:
    found = _conventions(lambda document: add_table(document, ("个人总结", "{{ summary }}")))
    assert found["bookmark-missing"] == "个人总结"


def test_footer_without_code_is_a_warning() -> None:
    assert "code-missing" in _conventions(lambda document: document.add_paragraph("{{ name }}"))


def test_exact_height_of_a_long_text_is_a_warning() -> None:
    def build(document: Any) -> None:
        row = add_table(document, ("个人总结", "{{ summary }}"), ("姓名", "{{ name }}")).rows[0]
        row._tr.get_or_add_trPr().append(_exact_height())

    assert _conventions(build)["height-exact"] == "个人总结"


def test_automatic_layout_is_a_warning() -> None:
    assert _conventions(lambda document: add_table(document, ("姓名", "{{ name }}")))["layout-automatic"] == "姓名"


def test_guarded_name_that_never_comes_is_a_warning() -> None:
    found = [
        problem for problem in check(paragraphs("姓名：{{ nmae|default('无') }}")) if problem.code == "name-never-given"
    ]
    assert [(problem.severity, problem.column) for problem in found] == [("warning", "姓名")]
    assert "“name”" in found[0].cure


def test_form_that_fails_only_without_data_is_a_warning() -> None:
    found = [problem for problem in check(paragraphs("{{ lines[0].title }}")) if problem.code == "trial-empty"]
    assert [problem.severity for problem in found] == ["warning"]


def test_text_boxes_are_filled() -> None:
    box = (
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r><w:rPr><w:b/></w:rPr>"
        "<w:t>{{ post }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    template = _with(box)()
    assert errors(template) == []
    xml = unzip(fill(template, post="教授\n一"))["word/document.xml"].decode()
    assert '<w:t xml:space="preserve">教授</w:t><w:br/><w:t xml:space="preserve">一</w:t>' in xml


def test_bound_control_is_allowed_where_its_property_is_filled_too() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("姓名：{{ name }}")
        document.core_properties.title = "{{ post }}"

    template = edit(make_docx(build), "word/document.xml", ("</w:p><w:sectPr", f"{BOUND}</w:p><w:sectPr"))
    assert errors(template) == []


def test_member_form_names_nested_fields() -> None:
    form = Form("member", "登记表", "登记表", "package:member.docx", MemberForm)
    template = tables(("{%tr for a in self_summary %}", ""), ("{{ a.titel }}", "{{ a.text }}"), ("{%tr endfor %}", ""))
    found = [problem for problem in errors(template, form) if problem.code == "name-unknown"]
    assert "“title”" in found[0].cure
    with pytest.raises(TemplateError, match="titel"):
        compile_template(TemplateSource(form, template, "member.docx", "campaign"), Settings())
