"""The commands as their users call them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from pingyi import campaign, cli

Run = Callable[..., tuple[int, str, str]]
Write = Callable[..., Path]


def read_words(path: Path) -> str:
    """All text of a document's tables and paragraphs."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands write marked copies into the folder they are run in."""
    monkeypatch.chdir(tmp_path)


def test_a_clean_roster_is_checked_without_errors(pingyi: Run, write_roster: Write, tmp_path: Path) -> None:
    code, out, _err = pingyi("check", write_roster())
    assert code == 0, out
    assert "7 members in 6 organisations" in out
    assert "0 errors" in out


def test_check_reports_all_errors_at_once_and_marks_a_copy(
    pingyi: Run, write_roster: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    roster = write_roster(changes={(3, "性别"): "南", (4, "入党时间"): "2012.13", (6, "转正时间"): "2011-06-01"})
    before = roster.read_bytes()
    code, out, _err = pingyi("check", roster, "--json")
    report = json.loads(out)
    errors = {(item["row"], item["column"]) for item in report["problems"] if item["severity"] == "error"}
    assert code == 1
    assert {row for row, _column in errors} == {3, 4, 6}
    for item in report["problems"]:
        assert set(item) == {
            "severity", "code", "file", "sheet", "row", "column", "person", "value", "message", "cure",
        }  # fmt: skip
        assert item["severity"] != "error" or item["cure"]
    assert report["summary"]["error"] == len([item for item in report["problems"] if item["severity"] == "error"])
    assert roster.read_bytes() == before
    marked = openpyxl.load_workbook(report["summary"]["marked_copy"])["党员"]
    header = [cell.value for cell in marked[1]]
    assert "错误说明" in header
    assert marked.cell(3, header.index("错误说明") + 1).value


def test_check_of_a_wrong_file_says_what_it_is(pingyi: Run, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    code, _out, err = pingyi("check", path)
    assert code == 1
    assert "名单.xlsx" in err
    assert "→" in err


def test_render_without_a_campaign_writes_every_form(pingyi: Run, write_roster: Write, tmp_path: Path) -> None:
    code, out, err = pingyi("render", write_roster(), "-o", tmp_path / "out", "--copies", "organisation")
    assert code == 0, err
    files = sorted((tmp_path / "out").rglob("*.docx"))
    assert len(files) == 7 + 5
    assert out.splitlines()[-1].startswith("12 rendered, 0 skipped")
    for number, name in (("10002", "钱立明"), ("20001", "李晓㼆"), ("30002", "郑行难")):
        (path,) = [path for path in files if path.name.startswith(f"{number}_{name}")]
        text = read_words(path)
        assert name in text
        assert "示例大学" in text
        assert "{" not in text


def test_rows_with_errors_get_no_form_and_all_others_do(pingyi: Run, write_roster: Write, tmp_path: Path) -> None:
    roster = write_roster(changes={(3, "性别"): "南"})
    code, _out, err = pingyi("render", roster, "-o", tmp_path / "out", "--copies", "self")
    assert code == 1
    names = [path.name for path in (tmp_path / "out").rglob("*.docx")]
    assert len(names) == 6
    assert not [name for name in names if "钱立明" in name]
    assert "钱立明" in err


def test_a_second_run_skips_and_a_later_correction_renders_only_itself(
    pingyi: Run, write_roster: Write, tmp_path: Path
) -> None:
    out_folder = tmp_path / "out"
    pingyi("render", write_roster(), "-o", out_folder, "--copies", "self")
    _code, out, _err = pingyi("render", write_roster(), "-o", out_folder, "--copies", "self")
    assert out.splitlines()[-1].startswith("0 rendered, 7 skipped (7 unchanged), 0 failed")
    _code, out, _err = pingyi(
        "render", write_roster(changes={(4, "职务职称"): "高级讲师"}), "-o", out_folder, "--copies", "self"
    )
    assert out.splitlines()[-1].startswith("1 rendered, 6 skipped")


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--form", "member"], 9),
        (["--branch-type", "学生", "--copies", "本人存"], 2),
        (["--branch", "机械学院党总支", "--copies", "self"], 5),
        (["--person", "周平"], 3),
        (["--person", "20002", "--copies", "self,public"], 2),
        (["--copies", "ballot"], 8),
    ],
)
def test_selection(pingyi: Run, write_roster: Write, tmp_path: Path, options: list[str], count: int) -> None:
    code, out, _err = pingyi("render", write_roster(), "-o", tmp_path / "out", "--json", *options)
    assert code == 0
    assert json.loads(out)["summary"]["rendered"] == count


def test_a_dry_run_writes_nothing(pingyi: Run, write_roster: Write, tmp_path: Path) -> None:
    code, out, _err = pingyi("render", write_roster(), "-o", tmp_path / "out", "--dry-run")
    assert code == 0
    assert len([line for line in out.splitlines() if line.endswith(".docx")]) == 7 * 3 + 5 + 8
    assert not (tmp_path / "out").exists()


def test_a_word_that_matches_nothing_gets_a_suggestion(pingyi: Run, write_roster: Write, tmp_path: Path) -> None:
    code, _out, err = pingyi("render", write_roster(), "-o", tmp_path / "out", "--person", "周凭")
    assert code == 2
    assert "周平" in err


def test_why_names_rules_and_requirements(pingyi: Run, write_roster: Write) -> None:
    code, out, _err = pingyi("why", "郑行难", "--roster", write_roster())
    assert code == 0
    for word in ("郑行难", "走访", "R43", "R9", "行动不便", "2011"):
        assert word in out, word


def test_why_of_nobody_suggests_a_name(pingyi: Run, write_roster: Write) -> None:
    code, _out, err = pingyi("why", "郑行南", "--roster", write_roster())
    assert code == 2
    assert "郑行难" in err


def test_plan_as_json_has_the_documented_shape(pingyi: Run, write_roster: Write) -> None:
    _code, out, _err = pingyi("plan", write_roster(), "--json")
    plan = json.loads(out)
    assert set(plan) == {"subjects", "problems", "summary"}
    kinds = {subject["kind"] for subject in plan["subjects"]}
    assert kinds == {"organisation", "secretary", "member"}
    for subject in plan["subjects"]:
        for part in (*subject["assignments"], *subject["steps"], *subject["documents"], subject["method"]):
            for reason in part["reasons"]:
                assert set(reason) == {"rule", "plugin", "clause", "because", "inputs"}


def test_plan_for_the_leaders_to_confirm(pingyi: Run, write_roster: Write, tmp_path: Path) -> None:
    code, _out, _err = pingyi("plan", write_roster(), "--excel", tmp_path / "plan.xlsx")
    assert code == 0
    text = {
        str(cell.value) for sheet in openpyxl.load_workbook(tmp_path / "plan.xlsx") for row in sheet for cell in row
    }
    assert {"王校长", "机械学院党总支", "郑行难"} <= text


def test_forms_lists_and_copies_a_template(pingyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pingyi("init", tmp_path / "campaign")
    monkeypatch.chdir(tmp_path / "campaign")
    assert pingyi("forms", "member", "--copy")[0] == 0
    assert pingyi("forms", "member", "--copy")[0] == 2
    code, out, _err = pingyi("forms", "--json")
    origins = {form["id"]: form["origin"] for form in json.loads(out)["forms"]}
    assert code == 0
    assert origins["member"] == "campaign"
    assert origins["organisation"] == "forms"


def test_a_template_changed_in_word_is_used_and_its_mistakes_are_told(
    pingyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pingyi("init", tmp_path / "campaign", "--demo")
    monkeypatch.chdir(tmp_path / "campaign")
    pingyi("forms", "member", "--copy")
    template = tmp_path / "campaign" / "templates" / "member.docx"
    document = docx.Document(str(template))
    document.add_paragraph("自编说明：{{ name }} 请认真填写")
    document.save(str(template))
    code, _out, err = pingyi("render", "--form", "member", "--copies", "self", "-o", tmp_path / "out")
    assert code == 0, err
    made = next((tmp_path / "out").rglob("*.docx"))
    assert f"自编说明：{made.name.split('_')[1]} 请认真填写" in read_words(made)
    document.add_paragraph("{{ nmae }}")
    document.save(str(template))
    code, _out, err = pingyi("render", "--form", "member", "-o", tmp_path / "out2")
    assert code == 2
    assert "nmae" in err
    assert "name" in err
    assert not list((tmp_path / "out2").rglob("*.docx"))


def test_doctor_and_plugins_answer(pingyi: Run) -> None:
    code, out, _err = pingyi("doctor", "--json")
    assert code == 0
    assert "宋体" in json.loads(out)["facts"]["fonts_named"]
    code, out, _err = pingyi("plugins", "--json")
    assert code == 0
    assert [row["name"] for row in json.loads(out)["plugins"]] == ["faculty", "forms", "retired", "student"]


def test_outside_a_campaign_the_next_step_is_told(pingyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("check", "plan", "render"):
        code, _out, err = pingyi(command)
        assert code == 2
        assert "pingyi init" in err
    code, _out, err = pingyi("render", tmp_path / "nope.xlsx", "-o", "out")
    assert code == 2
    assert "does not exist" in err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["rendr"], ("There is no command rendr.", "没有 rendr 这个命令。", "是不是想写：render？")),
        (["render", "--from", "x"], ("There is no option --from.", "没有 --from 这个选项。", "是不是想写：--form？")),
        (["render", "--zzz"], ("There is no option --zzz.", "没有 --zzz 这个选项。", "pingyi render --help")),
        (["render", "--form"], ("After --form something", "--form 后面还要写上内容。", "pingyi render --help")),
        (["plan", "--json=3"], ("--json stands alone", "--json 单独使用", "pingyi plan --help")),
        (["render", "--jobs", "two"], ("--jobs needs a whole number", "--jobs 后面要写整数", "pingyi render --help")),
        (["why"], ("NAME is missing.", "缺少 NAME。", "pingyi why --help")),
        (["check", "a", "b", "c"], ("Too many words: b c.", "多写了：b c。", "pingyi check --help")),
    ],
)
def test_wrong_words_are_explained_in_both_languages(
    pingyi: Run, monkeypatch: pytest.MonkeyPatch, words: list[str], expected: tuple[str, str, str]
) -> None:
    english, chinese, cure = expected
    code, _out, err = pingyi(*words)
    assert code == 2
    assert english in err
    monkeypatch.setenv("PINGYI_LANG", "zh")
    _code, _out, err = pingyi(*words)
    assert chinese in err
    assert cure in err
    assert "No such" not in err


@pytest.mark.parametrize("words", [["rendr"], ["render", "--copy"], ["why"]])
def test_wrong_words_are_a_usage_error(pingyi: Run, words: list[str]) -> None:
    code, _out, err = pingyi(*words)
    assert code == 2
    assert "--help" in err


def test_a_bug_is_one_line_and_a_log_file(
    pingyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_roster: Write
) -> None:
    def fail(*_arguments: object, **_keywords: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(campaign, "open_roster", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, _out, err = pingyi("check", write_roster())
    assert code == cli.BUG_EXIT
    assert "Traceback" not in err
    (log,) = tmp_path.glob("pingyi-*.log")
    assert "planted" in log.read_text(encoding="utf-8")


def test_a_gbk_console_survives_rare_names(write_roster: Write, tmp_path: Path) -> None:
    roster = write_roster(changes={(3, "性别"): "南", (3, "姓名"): "李𠮷㼆"})
    for language in ("zh", "en"):
        done = subprocess.run(
            [sys.executable, "-m", "pingyi", "check", str(roster), "--marked", str(tmp_path / "marked.xlsx")],
            env={**os.environ, "PYTHONIOENCODING": "gbk", "PINGYI_LANG": language, "PYTHONUTF8": "0"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr.decode("gbk", "replace")
        assert "性别" in done.stdout.decode("gbk")


def test_json_on_a_gbk_console_loses_nothing(write_roster: Write, tmp_path: Path) -> None:
    roster = write_roster(changes={(3, "性别"): "南", (3, "姓名"): "李𠮷㼆"})
    done = subprocess.run(
        [sys.executable, "-m", "pingyi", "check", str(roster), "--json", "--marked", str(tmp_path / "marked.xlsx")],
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
        capture_output=True,
        check=False,
    )
    assert "李𠮷㼆" in {item["person"] for item in json.loads(done.stdout.decode("gbk"))["problems"]}


@pytest.mark.parametrize("words", [[], ["check"], ["plugin"], ["plugin", "new"]])
def test_help_is_in_one_language(words: list[str]) -> None:
    command = [sys.executable, "-m", "pingyi", *words, "--help"]
    done = subprocess.run(
        command, env={**os.environ, "PINGYI_LANG": "zh", "PYTHONUTF8": "1"}, capture_output=True, text=True, check=True
    )
    for english in ("Usage", "Show this", "Arguments:", "Options:", "Commands:"):
        assert english not in done.stdout
    done = subprocess.run(command, env={**os.environ, "PINGYI_LANG": "en"}, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: pingyi")
    assert "Show this message and exit." in done.stdout


def test_a_command_with_commands_answers_nothing_with_its_help(pingyi: Run) -> None:
    code, _out, err = pingyi("plugin")
    assert code == 2
    assert err.startswith("Usage: pingyi plugin")


def test_a_roster_without_members_says_why_there_is_no_form(pingyi: Run, write_roster: Write, tmp_path: Path) -> None:
    folder = tmp_path / "campaign"
    pingyi("init", folder)
    code, out, err = pingyi("render", folder)
    assert code == 0
    assert out.startswith("0 rendered")
    assert "[nothing-to-render]" in err
    assert "党员" in err
    _code, out, _err = pingyi("render", folder, "--json")
    assert [item["code"] for item in json.loads(out)["problems"]] == ["nothing-to-render"]
    words = ("--branch-type", "retired", "--person", "周平")
    _code, out, err = pingyi("render", write_roster(), "-o", tmp_path / "out", *words)
    assert "[nothing-to-render]" in err
    assert "options" in err


def test_forms_shows_a_damaged_template(pingyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pingyi("init", tmp_path / "campaign")
    monkeypatch.chdir(tmp_path / "campaign")
    code, out, _err = pingyi("forms")
    assert code == 0
    assert "{activity}" not in out
    assert "self 本人存" in out
    pingyi("forms", "member", "--copy")
    template = tmp_path / "campaign" / "templates" / "member.docx"
    for spoil in ("damaged", "mistaken"):
        if spoil == "damaged":
            whole = template.read_bytes()
            template.write_bytes(b"no template")
        else:
            template.write_bytes(whole)
            document = docx.Document(str(template))
            document.add_paragraph("{{ nmae }}")
            document.save(str(template))
        code, out, err = pingyi("forms")
        assert code == 1, err
        line = next(line for line in out.splitlines() if line.startswith("member "))
        assert ("damaged" in line) == (spoil == "damaged")
        assert "error [" in out
        assert "→" in out
        report = json.loads(pingyi("forms", "--json")[1])
        assert {item["file"] for item in report["problems"]} == {"member.docx"}


def test_check_of_a_roster_without_anybody_says_to_fill_it_in(
    pingyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pingyi("init", tmp_path / "campaign")
    monkeypatch.chdir(tmp_path / "campaign")
    _code, out, _err = pingyi("check")
    assert "pingyi render" not in out
    assert "Next: fill in the sheet “党员”" in out


def test_counts_of_one_are_singular(pingyi: Run, write_roster: Write) -> None:
    _code, out, _err = pingyi("check", write_roster(changes={(3, "性别"): "南"}))
    assert "1 error," in out


def test_a_missing_roster_is_looked_for_by_its_name(
    pingyi: Run, write_roster: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pingyi("init", tmp_path / "campaign")
    folder = tmp_path / "campaign"
    monkeypatch.chdir(folder)
    (folder / "花名册.xlsx").rename(folder / "花名册2010.xlsx")
    for name in ("点评安排.xlsx", "乙_检查结果.xlsx", "一览.csv"):
        write_roster(f"campaign/{name}")
    _code, _out, err = pingyi("check")
    assert 'file = "花名册2010.xlsx"' in err
    assert "点评安排" not in err
