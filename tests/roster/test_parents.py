"""Rosters without a sheet of organisations whose rows do not all write the organisation above a branch alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from roster_kit import HEADER, ZHANG, change, find, list_errors

from pingyi.model.config.settings import CampaignInfo, Settings
from pingyi.model.people.organisation import OrgKind
from pingyi.roster import Roster

Read = Callable[..., Roster]
BRANCH = "机械学院教工第一党支部"
GENERAL = "机械学院党总支"
POSTS = ("支部书记", "总支书记", "总支委员", None, None)


def members(parents: Sequence[str | None], branch: str = BRANCH, start: int = 1) -> list[list[object]]:
    return [
        change(
            ZHANG,
            学工号=f"2001{number:04d}",
            姓名=f"张{chr(0x4E00 + number)}",
            所在党总支=parent,
            所在党支部=branch,
            党内职务=POSTS[(number - start) % 5] if parent != "外语学院党总支" else None,
        )
        for number, parent in enumerate(parents, start=start)
    ]


def shape(roster: Roster) -> dict[str, tuple[OrgKind, str]]:
    return {item.name: (item.kind, item.parent_id) for item in roster.organisations.values()}


ONE_BRANCH = {
    "党委": (OrgKind.COMMITTEE, ""),
    GENERAL: (OrgKind.GENERAL_BRANCH, "党委"),
    BRANCH: (OrgKind.BRANCH, GENERAL),
}


def marked(roster: Roster) -> list[tuple[int | None, str, str]]:
    return [(item.row, item.code, item.column) for item in roster.problems if item.severity != "info"]


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize(
    "other",
    [
        None,
        BRANCH,
        "机械学院总支",
        "机械学院党总支部",
        "中共机械学院总支部委员会",
        "机械学院",
        "机械学院分党委",
        "中共机械学院委员会",
        "示例大学机械学院党总支",
        "党委",
        "机戒学院党总支",
    ],
)
def test_one_odd_cell_does_not_split_a_branch(read: Read, other: str | None, place: int) -> None:
    parents = [GENERAL] * 4
    parents.insert(place, other)  # type: ignore[arg-type]
    roster = read({"党员": [HEADER, *members(parents)]})
    assert shape(roster) == ONE_BRANCH
    assert {person.branch_id for person in roster.people.values()} == {BRANCH}
    general = roster.organisations[GENERAL]
    assert general.secretary is not None
    assert general.secretary.person_id == "20010002"
    assert [officer.person_id for officer in general.committee] == ["20010003"]
    assert marked(roster) == [(place + 2, "parent-inferred", "所在党总支")]
    (told,) = find(roster, "parent-inferred")
    assert GENERAL in told.message
    assert GENERAL in told.cure


def test_a_branch_that_bears_the_name_of_a_college_is_not_directly_below_the_top(read: Read) -> None:
    roster = read({"党员": [HEADER, *members(["党委", "党委", GENERAL, GENERAL, None])]})
    assert shape(roster) == ONE_BRANCH
    assert [row for row, _code, _column in marked(roster)] == [2, 3, 6]


def test_another_width_or_the_party_in_front_is_the_same_name(read: Read) -> None:
    rows = members([GENERAL, f"中共{GENERAL}", " 机械 学院党总支", GENERAL, GENERAL])
    roster = read({"党员": [HEADER, *rows]})
    assert shape(roster) == ONE_BRANCH
    assert marked(roster) == []


def test_a_second_sheet_without_the_column_says_so_in_a_note(read: Read) -> None:
    rest = [HEADER[:10] + HEADER[11:12], (*members([None], start=8)[0][:10], BRANCH)]
    roster = read({"党员": [HEADER, *members([GENERAL] * 5)], "补充": rest})
    assert shape(roster) == ONE_BRANCH
    assert marked(roster) == []
    assert [(problem.sheet, problem.row) for problem in find(roster, "parent-inferred")] == [("补充", 2)]


def test_a_whole_branch_with_another_spelling_is_below_the_same_organisation(read: Read) -> None:
    second = "机械学院学生第一党支部"
    rows = [*members(["机械学院总支"] * 2, second), *members([GENERAL] * 3, start=6)]
    rows[3][HEADER.index("党内职务")] = None  # one general branch has one secretary
    roster = read({"党员": [HEADER, *rows]})
    assert shape(roster) == {**ONE_BRANCH, second: (OrgKind.BRANCH, GENERAL)}
    assert [row for row, _code, _column in marked(roster)] == [2, 3]


def test_a_listed_organisation_gives_the_spelling(read: Read) -> None:
    units = [("组织名称", "组织类别"), ("中共示例大学委员会", "党委"), (GENERAL, "党总支")]
    roster = read({"党员": [HEADER, *members(["机械学院总支"] * 4 + [None])], "组织": units})
    assert shape(roster) == {
        "中共示例大学委员会": (OrgKind.COMMITTEE, ""),
        GENERAL: (OrgKind.GENERAL_BRANCH, "中共示例大学委员会"),
        BRANCH: (OrgKind.BRANCH, GENERAL),
    }
    assert [row for row, _code, _column in marked(roster)] == [2, 3, 4, 5, 6]


def test_one_name_below_two_organisations_is_two_branches(read: Read) -> None:
    name = "学生第一党支部"
    rows = [*members([GENERAL] * 3, name), *members(["外语学院党总支"] * 3, name, start=6)]
    both = {"机械学院学生第一党支部": GENERAL, "外语学院学生第一党支部": "外语学院党总支"}
    roster = read({"党员": [HEADER, *rows]})
    assert {item.name: item.parent_id for item in roster.organisations.values() if item.kind.has_members} == both
    assert marked(roster) == []
    assert {problem.severity for problem in roster.problems} == {"info"}
    # a row that belongs to neither is told, and the others stay where they are
    roster = read({"党员": [HEADER, *rows, *members([None], name, start=11)]})
    assert {person.branch_id for person in roster.people.values()} == {*both, name}
    assert [person.branch_id for person in roster.people.values()].count(name) == 1
    assert marked(roster) == [(8, "parent-inferred", "所在党总支")]
    assert list_errors(roster) == []


def test_a_direct_branch_needs_nothing_above_it(read: Read) -> None:
    name, root = "图书馆直属党支部", "中共示例大学委员会"
    settings = Settings(campaign=CampaignInfo(institution="示例大学"))
    for parents in ([root] * 3 + [None], [root, name, "示例大学党委", None]):
        roster = read({"党员": [HEADER, *members(parents, name)]}, settings)
        assert shape(roster) == {root: (OrgKind.COMMITTEE, ""), name: (OrgKind.DIRECT_BRANCH, root)}
        assert marked(roster) == []


def test_the_name_of_the_institution_in_front(read: Read) -> None:
    settings = Settings(campaign=CampaignInfo(institution="示例学院"))
    roster = read({"党员": [HEADER, *members([GENERAL] * 4 + [f"示例学院{GENERAL}"])]}, settings)
    assert [item.name for item in roster.organisations.values()] == ["中共示例学院委员会", GENERAL, BRANCH]
    assert [row for row, _code, _column in marked(roster)] == [6]


def test_students_of_two_colleges_are_no_spellings_of_one(read: Read) -> None:
    names = ("机械学院学生党总支", "外语学院学生党总支", "学生党总支", "机械学院大学生党总支")
    rows = [row for n, name in enumerate(names) for row in members([name] * 2, f"第{n}党支部", start=10 * n + 1)]
    roster = read({"党员": [HEADER, *rows]})
    assert [item.name for item in roster.organisations.values() if item.kind is OrgKind.GENERAL_BRANCH] == [*names]


def test_a_general_branch_whose_name_the_branch_bears_takes_no_others(read: Read) -> None:
    name = "学生第一党支部"
    roster = read({"党员": [HEADER, *members(["学生党总支"] * 3, name), *members([GENERAL] * 3, name, start=6)]})
    assert [item.parent_id for item in roster.organisations.values() if item.kind.has_members] == [
        "学生党总支",
        GENERAL,
    ]


def test_a_path_in_the_cell_of_the_branch(read: Read) -> None:
    header = [*HEADER[:10], "所在党支部"]
    rows = [[*row[:10], f"{parent}/{BRANCH}"] for row, parent in zip(
        members([None] * 5), [GENERAL, "机械学院总支", GENERAL, GENERAL, GENERAL], strict=True
    )]  # fmt: skip
    roster = read({"党员": [header, *rows]})
    assert shape(roster) == ONE_BRANCH
    assert marked(roster) == [(3, "parent-inferred", "所在党支部")]


def test_what_is_told_of_a_row_ends_as_chinese_sentences_do(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINGYI_LANG", "zh_CN")
    roster = read({"党员": [HEADER, *members([GENERAL, GENERAL, GENERAL, GENERAL, None])]})
    (problem,) = find(roster, "parent-inferred")
    assert problem.message.endswith("与该支部其他行一致。")
