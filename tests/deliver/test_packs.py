"""Packs: what a branch secretary gets in one zip, and that it tells nothing it must not."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from print_kit import Office

from pingyi import Settings
from pingyi.deliver.packs import PackDocument, write_pack
from pingyi.plugins import load_plugins
from pingyi.roster import read_roster

BRANCH, GENERAL = "机械学院教工党支部", "机械学院党总支"
PRIVATE = {3: ("身份证号", "110101197003077715"), 4: ("联系电话", "13900001111")}


@pytest.fixture
def roster(write_roster: Callable[..., Path]) -> Path:
    """The small university, with id numbers and telephones, and a name that looks like a formula."""
    path = write_roster()
    book = load_workbook(path)
    sheet = book["党员"]
    for column, (title, value) in enumerate(PRIVATE.values(), sheet.max_column + 1):
        sheet.cell(1, column).value = title
        sheet.cell(2, column).value = value
    remark = sheet.max_column + 1
    sheet.cell(1, remark).value = "备注"
    sheet.cell(2, remark).value = "=1+2"
    sheet.cell(2, remark).data_type = "s"
    book.save(path)
    return path


@pytest.fixture
def made(roster: Path) -> Office:
    return Office(roster)


def pack(made: Office, *organisations: str) -> bytes:
    stream = io.BytesIO()
    count = write_pack(stream, made.plan, organisations, made.pack_documents(*organisations))
    assert count > 0
    return stream.getvalue()


def open_pack(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return archive


def load(archive: zipfile.ZipFile, name: str) -> Workbook:
    return load_workbook(io.BytesIO(archive.read(name)))


def test_a_pack_has_everything_in_printing_order(made: Office) -> None:
    names = open_pack(pack(made, BRANCH)).namelist()
    assert names[:3] == ["说明.txt", "花名册.xlsx", "评议票录入表.xlsx"]
    forms = names[3:]
    assert [name.split("_")[0] for name in forms] == [f"表格/{number:02}" for number in range(1, len(forms) + 1)]
    assert "党组织领导点评登记表" in forms[0]
    assert ["评议" in name and "登记表" not in name for name in forms[1:3]] == [True, True]
    assert [name.split("_")[1] for name in forms[3:]] == [
        name for name in ("赵书远", "钱立明", "孙国喆") for _copy in range(3)
    ]
    assert sorted(names[3:]) == names[3:]


def test_the_forms_are_stored_unchanged_under_names_that_windows_shows(made: Office) -> None:
    archive = open_pack(pack(made, BRANCH))
    expected = [document.content for document in made.pack_documents(BRANCH)]
    infos = archive.infolist()
    assert [archive.read(info) for info in infos[3:]] == expected
    assert {info.compress_type for info in infos[1:]} == {zipfile.ZIP_STORED}
    assert all(info.flag_bits & 0x800 for info in infos)
    Document(io.BytesIO(archive.read(infos[3])))


def test_the_roster_has_this_branch_only_and_reads_back(made: Office, tmp_path: Path) -> None:
    archive = open_pack(pack(made, BRANCH))
    path = tmp_path / "slice.xlsx"
    path.write_bytes(archive.read("花名册.xlsx"))
    found = read_roster(path, Settings(), load_plugins()).people
    campaign = made.plan.campaign
    assert [person.name for person in found.values()] == ["赵书远", "钱立明", "孙国喆"]
    for person in found.values():
        known = campaign.people[person.id]
        assert (person.joined_on, person.membership, person.post) == (known.joined_on, known.membership, known.post)


def test_private_columns_come_only_when_a_setting_asks_for_them(made: Office) -> None:
    sheet = load(open_pack(pack(made, BRANCH)), "花名册.xlsx")["党员"]
    titles = [cell.value for cell in sheet[1]]
    assert not {"身份证号", "联系电话", "出生日期"} & set(titles)
    assert {"学工号", "姓名", "所在党支部", "所在党总支", "备注"} <= set(titles)
    campaign = made.plan.campaign
    packs = campaign.settings.packs.model_copy(update={"private_columns": True})
    object.__setattr__(campaign, "settings", campaign.settings.model_copy(update={"packs": packs}))
    titles = [cell.value for cell in load(open_pack(pack(made, BRANCH)), "花名册.xlsx")["党员"][1]]
    assert {"身份证号", "联系电话", "出生日期"} <= set(titles)


def test_no_text_becomes_a_formula(made: Office) -> None:
    archive = open_pack(pack(made, BRANCH))
    for name in ("花名册.xlsx", "评议票录入表.xlsx"):
        for sheet in load(archive, name).worksheets:
            assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    values = [cell.value for row in load(archive, "花名册.xlsx")["党员"].iter_rows() for cell in row]
    assert "=1+2" in values


def test_R22_R53_entry_sheets_have_a_row_for_each_paper_and_no_voter(made: Office) -> None:
    book = load(open_pack(pack(made, BRANCH)), "评议票录入表.xlsx")
    assert book.sheetnames == ["党组织评议票", "党员评议票"]
    settings = made.plan.campaign.settings
    heads = {}
    for sheet in book.worksheets:
        assert isinstance(sheet, Worksheet)
        labels = [sheet.cell(row, 1).value for row in range(1, 6)]
        assert labels[0].startswith("评议对象：")  # type: ignore[union-attr]
        assert labels[2:] == ["发出票数", "收回票数", "编号"]
        heads[sheet.title] = head = [cell.value for cell in sheet[6] if cell.value]
        assert head[:2] == ["序号", "身份类别"]
        assert not [title for title in head if title in ("姓名", "评议人", "学工号", "投票人")]
        grades = f'"{",".join(settings.grades.member)}"'
        lists = {
            rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation if rule.type == "list"
        }
        assert grades in lists
        assert lists[grades].startswith("C7:")
    titles = [aspect.title for aspect in settings.aspects.organisation]
    assert heads["党组织评议票"][2:-1] == [*titles, "总体评价"]
    assert heads["党员评议票"][2:-1] == ["孙国喆", "赵书远", "钱立明"]


def test_R44_R45_the_instructions_name_both_deadlines_and_open_in_notepad(made: Office) -> None:
    content = open_pack(pack(made, BRANCH)).read("说明.txt")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    text = content.decode("utf-8-sig")
    for expected in ("2011年1月13日", "2011年1月15日", BRANCH, "钱立明", "花名册.xlsx", "评议票录入表.xlsx", "表格"):
        assert expected in text
    assert len(text.splitlines()) <= 45  # a page


def change_copies(made: Office, **changes: dict[str, object]) -> None:
    campaign = made.plan.campaign
    settings = Settings.model_validate({**campaign.settings.model_dump(exclude={"copies"}), "copies": changes})
    object.__setattr__(campaign, "settings", settings)


def read_instructions(made: Office, *organisations: str) -> str:
    return open_pack(pack(made, *organisations)).read("说明.txt").decode("utf-8-sig")


def test_R54_the_instructions_name_the_copies_and_the_one_that_may_be_posted(made: Office) -> None:
    text = read_instructions(made, BRANCH)
    assert "党员领导点评登记表三份：本人存、党组织存、公示。" in text
    assert "党组织领导点评登记表一份：党组织存。" in text
    assert "“公示”不含隐私内容，可以张贴，其余的不能张贴。" in text
    assert "几份" not in text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"public": {"label": "张榜"}}, "“张榜”不含隐私内容，可以张贴"),
        ({"public": {"shows": ["name", "grade"]}}, "“公示”不含隐私内容，可以张贴"),
        ({"self": {"shows": "public"}}, "“本人存”、“公示”不含隐私内容，可以张贴"),
        ({"public": {"shows": "all"}}, ""),
        ({"public": {"shows": ["name", "student_no", "proxy"]}, "self": {"shows": "all"}}, ""),
    ],
)
def test_R54_the_instructions_promise_what_the_settings_keep(
    made: Office, changes: dict[str, dict[str, object]], told: str
) -> None:
    change_copies(made, **changes)
    text = read_instructions(made, "机械学院学生党支部")
    assert (told or "不要张贴") in text
    assert told or "可以张贴" not in text


def test_the_instructions_tell_of_what_is_in_the_pack(made: Office) -> None:
    text = read_instructions(made, GENERAL)  # nobody is a member of it
    assert "花名册" not in text
    assert "党员领导点评登记表" not in text
    assert "党组织领导点评登记表" in text


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (
            ("--copies", "public"),
            (("党员领导点评登记表一份：公示", "录入表"), ("党组织领导点评登记表", "集中评议表", "复印")),
        ),
        (
            ("--copies", "ballot"),
            (("集中评议表、党员评议表", "复印"), ("党员领导点评登记表", "打印表格", "张贴")),
        ),
        (
            ("--form", "organisation"),
            (("党组织领导点评登记表一份：党组织存",), ("党员领导点评登记表", "复印")),
        ),
    ],
)
def test_the_instructions_tell_of_what_was_selected(
    pingyi: Callable[..., tuple[int, str, str]],
    roster: Path,
    tmp_path: Path,
    words: tuple[str, ...],
    texts: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    assert pingyi("render", roster, "-o", tmp_path / "out", "--packs", "branch", "--branch", BRANCH, *words)[0] == 0
    (path,) = (tmp_path / "out").rglob(f"*{BRANCH}*.zip")
    text = open_pack(path.read_bytes()).read("说明.txt").decode("utf-8-sig").partition("的步骤")[0]
    there, missing = texts
    assert [word for word in there if word not in text] == []
    assert [word for word in missing if word in text] == []


def test_nothing_private_is_in_any_part_but_the_forms(made: Office) -> None:
    archive = open_pack(pack(made, BRANCH))
    for name in archive.namelist()[:3]:
        content = archive.read(name)
        inside = [content]
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                inside = [book.read(part) for part in book.namelist()]
        for _title, value in PRIVATE.values():
            assert not any(value.encode() in part for part in inside), name


def test_a_general_branch_gets_its_branches_in_folders(made: Office) -> None:
    organisations = (GENERAL, BRANCH, "机械学院学生党支部")
    archive = open_pack(pack(made, *organisations))
    names = archive.namelist()
    assert names[:2] == ["说明.txt", "花名册.xlsx"]
    folders = list(dict.fromkeys(name.split("/")[0] for name in names[2:]))
    assert folders == [f"{number:02}_{name}" for number, name in enumerate(organisations, 1)]
    assert f"02_{BRANCH}/评议票录入表.xlsx" in names
    assert "03_机械学院学生党支部/表格/04_李晓㼆_党员领导点评登记表_本人存.docx" in [
        name.replace("学生党员", "党员") for name in names
    ]
    sheet = load(archive, "花名册.xlsx")["党员"]
    assert sheet.max_row == 6
    assert all(step in archive.read("说明.txt").decode() for step in (f"{BRANCH}的步骤", f"{GENERAL}的步骤"))


def test_an_organisation_without_members_has_no_roster(made: Office) -> None:
    archive = open_pack(pack(made, GENERAL))
    assert archive.namelist()[:2] == ["说明.txt", "评议票录入表.xlsx"]
    assert "花名册.xlsx" not in archive.read("说明.txt").decode()


def test_the_same_input_gives_the_same_bytes(made: Office, roster: Path) -> None:
    assert pack(made, BRANCH) == pack(Office(roster), BRANCH)


def test_hostile_file_names_stay_inside_the_pack(made: Office) -> None:
    stream = io.BytesIO()
    documents = [PackDocument(name, b"x", BRANCH) for name in ("..", "../a:b?.docx", "\u202egnp.docx")]
    write_pack(stream, made.plan, [BRANCH], documents)
    names = open_pack(stream.getvalue()).namelist()[3:]
    assert names == ["表格/01__", "表格/02_／a：b？.docx", "表格/03_gnp.docx"]


def test_memory_does_not_grow_with_the_pack(made: Office, tmp_path: Path) -> None:
    body = os.urandom(200_000)

    def documents(count: int) -> Iterator[PackDocument]:
        for number in range(count):
            yield PackDocument(f"{number}.docx", body + number.to_bytes(4, "big"), BRANCH)

    def measure(count: int) -> int:
        with (tmp_path / "pack.zip").open("wb") as stream:
            tracemalloc.start()
            write_pack(stream, made.plan, [BRANCH], documents(count))
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert (tmp_path / "pack.zip").stat().st_size > count * len(body)
        return peak

    measure(1)  # what is loaded on first use
    assert measure(100) < measure(5) + 2 * len(body)


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_opens_both_workbooks(made: Office, tmp_path: Path, office: Callable[..., Path]) -> None:
    archive = open_pack(pack(made, BRANCH))
    for name, expected in (("花名册.xlsx", "=1+2"), ("评议票录入表.xlsx", "发出票数")):
        digest = hashlib.sha256(name.encode()).hexdigest()[:6]
        (tmp_path / f"{digest}.xlsx").write_bytes(archive.read(name))
        made_csv = office(tmp_path / f"{digest}.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path)
        assert expected in made_csv.read_text(encoding="utf-8")
