"""The papers: ledger, certificate, notice, report upward, overview; read back from the files that were written."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from pingyi.deliver import OutputFolder
from pingyi.errors import Severity
from pingyi.forms import TemplateShelf, check_template, find_template, read_text
from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import list_cells
from pingyi.model.papers.report_forms import OfficialPaper
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan
from pingyi.plugins import load_plugins
from pingyi.report import Reports, measure_coverage, write_reports
from pingyi.report.lines import list_units
from pingyi.report.papers import PaperWriter
from pingyi_forms.reports.build import PAPERS

MEMBER = SubjectKind.MEMBER
ON = dt.date(2011, 1, 5)
FORMS = ("ledger", "coverage_certificate", "results_notice", "upward_report")
CODE, BLANK = "report-words-missing", "（由本党组织填写）"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Reports]:
    def write_all(plan: Plan, name: str = "report", on: dt.date = ON, overwrite: bool = False) -> Reports:
        shelf = TemplateShelf(plan.plugins, plan.campaign.settings, None)
        with OutputFolder(tmp_path / name, overwrite=overwrite) as folder:
            return write_reports(plan, shelf, folder, on)

    return write_all


def text_of(path: Path) -> str:
    return read_text(path.read_bytes())["word/document.xml"]


def with_words(plan: Plan, **words: object) -> object:
    settings = plan.campaign.settings
    return settings.model_copy(update={"report": settings.report.model_copy(update=words)})


def test_the_templates_are_what_the_script_draws_and_have_no_mistakes() -> None:
    plugins = load_plugins()
    folder = Path(__file__).parents[2] / "doc_templates" / "pingyi_forms" / "reports"
    assert {path.name for path in folder.glob("*.docx")} == set(PAPERS)
    for name, draw in PAPERS.items():
        kept = zipfile.ZipFile(folder / name)
        drawn = zipfile.ZipFile(io.BytesIO(draw()))
        assert {item: kept.read(item) for item in kept.namelist()} == {
            item: drawn.read(item) for item in drawn.namelist()
        }, "run python -m pingyi_forms.reports.build"
    for form_id in FORMS:
        source = find_template(plugins.forms[form_id], plugins.form_plugins[form_id], None)
        assert check_template(source, Settings()) == []


def test_R10_R11_R12_notice_and_report_say_on_what_and_about_what(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    write(make())
    content = (
        "根据《关于在创先争优活动中认真做好领导点评工作的指导意见》精神，"
        "按照《关于在创先争优活动中开展领导点评工作的实施意见》（津职师大党组发〔2010〕18号）要求，"
        "结合学习贯彻党的十七届五中全会精神，围绕推动科学发展、促进校园和谐、服务人民群众、加强基层组织的目标要求，"
        "以履行职责、兑现承诺、发挥作用、创建“五个好”先进基层党组织、争当“五带头”优秀共产党员为主要内容，"
    )
    for name in ("点评和评议结果通报.docx", "点评工作情况报告.docx"):
        assert content in text_of(tmp_path / "report" / name)
    plan = make(settings=Settings.model_validate({"campaign": {"basis": [], "theme": "", "goals": [], "emphasis": []}}))
    write(plan, "bare")
    opening = "要求，各党组织开展了领导点评和评议，这项工作已全部结束。现将有关情况通报如下。"
    assert opening in text_of(tmp_path / "bare" / "点评和评议结果通报.docx")


def test_R33_a_notice_before_everybody_is_reviewed_says_so_and_is_warned_of(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    made = write(make(drop=[(MEMBER, "20002")]))
    (early,) = [item for item in made.problems if item.code == "notice-early"]
    assert "1 of 16" in early.message
    assert "目前尚有1个（名）没有点评。现将" in text_of(tmp_path / "report" / "点评和评议结果通报.docx")
    assert not [item for item in write(make(), "whole").problems if item.code == "notice-early"]


def test_R31_the_ledger_has_every_subject_its_columns_and_the_sum(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    comments = {"secretary": '=HYPERLINK("http://x")', "committee": "+1"}
    plan = make(drop=[(MEMBER, "10003")], change={(MEMBER, "20002"): Record(comments=comments)}, exempt=["郑行难"])
    write(plan)
    sheet = openpyxl.load_workbook(tmp_path / "report" / "点评工作台账.xlsx")["台账"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for column in ("序号", "点评时间", "地点", "方式", "点评人", "职务", "点评对象", "所在党组织", "支部类型", "备注"):
        assert column in rows[1]
    lines = rows[2:-1]
    assert len(lines) == 16
    assert rows[-1][0] == (
        "合计：点评党总支（直属党支部）2个、党支部3个、书记4名、党员5名；应点评15，已点评14，未点评1，免予点评1，覆盖率93.3%"
    )
    by_name = {row[6]: row for row in lines if row[7] == "党员"}
    assert by_name["孙国喆"][17].startswith("未点评，缺")
    assert by_name["孙国喆"][1:6] == ["—"] * 5  # what is planned has not happened
    assert by_name["郑行难"][17] == "免予点评：出国进修；批准人：赵书远"
    assert by_name["周平"][10] == '=HYPERLINK("http://x")\n+1'
    assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)  # no formula anywhere
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:R18")
    assert sheet.print_title_rows == "$1:$2"
    assert sheet.page_setup.orientation == "landscape"
    document = docx.Document(str(tmp_path / "report" / "台账" / "台账_机械学院党总支.docx"))
    table = document.tables[0]
    assert len(table.rows) == 1 + 11 + 1
    assert len(table.rows[0].cells) == 17
    section = document.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)
    assert "点评党总支1个、党支部2个、书记3名、党员4名" in table.rows[-1].cells[0].text


def test_R50_problems_and_what_became_of_them_are_listed(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    write(make())
    sheet = openpyxl.load_workbook(tmp_path / "report" / "点评工作台账.xlsx")["整改和承诺"]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["钱立明"][3] == "多听意见。"
    assert rows["钱立明"][7] == "是"
    assert "多听意见。" in (tmp_path / "report" / "总览.html").read_text(encoding="utf-8")


def test_R42_the_certificate_says_complete_only_when_it_is(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    write(make(exempt=["郑行难"]), "full")
    full = text_of(tmp_path / "full" / "点评覆盖情况确认表.docx")
    assert "实现全面覆盖" in full
    assert "尚未实现" not in full
    assert "出国进修" in full
    write(make(drop=[(MEMBER, "20002")]), "less")
    less = text_of(tmp_path / "less" / "点评覆盖情况确认表.docx")
    assert "尚未实现全面覆盖" in less
    assert "周平" in less
    assert "免予点评名单" not in less


def test_R33_the_notice_tells_counts_method_and_scope_and_nobody_by_name(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    plan = make(drop=[(MEMBER, "20002")], exempt=["郑行难"])
    write(plan)
    text = text_of(tmp_path / "report" / "点评和评议结果通报.docx")
    assert "党总支（直属党支部）2个、党支部3个" in text
    assert "优秀1名，合格4名" in text
    assert "通报方式：会议通报、公示栏；通报范围：全校师生" in text
    assert "2011年1月5日" in text  # no leading zeros
    with zipfile.ZipFile(tmp_path / "report" / "点评和评议结果通报.docx") as archive:
        parts = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))
    for person in plan.campaign.people.values():
        assert person.name not in parts
        assert person.person_no not in parts


def test_R52_exemplars_go_by_surname_strokes(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    names = ("赵书远", "吴老先", "机械学院党总支", "王大伟", "王芳", "李晓㼆")
    reports = write(make(settings=with_words(make(), exemplars=names, experiences=("坚持走访。",))))
    text = text_of(tmp_path / "report" / "点评和评议结果通报.docx")
    assert "机械学院党总支、王芳、王大伟、李晓㼆、吴老先、赵书远" in text
    assert "坚持走访。" in text
    assert [item.value for item in reports.problems if item.code == "strokes-unknown"] == ["㼆"]


def test_R45_the_report_upward_names_the_missing_the_exempt_and_its_attachments(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    write(make(drop=[(MEMBER, "20002")], exempt=["郑行难"]))
    text = text_of(tmp_path / "report" / "点评工作情况报告.docx")
    for part in (
        "周平",
        "党总支委员点评、党支部书记点评",
        "郑行难",
        "出国进修",
        "附件：1. 未点评名单和免予点评名单",
        "附件1",
    ):
        assert part in text
    assert "1990" not in text
    assert text.index("（二）免予点评名单") < text.index("印发")  # the last lines stand behind the attachment (7.3.7)
    write(make(), "full")
    assert "已全部点评" in text_of(tmp_path / "full" / "点评工作情况报告.docx")


def test_R45_each_general_branch_reports_on_itself_and_what_is_below_it(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    settings = with_words(
        make(), exemplars=("钱立明", "吴老先", "机械学院党总支"), experiences=("坚持走访。",), copies_to=("校领导",)
    )
    plan = make(drop=[(MEMBER, "20002")], exempt=["郑行难"], settings=settings)
    write(plan)
    folder = tmp_path / "report" / "上报报告"
    assert sorted(path.name for path in folder.iterdir()) == [
        "上报报告_机械学院党总支.docx",
        "上报报告_离退休党总支.docx",
    ]
    mechanics, retired = (text_of(folder / f"上报报告_{name}.docx") for name in ("机械学院党总支", "离退休党总支"))
    assert "中共示例大学委员会：" in mechanics  # to whom it goes
    assert (
        "机械学院党总支有所属党支部2个，书记3名，党员5名。应点评党组织、书记和党员共11个（名），已点评10个（名）"
        in mechanics
    )
    assert (
        "离退休党总支有所属党支部1个，书记1名，党员2名。应点评党组织、书记和党员共4个（名），已点评4个（名）" in retired
    )
    assert "机械学院党总支、钱立明" in mechanics
    assert "吴老先" not in mechanics
    assert "吴老先" in retired
    assert "周平" in mechanics
    assert "郑行难" in retired
    for name in ("周平", "钱立明", "机械学院"):
        assert name not in retired
    for text in (mechanics, retired):
        assert "坚持走访" not in text  # the words of the settings are those of the whole institution
        assert "（由本党组织填写）" in text
        assert "抄送" not in text


@pytest.mark.parametrize("name", ["experiences", "common_problems", "demands"])
def test_R33_what_nobody_wrote_is_a_blank_and_is_told_before_printing(
    name: str, make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    words: dict[str, Any] = dict.fromkeys(("experiences", "common_problems", "demands"), ("做得好",))
    plan = make()
    told = [item for item in write(make(settings=with_words(plan, **words))).problems if item.code == CODE]
    assert told == []
    (problem,) = [
        item
        for item in write(make(settings=with_words(plan, **{**words, name: ()})), "blank").problems
        if item.code == CODE
    ]
    assert (problem.severity, problem.column) == (Severity.WARNING, f"report.{name}")
    for paper in ("点评和评议结果通报", "点评工作情况报告"):
        assert BLANK not in text_of(tmp_path / "report" / f"{paper}.docx")
        text = text_of(tmp_path / "blank" / f"{paper}.docx")
        assert text.count(BLANK) == 1
    for paper in (tmp_path / "report" / "上报报告").iterdir():
        assert text_of(paper).count(BLANK) == 3  # the words of the settings are not a unit's own


def test_R45_the_counts_of_all_general_branches_add_up(make: Callable[..., Plan]) -> None:
    plan = make(drop=[(MEMBER, "20002")], exempt=["郑行难"])
    writer = PaperWriter(plan, measure_coverage(plan), ON)
    whole = writer.write_upward_report()
    parts = [writer.write_upward_report(unit) for unit in list_units(plan)]
    for name in ("general_branches", "branches", "secretaries", "members", "due", "reviewed", "exempt", "missing"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert sum(line.count for part in parts for line in part.missing_subjects) == whole.missing
    assert [line.count for line in whole.missing_subjects] == [1]
    assert whole.missing_subjects[0].who == "党员1名缺党总支委员点评、党支部书记点评：周平"
    assert len({part.code for part in parts} | {whole.code}) == 3


def test_R56_the_last_lines_name_copies_office_and_day(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    write(make(settings=with_words(make(), issued_by="党委办公室", notice_number="示大党组发〔2011〕1号")))
    text = text_of(tmp_path / "report" / "点评和评议结果通报.docx")
    assert "抄送：党委常委、校领导。" in text
    assert re.search("党委办公室\t?2011年1月5日印发", text)
    assert "示大党组发〔2011〕1号" in text


@pytest.mark.parametrize("name", ["results_notice.docx", "upward_report.docx"])
def test_official_papers_are_laid_out_by_the_standard(name: str) -> None:
    document = docx.Document(io.BytesIO(PAPERS[name]()))
    section = document.sections[0]
    millimetres = [round(length.mm) for length in (section.top_margin, section.left_margin, section.bottom_margin)]
    assert millimetres == [37, 28, 35]
    assert round(section.page_width.mm - section.left_margin.mm - section.right_margin.mm) == 156
    style = document.styles["公文 正文"]
    assert style.font.size.pt == 16
    fonts = style.element.find(f"{W}rPr/{W}rFonts")
    assert fonts.get(f"{W}eastAsia") == "仿宋"
    line = style.paragraph_format.line_spacing.pt
    height = section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm
    assert height / 25.4 * 72 // line == 22
    squeeze = int(style.element.find(f"{W}rPr/{W}spacing").get(f"{W}val")) / 20
    assert 156 / 25.4 * 72 // (16 + squeeze) == 28
    assert document.settings.odd_and_even_pages_header_footer
    assert {"黑体", "仿宋", "方正小标宋简体"} <= {
        item.get(f"{W}eastAsia") for item in document.styles.element.iter(f"{W}rFonts")
    }


def test_official_papers_print_only_what_may_be_public() -> None:
    assert all(cell.public for cell in list_cells(OfficialPaper).values())


def test_R46_R49_the_overview_opens_with_the_three_questions_and_compares_branches(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    write(make(drop=[(MEMBER, "20002")]), on=dt.date(2011, 1, 14))
    page = (tmp_path / "report" / "总览.html").read_text(encoding="utf-8")
    places = [page.index(words) for words in ("还缺谁", "什么逾期", "什么对不上", "覆盖情况</h2>", "各党组织进度")]
    assert places == sorted(places)
    assert "周平" in page
    assert "（逾期）" in page
    assert page.count("<rect") == 3 * 2  # a bar for each general branch
    outside = re.sub(r'xmlns="[^"]+"', "", page)
    assert "http" not in outside
    assert "<script" not in page
    assert "@media print" in page


def test_names_in_the_overview_are_text(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    write(make(change={(MEMBER, "20002"): Record(rectification="<script>alert(1)</script>")}))
    page = (tmp_path / "report" / "总览.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_second_run_writes_the_same_bytes_and_keeps_what_people_changed(
    make: Callable[..., Plan], write: Callable[..., Reports], tmp_path: Path
) -> None:
    def read(name: str) -> dict[str, bytes]:
        root = tmp_path / name
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and ".pingyi" not in path.parts
        }

    plan = make(drop=[(MEMBER, "20002")])
    write(plan, "one")
    write(plan, "two")
    assert read("one") == read("two")
    notice = tmp_path / "one" / "点评和评议结果通报.docx"
    notice.write_bytes(notice.read_bytes() + b" ")
    kept = notice.read_bytes()
    reports = write(make(), "one")
    assert notice.read_bytes() == kept
    assert [item.file for item in reports.problems if item.code == "report-edited"] == [notice.name]
    write(make(), "one", overwrite=True)
    assert notice.read_bytes() != kept


def test_the_writer_counts_what_the_coverage_counts(make: Callable[..., Plan]) -> None:
    plan = make(drop=[(MEMBER, "20002")])
    certificate = PaperWriter(plan, measure_coverage(plan), ON).write_certificate()
    assert [(line.label, line.total, line.missing) for line in certificate.by_kind] == [
        ("党总支", 2, 0), ("党支部（含直属党支部）", 3, 0), ("书记", 4, 0), ("党员", 7, 1), ("合计", 16, 1),
    ]  # fmt: skip
    for lines in (certificate.by_kind[:-1], certificate.by_unit):
        assert sum(line.total for line in lines) == 16
    assert sum(line.total for line in certificate.by_type) == 7
    assert not certificate.complete


def test_the_command_writes_into_the_campaign(
    tmp_path: Path, pingyi: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "campaign"
    assert pingyi("init", folder)[0] == 0
    monkeypatch.chdir(folder)
    code, out, _err = pingyi("report", "--on", "2011-01-05")
    assert code == 0
    assert (folder / "out" / "report" / "总览.html").is_file()
    assert "总览.html" in out


def test_a_bare_roster_needs_a_place(
    write_roster: Callable[..., Path], pingyi: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    path = write_roster()
    assert pingyi("report", path)[0] == 2
    assert pingyi("report", path, "-o", tmp_path / "r", "--on", "2011-01-05")[0] == 0
    assert pingyi("report", path, "-o", tmp_path / "r", "--on", "2011-01-05", "--strict")[0] == 1
