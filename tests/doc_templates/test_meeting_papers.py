"""Agendas, records of meetings and records of visits: what they ask for, and how many pages they take."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from pingyi import AspectText, FormData
from pingyi.model.papers.meeting_forms import SAID
from pingyi.plugins import Plugins

Make = Callable[..., FormData]
Render = Callable[[str, FormData], bytes]
FORMS = ("evaluation_agenda", "evaluation_record", "thematic_agenda", "thematic_record", "visit_record")
LINES = tuple(AspectText(id=f"m{number}", number=str(number), title=f"党员{number}") for number in range(1, 5))
COMMON = {
    **dict.fromkeys(SAID, LINES), "noun": "总支", "leaders_due": "王建国", "people_due": "高志强、林静怡",
    "member_total": 48, "full_total": 45, "age": "86", "health": "行动不便", "phone": "13900000000",
    "address": "园丁公寓",
}  # fmt: skip


def read(content: bytes) -> tuple[list[str], str]:
    """The paragraphs outside of tables, and the text of all tables without blanks."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs], "".join("\n".join(cells).split())


@pytest.mark.parametrize("form_id", FORMS)
def test_R01_R55_titles_stand_in_two_lines_and_the_footer_names_notice_and_document(
    form_id: str, plugins: Plugins, make_data: Make, render: Render
) -> None:
    content = render(form_id, make_data(form_id, **COMMON))
    lines, _cells = read(content)
    assert lines[:2] == ["滨海职业技术师范大学", plugins.forms[form_id].title.format(activity="创先争优活动")]
    footer = Document(io.BytesIO(content)).sections[0].footer.paragraphs[0].text
    assert footer.startswith("滨职大党发〔2010〕6号\t第 ")
    assert "\t编号：" in footer


def test_R15_R25_the_agenda_of_the_evaluation_has_its_items_in_order(make_data: Make, render: Render) -> None:
    _lines, cells = read(render("evaluation_agenda", make_data("evaluation_agenda", **COMMON)))
    words = (
        "两部分", "年度工作情况", "对照自己的公开承诺", "查找存在的不足", "明确努力方向", "本总支开展创先争优活动情况",
        "全部述职完毕后才发放", "与年度考核测评一并进行", "对本总支及其书记",
    )  # fmt: skip
    places = [cells.find(word) for word in words]
    assert -1 not in places
    assert places == sorted(places)
    assert "应到会校领导王建国" in cells


def test_R26_R29_the_agenda_of_the_thematic_meeting_has_its_items_in_order(make_data: Make, render: Render) -> None:
    lines, cells = read(render("thematic_agenda", make_data("thematic_agenda", **COMMON)))
    places = [cells.find(word) for word in ("每名党员汇报", "批评与自我批评", "党支部书记和党总支委员对本总支每名党员")]
    assert -1 not in places
    assert places == sorted(places)
    assert "述职评议完成后" in lines[-1]


@pytest.mark.parametrize("form_id", ["evaluation_record", "thematic_record"])
def test_R18_R26_a_record_says_who_came_and_in_what_order_it_went(
    form_id: str, make_data: Make, render: Render
) -> None:
    lines, cells = read(render(form_id, make_data(form_id, **COMMON)))
    for label in (
        "时间",
        "地点",
        "主持人",
        "记录人",
        "应到人数",
        "实到人数",
        "请假人员及原因",
        "缺席人员及原因",
        "列席人员",
    ):
        assert label in cells
    assert "48（正式45）" in cells
    assert "□" in cells
    assert "卧床不起" in "".join(lines)


def test_R27_R28_the_record_has_a_line_for_each_member_and_a_column_for_each_role(
    make_data: Make, render: Render
) -> None:
    content = render("thematic_record", make_data("thematic_record", **COMMON))
    rows = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[1].rows]
    assert ["".join(cell.split()) for cell in rows[0]] == [
        "序号", "姓名", "汇报要点", "批评意见（提出人）", "党支部书记点评", "党总支委员点评",
    ]  # fmt: skip
    assert [row[:2] for row in rows[1:]] == [[line.number, line.title] for line in LINES]
    alone = render("thematic_record", make_data("thematic_record", **{**COMMON, "second_reviewer": ""}))
    assert "其他人" in Document(io.BytesIO(alone)).tables[1].rows[0].cells[-1].text


def test_R43_the_record_of_a_visit_asks_how_it_was_and_who_signed(make_data: Make, render: Render) -> None:
    _lines, cells = read(render("visit_record", make_data("visit_record", **COMMON)))
    for words in ("□走访□慰问□座谈□电话□书面", "□其他：", "□口头承诺", "□本人□代签□口头", "与本人关系", "走访人签名"):
        assert words in cells
    assert "86" in cells
    assert "园丁公寓" in cells


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("form_id", FORMS)
def test_a_blank_paper_takes_one_page(
    form_id: str, make_data: Make, render: Render, office: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / f"{form_id}.docx"
    path.write_bytes(render(form_id, make_data(form_id, **COMMON)))
    assert len(PdfReader(office(path, "pdf", tmp_path)).pages) == 1
