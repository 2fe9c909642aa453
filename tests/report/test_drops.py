"""A campaign with everything returned: whatever is taken away is named by a command, and caches are never missed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from pingyi.forms import TemplateShelf, read_text
from pingyi.model.papers.forms import MemberForm, OrganisationForm
from pingyi.plan import Plan, fill_document, identify

Command = Callable[..., tuple[int, str, str]]
ON = "2011-01-12"
TEACHERS = "机械学院教工党支部"
LINES = ("赵书远", "钱立明", "孙国喆")
PAPERS = 6


def list_forms(plan: Plan) -> Iterator[tuple[str, bytes]]:
    """Each registration form as it comes back, by the name of its subject."""
    shelf = TemplateShelf(plan.plugins, plan.campaign.settings, None)
    for subject in plan.subjects():
        for document in subject.documents:
            is_registration = issubclass(plan.plugins.forms[document.form].data, MemberForm | OrganisationForm)
            if is_registration and document.copy == "organisation":
                template = shelf[document.form]
                identity = identify(plan, subject, document, template.version)
                yield subject.name, template.render(fill_document(plan, subject, document), identity)


def write_ballots(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        [f"评议对象：{TEACHERS}党员"],
        ["发出票数", PAPERS, "收回票数", PAPERS],
        ["票号", *LINES],
        *([number, "好", "好", "较好"] for number in range(1, PAPERS + 1)),
    ):
        sheet.append(row)
    book.save(path)


@pytest.fixture
def folder(make: Callable[..., Plan], tmp_path: Path, write_roster: Callable[..., Path], pingyi: Command) -> Path:
    """A campaign folder whose every form and ballot has come back."""
    campaign = tmp_path / "campaign"
    assert pingyi("init", campaign)[0] == 0
    write_roster().replace(campaign / "花名册.xlsx")
    for name, content in list_forms(make()):
        (campaign / "returned" / f"{name}.docx").write_bytes(content)
    write_ballots(campaign / "returned" / "票.xlsx")
    return campaign


def read_certificate(folder: Path, pingyi: Command) -> tuple[int, str]:
    code, _out, _err = pingyi("report", folder, "--on", ON, "--strict", "--overwrite")
    path = folder / "out" / "report" / "点评覆盖情况确认表.docx"
    return code, read_text(path.read_bytes())["word/document.xml"]


def test_nothing_is_missing_where_everything_came_back(folder: Path, pingyi: Command) -> None:
    assert pingyi("collect", "--campaign", folder)[0] == 0
    assert pingyi("tally", folder)[0] == 0
    code, certificate = read_certificate(folder, pingyi)
    assert code == 0
    assert "实现全面覆盖" in certificate
    assert "尚未实现" not in certificate


@pytest.mark.parametrize("lost", [1, 4, PAPERS])
def test_R32_a_lost_ballot_fails_the_tally_and_is_named(folder: Path, pingyi: Command, lost: int) -> None:
    path = folder / "returned" / "票.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0].delete_rows(3 + lost)
    book.save(path)
    code, out, _err = pingyi("tally", folder, "--json", "--no-files")
    found = json.loads(out)
    assert code == 1
    assert found["summary"]["balanced"] is False
    (problem,) = found["problems"]
    assert (problem["code"], problem["file"]) == ("ballots-missing", "票.xlsx")
    assert f"not typed in: {lost}." in problem["message"]
    pingyi("report", folder, "--on", ON)
    page = (folder / "out" / "report" / "总览.html").read_text(encoding="utf-8")
    assert problem["message"] in page  # the third question of the overview
    assert "都对得上" not in page


@pytest.mark.parametrize(
    ("name", "strict"),
    [("周平", 1), ("李晓㼆", 1), ("孙国喆", 0), ("郑行难", 0), (TEACHERS, 0), ("离退休党总支", 0)],
)
def test_R42_a_lost_form_fails_the_certificate_and_is_named(
    folder: Path, pingyi: Command, name: str, strict: int
) -> None:
    (folder / "returned" / f"{name}.docx").unlink()
    _code, out, _err = pingyi("collect", "--campaign", folder, "--json")
    assert len(json.loads(out)["missing"]) == 1
    code, certificate = read_certificate(folder, pingyi)
    assert code == strict  # students must all be reviewed
    assert "尚未实现全面覆盖" in certificate
    head, _title, names = certificate.partition("未点评名单")
    assert "覆盖率100%" not in head
    assert name in names.partition("未点评名单")[2]


def test_R42_a_person_lost_from_the_roster_is_named_by_form_and_ballot(folder: Path, pingyi: Command) -> None:
    path = folder / "花名册.xlsx"
    book = openpyxl.load_workbook(path)
    row = next(cell.row for cell in book["党员"]["B"] if cell.value == "孙国喆")
    book["党员"].delete_rows(row)
    for cells in book["组织"].iter_rows():
        for cell in cells:
            cell.value = "李晓㼆" if cell.value == "孙国喆" else cell.value
    book.save(path)
    code, out, _err = pingyi("collect", "--campaign", folder, "--json")
    told = [
        (item["code"], item["file"], item["value"])
        for item in json.loads(out)["problems"]
        if item["severity"] == "error"
    ]
    assert (code, told) == (1, [("person-unknown", "孙国喆.docx", "10003")])
    code, out, _err = pingyi("tally", folder, "--json", "--no-files")
    (problem,) = json.loads(out)["problems"]
    assert (code, problem["code"], problem["column"]) == (1, "ballot-column-unknown", "孙国喆")
    pingyi("report", folder, "--on", ON)
    page = (folder / "out" / "report" / "总览.html").read_text(encoding="utf-8")
    assert "孙国喆" in page
    assert "都对得上" not in page


def read_outputs(folder: Path) -> dict[str, bytes]:
    files = [path for path in sorted((folder / "out").rglob("*")) if path.is_file() and ".pingyi" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("also", ["", "out"])
def test_deleting_every_cache_and_running_again_gives_the_same_reports(
    folder: Path, pingyi: Command, also: str
) -> None:
    (folder / "returned" / "周平.docx").unlink()  # so that there is something to tell

    def run() -> dict[str, bytes]:
        pingyi("collect", "--campaign", folder)
        assert pingyi("tally", folder)[0] == 0
        _code, out, _err = pingyi("report", folder, "--on", ON, "--json")
        assert "report-edited" not in {item["code"] for item in json.loads(out)["problems"]}
        return read_outputs(folder)

    first = run()
    assert len(first) > 12
    caches = [path for path in folder.rglob(".pingyi") if path.is_dir()]
    assert folder / ".pingyi" in caches
    for path in (*caches, *((folder / also,) if also else ())):
        shutil.rmtree(path)
    assert run() == first
    assert run() == first  # and once more, out of the caches
