"""The templates of docxtpl's own tests: filled as docxtpl fills them, by our own way or by docxtpl itself.

They are no part of this project. Point `DOCXTPL_TEMPLATES` at the folder `tests/templates` of a clone of
https://github.com/elapouya/python-docx-template to run these tests.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import docxtpl
import pytest
from formkit import IDENTITY, compiled, errors, unzip
from jinja2 import Environment
from lxml import etree
from richkit import draw, to_docxtpl, write_report

from pingyi import Form, FormData, Listing, Model, Paragraph, Picture, RichParagraphs, RichText, Run, Subdocument
from pingyi.forms.filling.fallback import FallbackTemplate

FOLDER = Path(os.environ.get("DOCXTPL_TEMPLATES", "nowhere"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="DOCXTPL_TEMPLATES names no folder")


class Item(Model):
    """A row of any list in these templates."""

    date: str = "2015-03-10"
    bg: str = "FF0000"
    type: str = "告警 <1>"
    desc: str = "说明 & 更多"
    qty: int = 2
    price: str = "0.10"
    label: str = "标签"
    cols: tuple[str, ...] = ("a", "b", "c", "d")
    name: str = "名称"
    year: str = "2020"
    description: str = "描述"
    ingredients: tuple[str, ...] = ("鸡蛋", "面粉")
    image: Picture = Picture(content=draw(), height_mm=10)


class Book(Model):
    """A book of an author."""

    title: str = "书名"


class Author(Model):
    """An author and the books."""

    name: str = "作者"
    books: tuple[Book, ...] = (Book(), Book(title="另一本"))


class Alert(Item):
    """A row whose description is formatted."""

    desc: RichText = RichText(runs=(Run(text="请注意", bold=True), Run(text=" <再次>", colour="FF0000")))  # type: ignore[assignment]


LONG = RichText(
    runs=(
        Run(text="普通\n", style="myrichtextstyle"),
        Run(text="链接", link="http://example.com"),
        Run(text="\a新的一段 <&>\a", italic=True, highlight="FFFF00"),
        Run(text="换页\f", underline="double", font="eastAsia:微软雅黑", size=60),
    )
)
ITEMS = (Item(), Item(desc="第二项\n换行", qty=1))
PICTURE = Picture(content=draw(), width_mm=20)


class Values(FormData):
    """What these templates name."""

    title: str = "题目 <&>"
    test: str = "测试"
    name: str = "姓名"
    a_jinja_variable: str = "脚注 <变量>"
    alerts: tuple[Alert, ...] = (Alert(), Alert(bg="00FF00"))
    col_labels: tuple[str, ...] = ("水果", "蔬菜", "石头", "东西")
    tbl_contents: tuple[Item, ...] = ITEMS
    myvar: RichText = LONG
    nlnp: RichText = LONG
    mylisting: Listing = Listing(text="清单\n<一>\a二\f三")
    page_break: RichText = RichText(runs=(Run(text="\f"),))
    new_listing: Listing = Listing(text="又一个\n\t制表\a新段\f换页")
    myescvar: str = "转义 <"
    some_html: str = "HTTP/1.1 200 OK\n<html>\n\t<head>"
    mycompany: str = "公司"
    images: tuple[Picture, ...] = (PICTURE, PICTURE)
    inline_image: Picture = PICTURE
    mysubdoc: Subdocument = Subdocument(content=write_report())
    date: str = "2016-03-17"
    company_name: str = "公司 & 名"
    myimage: Picture = PICTURE
    myimageratio: Picture = Picture(content=draw(), width_mm=30, height_mm=60)
    frameworks: tuple[Item, ...] = ITEMS
    living_in_town: bool = True
    body: str = "正文"
    dishes: tuple[Item, ...] = ITEMS
    authors: tuple[Author, ...] = (Author(), Author(name="乙"))
    customer_name: str = "顾客 <甲>"
    items: tuple[Item, ...] = ITEMS
    total_price: str = "1,000.00"
    is_paid: bool = False
    in_europe: bool = True
    tag_1: str = "    前后有空格   "
    tag_2: str = "\t\t制表"
    foobar: RichText = RichText(runs=(Run(text="Foobar!", colour="ff0000"),))
    example: RichText = LONG
    Chinese: RichText = LONG
    simsun: RichText = LONG
    category: str = "类别"
    test_space: str = "          "
    test_space_r: RichText = RichText(runs=(Run(text="          "),))
    test_tabs: str = "\t\t\t"
    test_tabs_r: RichText = RichText(runs=(Run(text="\t\t\t"),))
    age: int = 30
    email: str = "a@example.com"
    is_student: bool = True
    has_degree: bool = True
    degree_field: str = "计算机"
    skills: tuple[str, ...] = ("甲", "乙")
    projects: tuple[Item, ...] = ITEMS
    generation_date: str = "2020-01-01"
    author: str = "作者"
    page_number: str = "1"


class ParagraphValues(Values):
    """The one template whose `example` is paragraphs."""

    example: RichParagraphs = RichParagraphs(  # type: ignore[assignment]
        paragraphs=(Paragraph(runs=(Run(text="甲\a乙"),), style="myrichparastyle"), Paragraph(runs=LONG.runs[2:3]))
    )


# what no template may be, whoever fills it: braces that would be printed, filters and calls of one's own, OLE, an error
REFUSED = {
    "comments_tpl.docx": {"tag-braces"},
    "custom_jinja_filters_tpl.docx": {"filter-unknown", "name-unknown"},
    "embedded_main_tpl.docx": {"program-inside"},
    "escape_tpl_auto.docx": {"expression-forbidden", "name-unknown"},
    "module_execute_tpl.docx": {"test-unknown", "name-unknown"},
    "template_error_tpl.docx": {"block-stray"},
}


def files() -> list[str]:
    return sorted(path.name for path in FOLDER.glob("*.docx")) if FOLDER.is_dir() else ["none"]


def form_of(name: str) -> Form:
    data = ParagraphValues if "richtext_paragraph" in name else Values
    return Form("own", "样表", "样表", f"package:{name}", data, ("self",))


def fill_with_docxtpl(content: bytes, data: FormData) -> bytes:
    template = docxtpl.DocxTemplate(io.BytesIO(content))
    names = template.get_undeclared_template_variables()  # links and documents leave a trace at once
    values = {
        name: to_docxtpl(getattr(data, name), template)
        for name in type(data).model_fields
        if name in names or not isinstance(getattr(data, name), RichText | Subdocument)
    }
    template.render(values, Environment(autoescape=True), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def clean(xml: bytes) -> str:
    """One prefix for each namespace, and no signs of lists, which docxcompose draws by lot."""
    text = etree.canonicalize(xml.decode(), rewrite_prefixes=True)
    return "".join(piece for piece in text.split("<") if ":nsid " not in piece)


@pytest.mark.parametrize("name", files())
def test_a_template_is_refused_for_a_reason_or_equal_part_by_part(name: str) -> None:
    content, form = (FOLDER / name).read_bytes(), form_of(name)
    found = {problem.code for problem in errors(content, form)}
    assert found == REFUSED.get(name, set())
    if found:
        return
    data = form.data()
    ours, theirs = unzip(compiled(content, form).render(data, IDENTITY)), unzip(fill_with_docxtpl(content, data))
    same = [part for part in theirs if part.startswith("word/") and part in ours]
    assert "word/document.xml" in same
    for part in same:
        if part.endswith(".xml"):
            assert clean(ours[part]) == clean(theirs[part]), part
        elif not part.endswith(".rels"):
            assert ours[part] == theirs[part], part


def test_most_of_them_are_compiled() -> None:
    good = [name for name in files() if name not in REFUSED]
    ways = {name: compiled((FOLDER / name).read_bytes(), form_of(name)) for name in good}
    rich = {name for name, template in ways.items() if isinstance(template, FallbackTemplate)}
    assert len(good) >= 34
    assert len(rich) >= 12
    assert "order_tpl.docx" not in rich
