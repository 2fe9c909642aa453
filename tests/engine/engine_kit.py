"""Rosters of any size, a plugin that marks and spoils forms, and ways to compare output folders."""

from __future__ import annotations

import hashlib
import json
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

HEADERS = ["学工号", "姓名", "性别", "民族", "出生日期", "入党时间", "转正时间", "党员类别", "职务职称", "所在党总支",
           "所在党支部", "党内职务"]  # fmt: skip
POISON = """
import hashlib

from pingyi import hookimpl

def make_marker(no):
    return hashlib.sha256(no.encode()).hexdigest()[:12]

@hookimpl
def pingyi_fill(form, subject, context):
    no = getattr(subject, "person_no", "")
    if no:
        return {"post_line": "标记%s%s" % (make_marker(no), "\\x01" if int(no) % 20 == 7 else "")}
    return None
"""
"""Marks every member's form with a word of his or her own, and spoils one in twenty."""


def make_marker(no: str) -> str:
    return hashlib.sha256(no.encode()).hexdigest()[:12]


def write_rows(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("党员")
    for row in (HEADERS, *rows):
        sheet.append(row)
    book.save(path)
    return path


def make_rows(count: int, branch: int = 25) -> list[list[str]]:
    dice = random.Random(7)
    return [
        [str(10_000 + number), dice.choice("赵钱孙李周吴") + dice.choice("立明国建平华") + dice.choice("敏静伟强"),
         "男", "汉族", "1970.03", "2005-07-01", "2006-07-01", "正式党员", "讲师",
         f"第{number // branch // 4 + 1}学院党总支",
         f"第{number // branch + 1}教工党支部", "支部书记" if number % branch == 0 else ""]
        for number in range(count)
    ]  # fmt: skip


def list_tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash, the manifest too; not the lock."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def read_manifest_lines(folder: Path) -> list[dict[str, object]]:
    text = (folder / ".pingyi" / "manifest.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def find_markers(folder: Path) -> Iterator[tuple[Path, set[str]]]:
    """The markers that stand in each document, in whatever part."""
    for path in folder.rglob("*.docx"):
        with zipfile.ZipFile(path) as container:
            text = b" ".join(container.read(name) for name in container.namelist()).decode("utf-8", "replace")
        yield path, set(re.findall(r"标记(\w{12})", text))
