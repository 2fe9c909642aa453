"""What `pingyi tally` prints and writes: JSON, workbook with charts, Word forms; nothing withheld slips out."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from tallykit import ASPECTS, BRANCH, LINES, make_campaign, make_counts, make_papers, write_book

from pingyi.evaluate import Shape, tally_ballots
from pingyi.evaluate.output import write_tallies
from pingyi.evaluate.output.form_data import fill_tally
from pingyi.evaluate.output.workbook import make_tally_workbook
from pingyi.evaluate.subjects import Subjects

TEACHERS = "机械学院教工党支部"
SIX = [("党员", "好")] * 3 + [("群众", "较好")] * 3


@pytest.fixture
def folder(tmp_path: Path, write_roster: Callable[..., Path]) -> Path:
    write_roster()
    (tmp_path / "campaign.toml").write_text('[tally]\nminimum = 3\n[campaign]\nid = "c"\n', encoding="utf-8")
    lines = ("赵书远", "钱立明", "孙国喆")
    write_book(
        tmp_path / "returned" / "票.xlsx",
        make_papers(SIX, issued=7, subject=TEACHERS, 计票人="刘明", 监票人="周强"),
        make_papers(SIX, lines, subject=f"{TEACHERS}党员"),
    )
    return tmp_path


def read_texts(path: Path) -> str:
    body = Document(str(path)).element.body
    return "\n".join(element.text or "" for element in body.iter() if element.tag.endswith("}t"))


def test_the_command_prints_and_writes(folder: Path, pingyi: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _err = pingyi("tally", folder)
    assert code == 0
    assert f"{TEACHERS} 群众集中评议：发出评议表7张，收回6张，其中有效票6张，无效票0张，弃权票0张，未收回1张。" in out
    assert "no ballots yet" in out
    report = folder / "out" / "report"
    assert (report / "评议结果汇总.xlsx").is_file()
    names = sorted(path.name for path in (report / "评议结果汇总表").iterdir())
    assert names == [f"{TEACHERS}_党员评议汇总表.docx", f"{TEACHERS}_集中评议汇总表.docx"]
    text = read_texts(report / "评议结果汇总表" / f"{TEACHERS}_集中评议汇总表.docx")
    assert "基层党组织创先争优活动集中评议结果汇总表" in text
    assert "42.86%" in text  # three of seven
    assert "末项倒挤，弃权、无效和未收回的不计入各等级" in text  # one paper did not come back: no 100 %
    assert "计票人：刘明" in text


def test_R22_R32_form_1_prints_the_result_of_the_collective_evaluation(
    folder: Path, pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    words = ("render", folder, "--form", "organisation", "--branch", TEACHERS, "--copies", "organisation")
    result = "发出评议表7张，收回6张，其中有效票6张：好3票，较好3票，一般0票，差0票。"
    assert pingyi(*words)[0] == 0
    (form,) = (folder / "out").rglob("*.docx")
    assert result in read_texts(form)
    # the form comes back with it, and another ballot is found: the old text is not what somebody wrote
    (folder / "returned" / "登记表.docx").write_bytes(form.read_bytes())
    write_book(folder / "returned" / "票.xlsx", make_papers([*SIX, ("群众", "差")], issued=7, subject=TEACHERS))
    assert pingyi(*words)[0] == 0
    assert "收回7张，其中有效票7张：好3票，较好3票，一般0票，差1票。" in read_texts(form)
    # too few, or books that do not balance, are not published
    write_book(folder / "returned" / "票.xlsx", make_papers(SIX[:2], issued=2, subject=TEACHERS))
    (folder / "returned" / "登记表.docx").unlink()
    assert pingyi(*words)[0] == 0
    assert "发出评议表" not in read_texts(form)


def test_the_form_says_that_shares_add_up_where_they_do(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", make_papers(SIX, issued=6))
    campaign = make_campaign()
    tallies = tally_ballots(tmp_path, campaign)
    assert "末项倒挤，合计为100%" in fill_tally(tallies.tallies[0], Subjects(campaign)).basis


def test_a_line_that_no_sheet_has_is_empty_and_not_refused_by_all(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", make_papers(SIX, ASPECTS[:-1]))
    plan = make_campaign()
    tallies = tally_ballots(tmp_path, plan)
    rows = fill_tally(tallies.tallies[0], Subjects(plan)).groups[0].rows
    assert rows[0].cells[0] == "3\n50.00%"
    assert set(rows[-1].cells) == {""}
    sheet = openpyxl.load_workbook(io.BytesIO(make_tally_workbook(tallies, Subjects(plan))))["群众集中评议"]
    lines = {row[2]: row[3:] for row in sheet.iter_rows(values_only=True)}
    assert set(lines[ASPECTS[-1]]) <= {None, ""}


def test_json_has_the_documented_shape(folder: Path, pingyi: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _err = pingyi("tally", folder, "--json", "--no-files")
    assert code == 0
    assert not (folder / "out").exists()
    found = json.loads(out)
    assert set(found) == {"tallies", "missing", "top_grades", "problems", "meetings", "summary"}
    assert found["summary"]["tallies"] == 2
    assert found["summary"]["balanced"] is True
    first = found["tallies"][0]
    assert first["shape"] == "organisation"
    assert first["not_returned"] == 1
    line = first["together"]["lines"][0]
    assert line["votes"] == {"好": 3, "较好": 3, "一般": 0, "差": 0}
    assert line["rates"]["好"] == "42.86"
    assert line["sources"][0] == {"file": "票.xlsx", "sheet": "表1", "rows": "8-13", "column": "C"}
    assert [group["category"] for group in first["groups"]] == ["党员", "群众（代表）"]


def test_errors_end_the_command_with_1(folder: Path, pingyi: Callable[..., tuple[int, str, str]]) -> None:
    write_book(folder / "returned" / "票.xlsx", make_papers(SIX, issued=5, subject=TEACHERS))
    code, out, _err = pingyi("tally", folder, "--no-files")
    assert code == 1
    assert "ballot-void" in out


def test_a_bare_roster_has_no_ballots(folder: Path, pingyi: Callable[..., tuple[int, str, str]]) -> None:
    assert pingyi("tally", folder / "花名册.xlsx")[0] == 2
    assert pingyi("tally", folder, "--returned", folder / "nowhere")[0] == 2


def test_running_again_without_what_was_written_gives_the_same(
    folder: Path, pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    import shutil

    def read() -> dict[str, bytes]:
        report = folder / "out" / "report"
        return {path.name: path.read_bytes() for path in sorted(report.rglob("*")) if path.is_file()}

    pingyi("tally", folder)
    first = read()
    shutil.rmtree(folder / "out")
    shutil.rmtree(folder / ".pingyi", ignore_errors=True)
    pingyi("tally", folder)
    assert read() == first


def test_the_workbook_has_charts_filters_titles_and_no_formula_of_others(tmp_path: Path) -> None:
    attack = [("党员", "好", "=1+1")] * 6
    rows = make_papers(attack)
    rows[4] = [*rows[4], "意见和建议"]
    for row in rows[5:]:
        row[3] = "好"
        row.append('=HYPERLINK("http://example.org")')
    write_book(tmp_path / "returned" / "a.xlsx", rows)
    for sheet in (openpyxl.load_workbook(tmp_path / "returned" / "a.xlsx"),):
        for cell in sheet.worksheets[0]["J"][5:]:
            cell.data_type = "s"
        sheet.save(tmp_path / "returned" / "a.xlsx")
    plan = make_campaign(grades={"m1": "优秀", "m2": "合格"})
    found = tally_ballots(tmp_path / "returned", plan)
    content = make_tally_workbook(found, Subjects(plan))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sum(name.startswith("xl/charts/chart") for name in archive.namelist()) == 2
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["票数", "群众集中评议", "图表", "数字来源", "意见和建议"]
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type != "f" or str(cell.value).startswith("=SUBTOTAL(109,")
    assert book["群众集中评议"].auto_filter.ref
    assert book["群众集中评议"].print_title_rows == "$1:$1"
    assert book["数字来源"]["D2"].value == "a.xlsx"


def test_the_same_tallies_give_the_same_bytes(tmp_path: Path) -> None:
    write_book(tmp_path / "returned" / "a.xlsx", make_papers(SIX))
    plan = make_campaign()
    found = tally_ballots(tmp_path / "returned", plan)
    assert make_tally_workbook(found, Subjects(plan)) == make_tally_workbook(found, Subjects(plan))


def test_withheld_results_are_nowhere(tmp_path: Path) -> None:
    papers = [("党员", "好")] * 8 + [("学生", "差")] * 1 + [("群众", "差")] * 6
    write_book(
        tmp_path / "returned" / "a.xlsx",
        make_papers(papers),
        make_papers([("", "差")] * 2, LINES, subject=f"{BRANCH}党员"),
    )
    plan = make_campaign(grades={"m1": "优秀"})
    found = tally_ballots(tmp_path / "returned", plan)
    written = write_tallies(found, plan, tmp_path / "out", None)
    book = openpyxl.load_workbook(written[0])
    rows = [[cell.value for cell in row] for row in book["群众集中评议"].iter_rows(min_row=2)]
    assert {row[1] for row in rows} == {"合计", "党员"}
    members = [[cell.value for cell in row] for row in book["党员民主评议"].iter_rows(min_row=2)]
    assert members[0][2] == "王志"
    assert members[0][-1] == "优秀"
    assert not any(value for row in members for value in row[3:-1])
    form = fill_tally(found.tallies[1], Subjects(plan))
    assert "不公布" in form.groups[0].title
    assert [row.text for row in form.groups[0].rows][-1] == "孙立"
    assert form.groups[0].rows[-1].cells[-1] == "不评定等次"
    assert not any(group.lines for group in found.tallies[0].groups if group.withheld)


def test_a_void_evaluation_says_so_on_its_form(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", make_papers(SIX, issued=4))
    plan = make_campaign()
    found = tally_ballots(tmp_path, plan)
    form = fill_tally(found.tallies[0], Subjects(plan))
    assert "本次评议无效" in form.papers
    assert form.groups == ()
    assert write_tallies(found, plan, tmp_path / "out", None)[1].is_file()


def test_scores_have_a_column_where_the_settings_have_points(tmp_path: Path) -> None:
    settings = {"tally": {"minimum": 0, "organisation": {"scores": {"好": 10, "较好": 7, "一般": 5, "差": 2}}}}
    counts = dict.fromkeys(ASPECTS, (3, 1, 0, 0, 0, 0))
    write_book(tmp_path / "a.xlsx", make_counts(counts, issued=4, returned=4))
    plan = make_campaign(settings)
    found = tally_ballots(tmp_path, plan)
    form = fill_tally(found.tallies[0], Subjects(plan))
    assert form.columns[-1] == "平均分"
    assert form.groups[0].rows[0].cells[-1] == "9.25"
    assert found.find(BRANCH, Shape.ORGANISATION) is found.tallies[0]


@pytest.mark.slow
@pytest.mark.office
def test_the_tally_forms_open_in_libreoffice(tmp_path: Path, office: Callable[..., Path]) -> None:
    write_book(tmp_path / "a.xlsx", make_papers(SIX * 2), make_papers(SIX * 2, LINES, subject=f"{BRANCH}党员"))
    plan = make_campaign()
    written = write_tallies(tally_ballots(tmp_path, plan), plan, tmp_path / "out", None)
    for path in written:
        assert office(path, "pdf", tmp_path).stat().st_size > 5000


def test_R22_R53_a_ballot_rendered_ticked_and_returned_is_counted(
    folder: Path, pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    assert pingyi("render", folder, "--form", "ballot_members", "--branch", TEACHERS)[0] == 0
    (blank,) = [path for path in (folder / "out").rglob("*.docx") if TEACHERS in str(path)]
    (folder / "returned" / "票.xlsx").unlink()
    for number in range(4):
        document = Document(str(blank))
        rows = [row for row in document.tables[0].rows if row.cells[1].text in ("赵书远", "钱立明", "孙国喆")]
        for place, row in enumerate(rows):
            if place or number:
                row.cells[2 + place].text = "√"
        document.save(str(folder / "returned" / f"电子票{number}.docx"))
    code, out, _err = pingyi("tally", folder, "--json", "--no-files")
    found = json.loads(out)
    assert code == 1
    assert [problem["code"] for problem in found["problems"]] == ["ballot-head-missing"]
    (tally,) = found["tallies"]
    assert tally["returned"] == 4
    votes = [list(line["votes"].values()) for line in tally["together"]["lines"]]
    assert votes == [[3, 0, 0, 0], [0, 4, 0, 0], [0, 0, 4, 0]]
    assert tally["together"]["lines"][0]["abstained"] == 1


def cast(blank: Path, target: Path, voter: str) -> None:
    """Tick 好 for everybody, and say which voters one belongs to by changing the printed line."""
    document = Document(str(blank))
    (line,) = [item for item in document.paragraphs if item.text.startswith("评议人身份")]
    line.text = voter or line.text
    for row in document.tables[0].rows:
        if row.cells[1].text in ("赵书远", "钱立明", "孙国喆"):
            row.cells[2].text = "√"
    document.save(str(target))


PRINTED = "评议人身份：□党员　□群众（代表）　□学生　"


def test_F_L8_voters_who_tick_their_category_are_counted_apart(
    folder: Path, pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    assert pingyi("render", folder, "--form", "ballot_members", "--branch", TEACHERS)[0] == 0
    (blank,) = [path for path in (folder / "out").rglob("*.docx") if TEACHERS in str(path)]
    (folder / "returned" / "票.xlsx").unlink()
    ways = {
        "党员": [PRINTED.replace("□党员", "√党员"), PRINTED.replace("□党员", "☑党员"), "评议人身份：党员"],
        "群众（代表）": [
            PRINTED.replace("□群众", "√□群众"),
            PRINTED.replace("（代表）", "（代表）√"),
            PRINTED.replace("□群众", "■群众"),
        ],
        "": ["", "", PRINTED.replace("□党员", "√党员").replace("□学生", "√学生"), PRINTED.replace("□学生", "×学生")],
    }
    lines = [line for some in ways.values() for line in some]
    for number, line in enumerate(lines):
        cast(blank, folder / "returned" / f"{number}.docx", line)
    code, out, _err = pingyi("collect", "--campaign", folder, "--json")
    found = json.loads(out)
    assert code == 0
    assert [item["category"] for item in found["documents"]] == ["党员"] * 3 + ["群众（代表）"] * 3 + [""] * 4
    _code, out, _err = pingyi("tally", folder, "--json", "--no-files")
    counted = json.loads(out)
    (tally,) = counted["tallies"]
    groups = {group["category"]: group for group in tally["groups"]}
    assert {name: group["returned"] for name, group in groups.items()} == {"党员": 3, "群众（代表）": 3, "未填身份": 4}
    assert groups["党员"]["lines"][0]["votes"]["好"] == 3
    assert tally["together"]["lines"][0]["votes"]["好"] == 10
    # two ticks and a cross are named, by file; a line nobody ticked is nothing to tell
    for told in (found["problems"], counted["problems"]):
        unclear = [
            (item["code"], item["file"], item["value"]) for item in told if item["code"] != "ballot-head-missing"
        ]
        assert unclear == [
            ("voter-category-unclear", "8.docx", "党员、学生"),
            ("voter-category-unclear", "9.docx", "学生"),
        ]
