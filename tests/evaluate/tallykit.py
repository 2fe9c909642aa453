"""A branch of twenty in memory, and entry sheets for it as people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from pingyi.model.campaign import Campaign
from pingyi.model.config.settings import Settings
from pingyi.model.people.organisation import Officer, Organisation, OrgKind
from pingyi.model.people.person import Membership, Person
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, make_plan
from pingyi.plugins import load_plugins

BRANCH = "机械教工党支部"
GENERAL = "机械学院党总支"
NAMES = ("王志", "李敏", "赵强", "钱进", "张伟", "张伟", "孙立")
ASPECTS = (
    "组织领导本单位开展创先争优活动情况", "推动中心工作和重点任务完成情况", "公开承诺践诺情况", "服务群众解决问题情况",
    "加强班子和队伍建设情况", "党群共建创先争优情况", "总体评价",
)  # fmt: skip
LINES = ("王志", "李敏", "赵强", "钱进", "张伟（讲师）", "张伟（教授）")
"""The lines of the ballot on members: 孙立 is probationary."""
GRADES = ("好", "较好", "一般", "差")


def make_campaign(settings: Mapping[str, Any] | None = None, grades: Mapping[str, str] | None = None) -> Plan:
    root = Organisation(id="党委", name="中共示例大学委员会", kind=OrgKind.COMMITTEE)
    general = Organisation(
        id=GENERAL, name=GENERAL, kind=OrgKind.GENERAL_BRANCH, parent_id="党委", branch_type="faculty"
    )
    branch = Organisation(
        id=BRANCH,
        name=BRANCH,
        kind=OrgKind.BRANCH,
        parent_id=GENERAL,
        branch_type="faculty",
        secretary=Officer(name="王志", person_id="m1"),
    )
    plugins = load_plugins()
    model = plugins.branch_types["faculty"].member_model
    people: dict[str, Person] = {}
    for number, name in enumerate(NAMES, 1):
        post = {5: "讲师", 6: "教授"}.get(number, "")
        membership = Membership.PROBATIONARY if name == "孙立" else Membership.FULL
        id_ = f"m{number}"
        people[id_] = model(
            id=id_, name=name, branch_id=BRANCH, branch_type="faculty", post=post, membership=membership, person_no=id_
        )
    records = {(SubjectKind.MEMBER, id_): Record(grade=grade) for id_, grade in (grades or {}).items()}
    campaign = Campaign(
        Settings.model_validate(dict(settings or {})),
        {item.id: item for item in (root, general, branch)},
        people,
        records=records,
    )
    return make_plan(campaign, plugins)


def write_book(path: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    """Write a workbook; each sheet is its rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def make_head(
    subject: str = BRANCH, issued: object = None, returned: object = None, **more: object
) -> list[list[object]]:
    return [
        ["集中评议录入表"],
        [f"评议对象：{subject}"],
        ["发出票数", issued, "收回票数", returned],
        *([key, value] for key, value in more.items()),
        [],
    ]


def make_papers(
    papers: Sequence[Sequence[object]], lines: Sequence[str] = ASPECTS, issued: object = None, **head: Any
) -> list[list[object]]:
    """One row per paper: `(category, mark, mark ...)`; fewer marks than lines repeat the last one."""
    returned = head.pop("returned", len(papers))
    rows: list[list[object]] = [
        *make_head(issued=issued if issued is not None else len(papers), returned=returned, **head),
        ["票号", "评议人身份", *lines],
    ]
    for number, (category, *marks) in enumerate(papers, 1):
        full = [*marks, *([marks[-1]] * (len(lines) - len(marks)))]
        rows.append([number, category, *full])
    return rows


def make_counts(lines: Mapping[str, Sequence[object]], **head: Any) -> list[list[object]]:
    """One row per line of the ballot: votes by grade, abstained, invalid."""
    return [
        *make_head(**head),
        ["评议内容", *GRADES, "弃权", "无效"],
        *([name, *votes] for name, votes in lines.items()),
    ]
