"""Opening a campaign: everything that is wrong with folder, settings, plugins and roster, each with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pydantic import Field, model_validator

from pingyi import BranchType, Campaign, Model, Organisation, PlanContext, Problem, Severity, hookimpl
from pingyi.campaign import find_campaign, open_campaign, open_roster, opening
from pingyi.errors import DataError, SettingsError
from pingyi.plugins import Plugins, load_plugins

MEMBERS = [
    ["学工号", "姓名", "性别", "出生日期", "入党时间", "转正时间", "党员类别", "所在党总支", "所在党支部"],
    [
        "10001",
        "赵书远",
        "男",
        "1970.03",
        "1995-06-01",
        "1996-06-01",
        "正式党员",
        "机械学院党总支",
        "机械学院教工党支部",
    ],
    [
        "10002",
        "钱立明",
        "女",
        "1975.05",
        "1999-07-01",
        "2000-07-01",
        "正式党员",
        "机械学院党总支",
        "机械学院教工党支部",
    ],
]
ROOT = "中共示例大学委员会"


@pytest.fixture
def write_roster(tmp_path: Path) -> Callable[..., Path]:
    """Write two members, with or without the committee at the root."""

    def write(path: Path | None = None, *, root: bool = True) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        sheet = book.create_sheet("党员")
        for row in MEMBERS:
            sheet.append(row)
        if root:
            sheet = book.create_sheet("组织")
            sheet.append(["组织名称", "组织类别", "上级组织", "书记"])
            sheet.append([ROOT, "党委", "", ""])
            sheet.append(["机械学院党总支", "党总支", ROOT, "赵书远"])
            sheet.append(["机械学院教工党支部", "党支部", "机械学院党总支", "钱立明"])
        path = path or tmp_path / "花名册.xlsx"
        book.save(path)
        return path

    return write


@pytest.fixture
def folder(tmp_path: Path, write_roster: Callable[..., Path]) -> Path:
    """A campaign folder with default settings and two members."""
    (tmp_path / "campaign.toml").write_text("", encoding="utf-8")
    write_roster()
    return tmp_path


def find(problems: Iterable[Problem], code: str) -> list[Problem]:
    return [problem for problem in problems if problem.code == code]


def test_a_campaign_opens_with_its_people(folder: Path) -> None:
    opened = open_campaign(folder)
    assert opened.folder == folder
    assert [person.name for person in opened.campaign.people.values()] == ["赵书远", "钱立明"]
    assert opened.campaign.people == opened.roster.people
    assert opened.campaign.institution == "示例大学"
    assert not [problem for problem in opened.problems if problem.severity is Severity.ERROR]
    assert not find(opened.problems, "institution-unknown")


def test_the_campaign_is_found_from_any_folder_below_it(folder: Path) -> None:
    below = folder / "out" / "机械学院"
    below.mkdir(parents=True)
    assert find_campaign(folder) == find_campaign(below) == folder


def test_no_campaign_is_found_where_there_is_none(tmp_path: Path) -> None:
    assert find_campaign(tmp_path) is None
    (tmp_path / "campaign.toml").mkdir()
    assert find_campaign(tmp_path) is None


def test_a_bare_roster_opens_by_the_notices_settings(write_roster: Callable[..., Path]) -> None:
    opened = open_roster(write_roster())
    assert opened.folder is None
    assert len(opened.campaign.people) == 2
    assert opened.campaign.institution == "示例大学"
    named = open_roster(write_roster(), institution="示例职业学院")
    assert named.campaign.institution == "示例职业学院"


def test_R55_a_title_without_institution_is_warned_of(write_roster: Callable[..., Path]) -> None:
    path = write_roster(root=False)
    (problem,) = find(open_roster(path).problems, "institution-unknown")
    assert problem.severity is Severity.WARNING
    assert "--institution" in problem.cure
    assert not find(open_roster(path, institution="示例大学").problems, "institution-unknown")


def test_names_with_characters_that_fonts_lack_are_listed(write_roster: Callable[..., Path]) -> None:
    path = write_roster()
    assert not find(open_roster(path).problems, "rare-characters")
    book = openpyxl.load_workbook(path)
    for row, name in ((2, "赵㼆"), (3, "阿依·买买提")):
        book["党员"].cell(row, 2).value = name
    book.save(path)
    (problem,) = find(open_roster(path).problems, "rare-characters")
    assert problem.severity is Severity.INFO
    assert "1 names" in problem.message
    assert "赵㼆" in problem.message


def test_a_missing_roster_is_told_with_what_is_there(folder: Path) -> None:
    roster = folder / "花名册.xlsx"
    roster.rename(folder / "党员名单.xls")
    with pytest.raises(DataError, match=r"no roster “花名册\.xlsx”.*file = \"党员名单\.xls\"") as caught:
        open_campaign(folder)
    assert caught.value.exit_code == 1
    for name in ("人员.csv", "党员名单_检查结果.xlsx", "~$党员名单.xls", "说明.docx"):
        (folder / name).write_bytes(b"")
    with pytest.raises(DataError, match=r"党员名单\.xls、人员\.csv\."):
        open_campaign(folder)
    for name in ("人员.csv", "党员名单.xls", "党员名单_检查结果.xlsx"):
        (folder / name).unlink()
    with pytest.raises(DataError, match="pingyi init"):
        open_campaign(folder)


def test_a_roster_that_another_program_holds_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_open = Path.open

    def refuse(path: Path, *arguments: Any, **keywords: Any) -> object:
        if path.suffix == ".xlsx":
            raise PermissionError(13, "Permission denied")
        return whole_open(path, *arguments, **keywords)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match=r"Close it in Excel") as caught:
        open_campaign(folder)
    assert [problem.code for problem in caught.value.problems] == ["roster-locked"]


def test_a_roster_open_in_excel_is_read_with_a_warning(folder: Path) -> None:
    (folder / "~$花名册.xlsx").write_bytes(b"")
    (problem,) = find(open_campaign(folder).problems, "roster-open")
    assert problem.file == "花名册.xlsx"


def test_a_file_in_rules_that_is_no_python_is_told(folder: Path) -> None:
    (folder / "rules").mkdir()
    (folder / "rules" / "ours.pyw").write_text("raise SystemExit", encoding="utf-8")
    (problem,) = find(open_campaign(folder).problems, "rules-unused")
    assert problem.file == "rules/ours.pyw"


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("Member.docx", "“member.docx”"),
        ("member (1).docx", "“member.docx”"),
        ("organization.docx", "“organisation.docx”"),
        ("member.doc", "save it as .docx"),
        ("公示.docx", "pingyi forms"),
    ],
)
def test_a_template_that_no_form_uses_is_told(folder: Path, name: str, cure: str) -> None:
    (folder / "templates").mkdir()
    for used in ("member.docx", "~$member.docx", "说明.txt", name):
        (folder / "templates" / used).write_bytes(b"")
    (problem,) = find(open_campaign(folder).problems, "template-unused")
    assert problem.file == f"templates/{name}"
    assert cure in problem.cure


# settings, full key, line, words of the cure
UNKNOWN_NAMES = [
    ("[copies.pubilc]\nlabel = '公示'", "copies.pubilc", 1, "public"),
    ("[copies.public]\nshows = ['name', 'nmae']", "copies.public.shows[2]", 2, "name"),
    ("[forms.budgets]\ncomment_secretry = 200", "forms.budgets.comment_secretry", 2, "comment_secretary"),
    ("[forms.budgets]\nname = 200", "forms.budgets.name", 2, "self_summary"),
    ("[branch_types]\ndefault = 'facluty'", "branch_types.default", 2, "faculty"),
    ("[branch_types.assign]\n'机关第一党支部' = 'xyz'", "branch_types.assign.机关第一党支部", 2, "student"),
    ("[plugins.retird]\nx = 1", "plugins.retird", 1, "plugins.retired"),
    ("[plugins.student]\nx = 1", "plugins.student.x", 2, ""),
]


@pytest.mark.parametrize(("text", "key", "line", "cure"), UNKNOWN_NAMES, ids=[case[1] for case in UNKNOWN_NAMES])
def test_a_name_that_no_plugin_brings_is_told_with_its_line(
    folder: Path, *, text: str, key: str, line: int, cure: str
) -> None:
    (folder / "campaign.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        open_campaign(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("campaign.toml", line, key)
    assert cure in problem.cure


def test_names_are_checked_all_at_once(folder: Path) -> None:
    text = "[copies.x]\nlabel = 'x'\n[forms.budgets]\ny = 1\n[branch_types]\ndefault = 'z'\n"
    (folder / "campaign.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        open_campaign(folder)
    assert sorted(problem.column for problem in caught.value.problems) == [
        "branch_types.default",
        "copies.x",
        "forms.budgets.y",
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[copies.organisation]\nlabel = '公示'", "copies.organisation.label"),
        ("[copies.public]\nlabel = ' 本人存 '", "copies.public.label"),
        ("[copies.self]\nlabel = 'ａ'\n[copies.public]\nlabel = 'A'", "copies.public.label"),
    ],
)
def test_R54_two_copies_of_one_label_are_refused(folder: Path, text: str, key: str) -> None:
    (folder / "campaign.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        open_campaign(folder)
    (problem,) = caught.value.problems
    assert (problem.code, problem.column) == ("setting-wrong", key)
    assert problem.row
    assert "label of its own" in problem.cure


def test_copies_may_exchange_their_labels(folder: Path) -> None:
    text = "[copies.organisation]\nlabel = '公示'\n[copies.public]\nlabel = '党组织存'\n"
    (folder / "campaign.toml").write_text(text, encoding="utf-8")
    open_campaign(folder)


def test_R54_a_listed_field_that_no_form_has_is_refused(folder: Path) -> None:
    (folder / "campaign.toml").write_text("[copies.public]\nshows = ['name', 'nmae']\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        open_campaign(folder)
    (problem,) = caught.value.problems
    assert problem.column == "copies.public.shows[2]"
    assert "name" in problem.cure


def test_Q8_a_posted_copy_that_shows_everything_is_warned_of(folder: Path) -> None:
    (folder / "campaign.toml").write_text("\n[copies.public]\nshows = 'all'\n", encoding="utf-8")
    (problem,) = find(open_campaign(folder).problems, "public-shows-all")
    assert problem.row == 3


@pytest.mark.parametrize(("year", "count"), [(2009, 1), (2010, 0), (2011, 0), (2026, 1)])
def test_a_year_far_from_the_deadlines_is_warned_of(folder: Path, year: int, count: int) -> None:
    (folder / "campaign.toml").write_text(f"[campaign]\nyear = {year}\n", encoding="utf-8")
    assert len(find(open_campaign(folder).problems, "year-doubtful")) == count


class Strict(BranchType):
    NAME = "strict"
    LABEL = "严格党支部"
    NAME_HINTS = ("机械学院教工",)

    def check(self, organisation: Organisation, context: PlanContext) -> Iterable[Problem]:
        yield Problem(Severity.WARNING, "strict-seen", organisation.name)


class Broken(Strict):
    def check(self, organisation: Organisation, context: PlanContext) -> Iterable[Problem]:
        yield from ()
        raise RuntimeError("planted")


class ShiftSettings(Model):
    first: int = 1
    last: int = 3
    nights: tuple[int, ...] = (1,)
    seats: dict[str, int] = Field(default_factory=lambda: {"东区 一": 2})

    @model_validator(mode="after")
    def _check_order(self) -> ShiftSettings:
        if self.last < self.first:
            raise ValueError("last is before first")
        return self


class Shifts(Strict):
    settings_model = ShiftSettings


class Mine:
    def __init__(self, kind: type[BranchType]) -> None:
        self.kind = kind

    @hookimpl
    def pingyi_branch_types(self) -> list[type[BranchType]]:
        return [self.kind]

    @hookimpl
    def pingyi_check(self, campaign: Campaign) -> list[Problem]:
        return [Problem(Severity.INFO, "mine-counted", str(len(campaign.people)))]


def add_plugin(monkeypatch: pytest.MonkeyPatch, folder: Path, kind: type[BranchType]) -> None:
    def load(settings: Any, extra: Any, *, problems: Any) -> Plugins:
        return load_plugins(settings, {"mine": Mine(kind), **extra}, problems=problems)

    monkeypatch.setattr(opening, "load_plugins", load)
    text = "[branch_types.assign]\n'机械学院教工党支部' = 'strict'\n"
    (folder / "campaign.toml").write_text(text, encoding="utf-8")


def test_plugins_and_branch_types_check_the_campaign(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_plugin(monkeypatch, folder, Strict)
    problems = open_campaign(folder).problems
    assert "机械学院教工党支部" in [problem.message for problem in find(problems, "strict-seen")]
    assert [problem.message for problem in find(problems, "mine-counted")] == ["2"]


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("first = 5", "plugins.strict", "last is before first"),
        ("frist = 1", "plugins.strict.frist", "plugins.strict.first"),
        ("nights = 2", "plugins.strict.nights", "nights = [1]"),
        ("nights = ['x']", "plugins.strict.nights[1]", "whole number"),
        ("seats = 2", "plugins.strict.seats", "[plugins.strict.seats]"),
        ("seats = { a = 'x' }", "plugins.strict.seats.a", "whole number"),
    ],
)
def test_the_settings_of_a_strangers_branch_type_are_explained_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, table: str, key: str, words: str
) -> None:
    add_plugin(monkeypatch, folder, Shifts)
    (folder / "campaign.toml").write_text(f"[plugins.strict]\n{table}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        open_campaign(folder)
    (problem,) = caught.value.problems
    assert problem.column == key
    assert problem.row == (1 if key == "plugins.strict" else 2)
    assert words in problem.message + problem.cure


def test_a_branch_type_that_fails_while_checking_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_plugin(monkeypatch, folder, Broken)
    problems = find(open_campaign(folder).problems, "plugin-failed")
    assert [problem.message for problem in problems] == ["plugin “mine” failed in check: RuntimeError: planted"]
