"""The words of entry sheets: labels of the head, headers of the table, marks in its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from pingyi.evaluate.ballots import BLANK, SPOILED
from pingyi.roster.cells import clean_text
from pingyi.roster.files.sheets import CellValue

CATEGORY = "评议人身份"
PAPER = "整票"
ABSTAINED, INVALID = "弃权", "无效"

HEAD_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "expected": ("应到", "应参加"),
    "attended": ("实到", "实际参加", "参加评议", "参评"),
    "issued": ("发出", "发放"),
    "returned": ("收回", "回收"),
    "valid": ("有效",),
    "invalid": ("无效", "作废"),
    "abstained": ("弃权",),
}
HEAD_TEXTS: Mapping[str, tuple[str, ...]] = {
    "subject": ("评议对象", "党组织名称", "党支部名称", "党组织", "党支部"),
    "category": (CATEGORY, "评议人类别"),
    "session": ("场次", "组别", "会场"),
    "counters": ("计票人",),
    "supervisors": ("监票人",),
}
NUMBER_HEADERS = frozenset({"票号", "编号", "序号", "选票号", "评议表号", "选票编号", "票序号"})
CATEGORY_HEADERS = frozenset({CATEGORY, "身份类别", "身份", "评议人类别", "填表人类别"})
PAPER_HEADERS = frozenset({PAPER, "整票作废", "作废", "是否作废", "整票情况"})
REMARK_HEADERS = frozenset({"意见和建议", "意见建议", "意见", "建议", "存在问题", "备注"})
_VOTER = re.compile(
    r"姓名|签名|签字|工号|学号|工作证|身份证|证件号|电话|手机|微信|昵称|邮箱|账号|用户|IP|提交者|提交人|答题人"
    r"|^(?:评议|投票|填表|填写)人|^(?:所在)?(?:单位|部门)$"
)
_ROLES: Mapping[str, frozenset[str]] = {
    "number": NUMBER_HEADERS,
    "category": CATEGORY_HEADERS,
    "paper": PAPER_HEADERS,
    "remark": REMARK_HEADERS,
}
_BLANKS = frozenset({"", "弃权", "空", "空白", "未填", "未划", "-", "--", "/", "\\", "—"})
_SPOILED = frozenset({"无效", "作废", "废", "废票", "多选", "模糊", "×", "x", "X", "无法辨认"})
_BETWEEN = re.compile(r"[、,，;；/\s]+")
_NUMBERING = re.compile(r"^(?:\d{1,3}[.、．)）]|[（(]\d{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．])")
_COUNT_ENDING = re.compile(r"(?:得?票数?|人数|[（(](?:票|票数|张)[)）])$")


def read_cell(value: CellValue) -> str:
    """The text of a cell, cleaned; marks for “nothing” become an empty text."""
    return clean_text(value)[0].strip()


def normalise(text: str) -> str:
    """A header or name for comparing: full-width forms and blanks do not matter."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if not char.isspace()).rstrip(":*")


def name_item(text: str) -> str:
    """A line's text for comparing, without the number before it."""
    plain = normalise(text)
    return _NUMBERING.sub("", plain) or plain


def name_count(text: str) -> str:
    """The header of a column of counts, without 票 or 票数 at its end."""
    plain = normalise(text)
    return _COUNT_ENDING.sub("", plain) or plain


def read_mark(text: str, grades: Sequence[str], *, by_number: bool) -> str | None:
    """Read one cell of a ballot.

    Args:
        text: the cell.
        grades: best first.
        by_number: whether 1, 2, 3 stand for the first, second and third grade.

    Returns:
        A grade, `BLANK`, `SPOILED`, or `None` for anything else: nothing is guessed.
    """
    plain = normalise(text)
    by_name = {normalise(grade): grade for grade in grades}
    if plain in by_name:
        return by_name[plain]
    if plain in _BLANKS:
        return BLANK
    if plain in _SPOILED:
        return SPOILED
    if by_number and plain.isdecimal() and 1 <= int(plain) <= len(grades):
        return grades[int(plain) - 1]
    parts = [normalise(part) for part in _BETWEEN.split(text) if part]
    if len(parts) > 1 and all(part in by_name for part in parts):
        return SPOILED  # two ticks in one line
    return None


def read_paper_state(text: str) -> tuple[bool, bool] | None:
    """Read the column on the whole paper: whether it is spoiled, whether it is blank; `None` for anything else."""
    plain = normalise(text)
    if plain in ("", "有效", "否"):
        return False, False
    if plain in ("弃权", "空白", "空白票"):
        return False, True
    return (True, False) if plain in _SPOILED | {"是", "√", "1"} else None


def find_role(header: str) -> str:
    """What a column of an entry sheet is for, beside the lines of the ballot; empty for anything else."""
    return next((name for name, headers in _ROLES.items() if header in headers), "")


def names_voter(header: str) -> bool:
    """Whether a column would tell who voted how; a sheet that has one beside ballots is refused unread."""
    return not find_role(header) and _VOTER.search(header) is not None
