"""What the filled forms say, by the notice: titles, aspects, reviewers, copies, visits, ballots."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import ooxml_integrity
import pytest
from docx import Document
from docx.table import _Cell
from docxtpl import DocxTemplate
from lxml import etree

import pingyi_forms
from pingyi import FormData, PartialDate, Settings
from pingyi.plugins import Plugins

FOLDER = Path(pingyi_forms.__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SETTINGS = Settings()
FORMS = (
    "organisation",
    "member",
    "student_member",
    "retired_member",
    "retired_visit",
    "ballot_organisation",
    "ballot_members",
)
REGISTERS = FORMS[:5]
Make = Callable[..., FormData]
Render = Callable[[str, FormData], bytes]


class OpenForm:
    """A filled form, read back by python-docx."""

    def __init__(self, content: bytes) -> None:
        self.document = Document(io.BytesIO(content))
        self.body = self.document.element.body

    @property
    def lines(self) -> list[str]:
        return [paragraph.text for paragraph in self.document.paragraphs]

    @property
    def text(self) -> str:
        return "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in self.body.iter(W + "p"))

    def cell(self, bookmark: str) -> str:
        """Text of the cell that a bookmark stands in."""
        starts = [item for item in self.body.iter(W + "bookmarkStart") if item.get(W + "name") == bookmark]
        assert len(starts) == 1, bookmark
        cell = next(starts[0].iterancestors(W + "tc"))
        return _Cell(cell, self.document.tables[0]).text

    @property
    def bookmarks(self) -> list[str]:
        return [str(item.get(W + "name")) for item in self.body.iter(W + "bookmarkStart")]

    def rows(self) -> list[list[str]]:
        return [[cell.text for cell in row.cells] for row in self.document.tables[0].rows]


@pytest.mark.parametrize("form_id", FORMS)
def test_R55_titles_stand_in_two_lines(form_id: str, plugins: Plugins, make_data: Make, render: Render) -> None:
    opened = OpenForm(render(form_id, make_data(form_id)))
    title = plugins.forms[form_id].title.format(activity="创先争优活动")
    assert opened.lines[:2] == ["滨海职业技术师范大学", title]
    assert title in {
        "基层党组织开展创先争优活动领导点评登记表",
        "党员在创先争优活动中接受领导点评登记表",
        "基层党组织创先争优活动集中评议表",
    }


def test_R55_titles_follow_the_activity(make_data: Make, render: Render) -> None:
    opened = OpenForm(render("member", make_data("member", activity="主题教育")))
    assert opened.lines[1] == "党员在主题教育中接受领导点评登记表"


@pytest.mark.parametrize("form_id", FORMS)
def test_R01_the_footer_names_the_notice_and_the_document(form_id: str, make_data: Make, render: Render) -> None:
    document = Document(io.BytesIO(render(form_id, make_data(form_id))))
    footer = document.sections[0].footer.paragraphs[0].text
    assert footer.startswith("滨职大党发〔2010〕6号\t第 ")
    assert "\t编号：" in footer
    assert len(footer.rpartition("：")[2]) == 13


def test_R13_form_1_has_six_aspects_in_order(make_data: Make, render: Render) -> None:
    opened = OpenForm(render("organisation", make_data("organisation")))
    wanted = [aspect.id for aspect in SETTINGS.aspects.organisation]
    assert len(wanted) == 6
    assert [name for name in opened.bookmarks if "self_summary" in name] == [
        f"fill_self_summary_{id_}" for id_ in wanted
    ]
    titles = [row[1] for row in opened.rows() if row[0].replace(" ", "") == "开展活动情况总结"]
    assert titles[1:7] == [aspect.title for aspect in SETTINGS.aspects.organisation]


@pytest.mark.parametrize("form_id", REGISTERS[1:])
def test_R14_form_2_has_four_aspects_in_order(form_id: str, make_data: Make, render: Render) -> None:
    opened = OpenForm(render(form_id, make_data(form_id)))
    titles = [row[1] for row in opened.rows() if row[0].replace("\u3000", "") == "个人总结"]
    assert titles[1:5] == [aspect.title for aspect in SETTINGS.aspects.member]


@pytest.mark.parametrize("form_id", REGISTERS)
def test_R16_the_summary_says_what_is_asked_and_is_signed(form_id: str, make_data: Make, render: Render) -> None:
    text = OpenForm(render(form_id, make_data(form_id))).text
    assert "总结（对照点评内容逐项总结，共" in text
    assert ("书记签名：" if form_id == "organisation" else "本人签名：") in text


@pytest.mark.parametrize("form_id", REGISTERS)
def test_R30_the_complete_record_stands_cell_by_cell(form_id: str, make_full: Make, render: Render) -> None:
    data = make_full(form_id)
    opened = OpenForm(render(form_id, data))
    for aspect in data.self_summary:  # type: ignore[attr-defined]
        assert opened.cell(f"fill_self_summary_{aspect.id}") == aspect.text
    for name in ("rectification", "follow_up"):
        assert opened.cell(f"fill_{name}") == getattr(data, name)
    pledges = [f"{number}. {text}" for number, text in enumerate(data.next_commitments, 1)]  # type: ignore[attr-defined]
    assert opened.cell("fill_next_commitments").split("\n")[:4] == pledges
    comments = (
        ("comment_on_org", "comment_on_secretary")
        if form_id == "organisation"
        else ("comment_secretary", "comment_committee")
    )
    for name in comments:
        assert opened.cell(f"fill_{name}") == getattr(data, name)


@pytest.mark.parametrize("form_id", REGISTERS)
def test_blanks_stay_blank_for_the_pen(form_id: str, make_data: Make, render: Render) -> None:
    opened = OpenForm(render(form_id, make_data(form_id)))
    ticked = (
        {"fill_visit_method", "fill_signature_mode", "fill_next_commitments"}
        if form_id.startswith("retired")
        else set()
    )
    for bookmark in set(opened.bookmarks) - ticked:
        assert opened.cell(bookmark) == "", bookmark


@pytest.mark.parametrize("form_id", REGISTERS)
@pytest.mark.parametrize("full", [False, True])
def test_signatures_and_dates_are_never_filled(
    form_id: str, full: bool, make_data: Make, make_full: Make, render: Render
) -> None:
    opened = OpenForm(render(form_id, make_full(form_id) if full else make_data(form_id)))
    signed = [line for line in opened.text.split("\n") if "签名：" in line]
    assert len(signed) == (2 if form_id == "organisation" else 3)
    for line in signed:
        left = line.replace("（党组织盖章）", "").partition("签名：")[2]
        assert left.replace("\u3000", "") == "年月日"
        assert "年\u3000\u3000月\u3000\u3000日" in line


def test_Q03_without_a_second_reviewer_there_is_no_such_row(make_data: Make, render: Render) -> None:
    one = OpenForm(render("member", make_data("member", second_reviewer="")))
    two = OpenForm(render("member", make_data("member")))
    assert "fill_comment_committee" not in one.bookmarks
    assert one.text.count("签名：") == 2
    assert len(one.rows()) == len(two.rows()) - 2
    assert "党总支委员" in two.text


def test_Q05_form_1_has_a_comment_on_the_organisation_and_one_on_its_secretary(make_data: Make, render: Render) -> None:
    opened = OpenForm(render("organisation", make_data("organisation")))
    labels = {row[1] for row in opened.rows() if row[0].replace("\u3000", "") == "领导点评"}
    assert {"对党组织", "对书记"} <= labels


def test_Q10_both_reviewers_are_printed(make_data: Make, render: Render) -> None:
    opened = OpenForm(
        render("organisation", make_data("organisation", reviewers="王建国（副校长）、孙立新（党总支书记）"))
    )
    assert "王建国（副校长）、孙立新（党总支书记）" in opened.text


def test_R54_copies_are_named(make_data: Make, render: Render) -> None:
    opened = OpenForm(render("member", make_data("member", copy_label="本人存")))
    assert opened.lines[2] == "2010年度\t本人存"
    assert opened.lines[-1] == "注：此表一式三份，本人存一份，党组织存一份，公示一份。"


@pytest.mark.parametrize("form_id", REGISTERS[1:])
def test_Q08_the_public_copy_keeps_private_values_back(form_id: str, make_data: Make, render: Render) -> None:
    data = make_data(
        form_id, birth=PartialDate(1978, 3, 15), visit_place="河西区幸福里3号楼", signature_mode="代签", proxy="赵六"
    )
    text = OpenForm(render(form_id, data.for_copy(SETTINGS.copies["public"]))).text
    assert "1978年" in text
    assert not [private for private in ("1978.03", "2008310217", "幸福里", "赵六", "√代签") if private in text]


def test_R43_the_retired_tick_how_they_were_met(make_data: Make, render: Render) -> None:
    methods = "□走访　□慰问　□座谈　□电话　□书面　□送学上门　□委托　\n"
    blank = OpenForm(render("retired_member", make_data("retired_member")))
    assert blank.cell("fill_visit_method") == methods + "□其他："
    assert blank.cell("fill_signature_mode") == "□本人　□代签　□口头"
    assert "□口头承诺" in blank.text
    data = make_data(
        "retired_member", visit_method="电话", signature_mode="本人签名", oral_commitment=True, visitors="周惠"
    )
    filled = OpenForm(render("retired_member", data))
    assert filled.cell("fill_visit_method") == methods.replace("□电话", "√电话") + "□其他："
    assert filled.cell("fill_signature_mode") == "√本人　□代签　□口头"
    assert filled.cell("fill_visitors") == "周惠"
    assert "√口头承诺" in filled.text
    other = OpenForm(render("retired_member", make_data("retired_member", visit_method="视频连线")))
    assert other.cell("fill_visit_method") == methods + "√其他：视频连线"


def test_students_have_a_cell_for_their_number(make_data: Make, render: Render) -> None:
    rows = OpenForm(render("student_member", make_data("student_member"))).rows()
    number = next(row for row in rows if row[0] == "学　号")
    assert "2008310217" in number
    assert {"毕业年月", "2012.07", "年　级", "2008级"} <= set(number)
    assert any(row[0] == "专业班级及职务" for row in rows)


def test_values_known_to_be_empty_are_marked(make_data: Make, render: Render) -> None:
    rows = OpenForm(render("organisation", make_data("organisation", branch_type="", contact_leader=""))).rows()
    assert "—" in rows[1]
    assert rows[2][-1] == "—"


@pytest.mark.parametrize("form_id", ["ballot_organisation", "ballot_members"])
@pytest.mark.parametrize(
    "grades", [("满意", "不满意"), ("好", "一般", "差"), SETTINGS.grades.organisation, tuple("甲乙丙丁戊己庚")]
)
def test_R53_each_grade_has_a_blank_cell_in_each_row(
    form_id: str, grades: tuple[str, ...], make_data: Make, render: Render
) -> None:
    data = make_data(form_id, grades=grades)
    opened = OpenForm(render(form_id, data))
    rows = opened.rows()
    assert rows[0][2:] == ["评议等级"] * len(grades)
    assert rows[1][2:] == list(grades)
    items = rows[2:-1]
    assert [row[:2] for row in items] == [[str(item.number), item.text] for item in data.items]  # type: ignore[attr-defined]
    assert {cell for row in items for cell in row[2:]} == {""}
    assert all(len(row) == len(grades) + 2 for row in rows)
    grid = [int(column.get(W + "w")) for column in opened.body.iter(W + "gridCol")]
    assert len(set(grid[2:])) == 1  # no grade is wider than another
    assert abs(sum(grid) - 10205) <= len(grid) + 2
    assert "说明：进行评价时，请在所选择的评价等级下面的空格内划“√”。" in opened.lines


def test_R22_a_ballot_asks_only_for_the_kind_of_voter(make_data: Make, render: Render) -> None:
    lines = OpenForm(render("ballot_organisation", make_data("ballot_organisation"))).lines
    assert "评议人身份：□党员　□群众（代表）　□学生　" in lines
    assert not [line for line in lines if "签名" in line or "姓名：" in line]
    without = OpenForm(render("ballot_organisation", make_data("ballot_organisation", voter_categories=()))).lines
    assert not [line for line in without if "身份" in line]


def test_Q02_people_of_one_name_are_told_apart(make_data: Make, render: Render) -> None:
    from pingyi import BallotItem

    items = (BallotItem(number=1, text="张伟", note="讲师"), BallotItem(number=2, text="张伟", note="教授"))
    rows = OpenForm(render("ballot_members", make_data("ballot_members", items=items))).rows()
    assert [row[1] for row in rows[2:4]] == ["张伟（讲师）", "张伟（教授）"]


def test_ballot_headings_repeat_on_every_page() -> None:
    document = Document(str(FOLDER / "ballot_members.docx"))
    headers = [row for row in document.tables[0].rows if row._tr.find(f"{W}trPr/{W}tblHeader") is not None]
    assert len(headers) == 2


@pytest.mark.parametrize("form_id", FORMS)
def test_filled_forms_are_sound_and_small(form_id: str, make_full: Make, render: Render, tmp_path: Path) -> None:
    content = render(form_id, make_full(form_id))
    assert len(content) < 15_000
    path = tmp_path / "form.docx"
    path.write_bytes(content)
    assert [str(finding) for finding in ooxml_integrity.check(path)] == []
    opened = OpenForm(content)
    ids = [item.get(W + "id") for item in opened.body.iter(W + "bookmarkStart")]
    assert len(set(ids)) == len(ids) == len(set(opened.bookmarks))
    assert "{" not in etree.tostring(opened.body, encoding="unicode").replace("{http", "")


@pytest.mark.parametrize("form_id", FORMS)
def test_plain_docxtpl_prints_the_same(form_id: str, plugins: Plugins, make_full: Make, render: Render) -> None:
    data = make_full(form_id)
    ours = OpenForm(render(form_id, data))
    plain = DocxTemplate(FOLDER / plugins.forms[form_id].file_name)
    plain.render({name: "" if value is None else value for name, value in data}, autoescape=True)
    target = io.BytesIO()
    plain.save(target)
    assert OpenForm(target.getvalue()).text == ours.text
