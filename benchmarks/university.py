"""An invented university of any size, as a roster."""

from __future__ import annotations

import random
from pathlib import Path

import xlsxwriter

MEMBERS_OF_A_BRANCH = 30
BRANCHES_OF_A_GENERAL_BRANCH = 10
FAMILIES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "建国文华志强秀英海燕春梅晓东立新静怡思远明德家宝玉兰国庆振邦佳琪子涵"
POSTS = ("教授", "副教授", "讲师", "助教", "工程师", "科员", "实验师")
HEADER = (
    "学工号", "姓名", "性别", "民族", "出生日期", "入党时间", "转正时间", "党员类别", "学历", "职务职称", "所在党总支",
    "所在党支部", "党内职务", "联系电话",
)  # fmt: skip
ORGANISATIONS = ("组织名称", "组织类别", "上级组织", "支部类型", "书记", "委员", "分管（联系）校领导")
COMMITTEE = "中共测量大学委员会"


def write_roster(path: Path, members: int, seed: int = 7) -> None:
    """Write a roster of faculty members in branches of thirty; the same arguments give the same people."""
    dice = random.Random(seed)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("党员")
    sheet.write_row(0, 0, HEADER)
    secretaries: list[str] = []
    for number in range(members):
        branch, place = divmod(number, MEMBERS_OF_A_BRANCH)
        name = dice.choice(FAMILIES) + dice.choice(GIVEN) + dice.choice(GIVEN)
        if place == 0:
            secretaries.append(f"{name}（{_number(number)}）")
        born, joined = dice.randint(1950, 1985), dice.randint(2004, 2008)
        row = (
            _number(number), name, dice.choice("男女"), "汉族", f"{born}.{dice.randint(1, 12):02d}",
            f"{joined}-07-01", f"{joined + 1}-07-01", "正式党员", "大学本科", dice.choice(POSTS),
            _general_branch(branch), _branch(branch), "支部书记" if place == 0 else "", f"139{number:08d}",
        )  # fmt: skip
        sheet.write_row(number + 1, 0, row)
    _add_organisations(book, secretaries)
    book.close()


def _add_organisations(book: xlsxwriter.Workbook, secretaries: list[str]) -> None:
    sheet = book.add_worksheet("组织")
    rows = [ORGANISATIONS, (COMMITTEE, "党委", "", "", "", "", "")]
    for branch, secretary in enumerate(secretaries):
        if branch % BRANCHES_OF_A_GENERAL_BRANCH == 0:
            rows.append((_general_branch(branch), "党总支", COMMITTEE, "", secretary, "", "王校长"))
        rows.append((_branch(branch), "党支部", _general_branch(branch), "教工", secretary, "", ""))
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    leaders = book.add_worksheet("校领导")
    leaders.write_row(0, 0, ("姓名", "职务", "分管（联系）组织"))
    leaders.write_row(1, 0, ("王校长", "校长", ""))


def _number(number: int) -> str:
    return f"1{number:07d}"


def _branch(branch: int) -> str:
    return f"第{branch + 1}教工党支部"


def _general_branch(branch: int) -> str:
    return f"第{branch // BRANCHES_OF_A_GENERAL_BRANCH + 1}学院党总支"
