"""Fixtures every area uses: messages in one language, commands, LibreOffice, and a small invented university."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, settings

from pingyi.cli import run

pytest_plugins = ["pingyi.testing"]
# a busy machine breaks no law; and a change is judged by the same examples each time, new ones are sought at the desk
settings.register_profile(
    "laws", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("laws")
MEMBERS = [
    ["学工号", "姓名", "性别", "民族", "出生日期", "入党时间", "转正时间", "党员类别", "职务职称", "所在党总支",
     "所在党支部", "党内职务", "班级", "退休时间", "身体状况"],
    ["10001", "赵书远", "男", "汉族", "1970.03", "1995-06-01", "1996-06-01", "正式党员", "教授", "机械学院党总支",
     "机械学院教工党支部", "党总支书记", "", "", ""],
    ["10002", "钱立明", "女", "汉族", "1975.05", "1999-07-01", "2000-07-01", "正式党员", "副教授", "机械学院党总支",
     "机械学院教工党支部", "支部书记", "", "", ""],
    ["10003", "孙国喆", "男", "回族", "1980.11", "2004-07-01", "2005-07-01", "正式党员", "讲师", "机械学院党总支",
     "机械学院教工党支部", "党总支委员", "", "", ""],
    ["20001", "李晓㼆", "女", "汉族", "1989.01", "2009-05-01", "2010-05-01", "正式党员", "班长", "机械学院党总支",
     "机械学院学生党支部", "支部书记", "机0801班", "", ""],
    ["20002", "周平", "男", "汉族", "1990.02", "2010-06-01", "", "预备党员", "学生", "机械学院党总支",
     "机械学院学生党支部", "", "机0802班", "", ""],
    ["30001", "吴老先", "男", "汉族", "1925.02", "1950-06-01", "1951-06-01", "正式党员", "退休教师", "离退休党总支",
     "离退休第一党支部", "支部书记", "", "1985-12-01", ""],
    ["30002", "郑行难", "女", "汉族", "1925.09", "1952-06-01", "1953-06-01", "正式党员", "退休干部", "离退休党总支",
     "离退休第一党支部", "", "", "1985-12-01", "行动不便"],
]  # fmt: skip
ORGANISATIONS = [
    ["组织名称", "组织类别", "上级组织", "支部类型", "书记", "委员", "分管（联系）校领导", "窗口单位"],
    ["中共示例大学委员会", "党委", "", "", "", "", "", ""],
    ["机械学院党总支", "党总支", "中共示例大学委员会", "", "赵书远", "孙国喆", "王校长", ""],
    ["离退休党总支", "党总支", "中共示例大学委员会", "", "", "", "王校长", ""],
    ["机械学院教工党支部", "党支部", "机械学院党总支", "教工", "钱立明", "", "", ""],
    ["机械学院学生党支部", "党支部", "机械学院党总支", "学生", "李晓㼆", "", "", ""],
    ["离退休第一党支部", "党支部", "离退休党总支", "离退休", "吴老先", "", "", ""],
]
LEADERS = [
    ["姓名", "职务", "所在党支部", "分管（联系）组织"],
    ["王校长", "校长", "机械学院教工党支部", "机械学院党总支、离退休党总支"],
]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINGYI_LANG", "en")


@pytest.fixture
def pingyi(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: `code, out, err = pingyi("check", "roster.xlsx")`."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Convert a document with LibreOffice: `pdf = office(path, "pdf", out_dir)`; skips where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = tmp_path_factory.mktemp("profile")

    def convert(source: Path, kind: str, folder: Path) -> Path:
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind, "--outdir"]
        subprocess.run([*command, str(folder), str(source)], check=True, capture_output=True, timeout=180)
        made = folder / f"{source.stem}.{kind.partition(':')[0]}"
        assert made.is_file(), f"LibreOffice made no {kind} of {source.name}"
        return made

    return convert


@pytest.fixture
def write_roster(tmp_path: Path) -> Callable[..., Path]:
    """Write the small university; `change(row)` may spoil cells: `{(row, header): value}` in Excel's numbering."""

    def write(name: str = "花名册.xlsx", changes: dict[tuple[int, str], object] | None = None) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in (("党员", MEMBERS), ("组织", ORGANISATIONS), ("校领导", LEADERS)):
            fill(book.create_sheet(title), rows)
        for (row, header), value in (changes or {}).items():
            book["党员"].cell(row, MEMBERS[0].index(header) + 1).value = value
        path = tmp_path / name
        book.save(path)
        return path

    return write


def fill(sheet: object, rows: Sequence[Sequence[object]]) -> None:
    for row in rows:
        sheet.append(list(row))  # type: ignore[attr-defined]


@pytest.fixture
def interrupt() -> Callable[..., tuple[int, str]]:
    """Run a command, press Ctrl-C some seconds after it has begun, and return its exit code and messages."""

    def run_and_interrupt(
        words: Sequence[str], moment: float, before: str = "", patience: float = 10
    ) -> tuple[int, str]:
        # the interpreter itself takes its time: moments count from where the program has the word
        begin = "import sys, pingyi.cli; print('begun', flush=True); sys.argv[0] = 'pingyi'; pingyi.cli.main()"
        process = subprocess.Popen(
            [sys.executable, "-c", before + begin, *words],
            env={**os.environ, "PINGYI_LANG": "en"},
            start_new_session=True,  # a group of its own, as a terminal gives each command
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(moment)
        try:
            os.killpg(process.pid, signal.SIGINT)
            # to its end: a process that is left holds the pipe open
            _out, err = process.communicate(timeout=patience)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        return process.returncode, err

    return run_and_interrupt
