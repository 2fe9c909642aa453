"""`pingyi plugin check`: each promise is shown to break on a planted violation, and the built-in plugins keep all."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pingyi.conformance import Report, check_plugin, find_targets, list_hooks
from pingyi.forms import find_template
from pingyi.plugins import load_plugins
from pingyi.scaffold import add_row

HEAD = """
from typing import Annotated
from pingyi import *
from pingyi import BranchType, Cell, Column, Decision, Form, MemberForm, Model, Person, Reason, hookimpl
"""
WARD = (
    HEAD
    + """
class Member(Person):
    duty: Annotated[str, Column("值班", values=("白班", "夜班"))] = ""
class OwnForm(MemberForm):
    duty: Annotated[str, Cell("值班安排", public=True, marked=True)] = ""
class Own(BranchType):
    NAME, LABEL, member_model, member_form = "own", "自己的党支部", Member, "own_member"
    def procedure(self, organisation, context):
        return context.branch_types["faculty"].procedure(organisation, context)
    def method(self, member, branch, context):
        return Decision("method", "个别点评", self.reason("own-method", "", "个别点评"))
    def fill(self, member, branch, context):
        return {"post_line": member.post, "duty": member.duty}
@hookimpl
def pingyi_branch_types():
    return [Own]
@hookimpl
def pingyi_forms():
    return [Form("own_member", "登记表", "登记表", "plug_own:own_member.docx", OwnForm, ("self", "public"))]
"""
)


def own_form(text: str = "{{ duty }}") -> dict[str, bytes]:
    plugins = load_plugins()
    source = find_template(plugins.forms["member"], "forms", None)
    return {"own_member.docx": add_row(source.content, "值班安排", text)}


def broken(report: Report) -> dict[str, set[str]]:
    return {check.id: {item.code for item in check.problems} for check in report.checks if check.problems}


@pytest.mark.parametrize("name", ["faculty", "student", "retired", "forms"])
def test_the_built_in_plugins_keep_every_promise(name: str) -> None:
    report = check_plugin(find_targets(name)[0], processes=name == "retired")
    assert report.passed, [problem for check in report.checks for problem in check.problems]
    assert len(report.checks) == (9 if name == "retired" else 8)


def test_a_plugin_of_ones_own_keeps_every_promise(check_code: Callable[..., Report]) -> None:
    assert broken(check_code(WARD, own_form())) == {}


@pytest.mark.parametrize(
    ("promise", "code", "old", "new"),
    [
        ("load", "plugin-broken", "class Member(Person):", "class Member(Persn):"),
        ("load", "plugin-broken", "class Own(BranchType):", "class Own(BranchType"),
        ("load", "plugin-broken", "@hookimpl\ndef pingyi_forms", "raise SystemExit(3)\n@hookimpl\ndef pingyi_forms"),
        ("hooks", "hook-unknown", "pingyi_branch_types", "pingyi_branch_type"),
        ("hooks", "hook-unmarked", "@hookimpl\ndef pingyi_forms", "def pingyi_forms"),
        ("hooks", "hook-argument", "pingyi_forms():", "pingyi_forms(campagin):"),
        ("hooks", "hook-none", "@hookimpl\ndef pingyi_", "def own_"),
        ("schema", "column-missing", 'Column("值班", values=("白班", "夜班"))', '"值班"'),
        ("schema", "column-taken", 'Column("值班"', 'Column("姓名"'),
        ("schema", "default-missing", 'values=("白班", "夜班"))] = ""', 'values=("白班", "夜班"))]'),
        ("schema", "default-unfit", 'values=("白班", "夜班"))] = ""', 'values=("白班", "夜班"))] = None'),
        ("schema", "cell-missing", 'Cell("值班安排", public=True, marked=True)', '"值班安排"'),
        ("schema", "cell-missing", 'Cell("值班安排"', 'Cell(" "'),
        ("schema", "label-missing", '"自己的党支部"', '" "'),
        ("schema", "name-unfit", 'member_form = "own"', 'member_form = "own type"'),
        ("schema", "form-unknown", 'Member, "own_member"', 'Member, "own_membre"'),
        ("schema", "copy-unknown", '("self", "public")', '("self", "archive")'),
        ("schema", "member-model", "class Member(Person):", "class Member(Model):"),
        ("schema", "template-name-taken", "own_member.docx", "member.docx"),
        ("templates", "template-missing", "own_member.docx", "own_membre.docx"),
        ("decisions", "reason-missing", '"own-method", "", "个别点评"', '"own-method", "", " "'),
        ("decisions", "reason-missing", 'self.reason("own-method", "", "个别点评")', "None"),
        ("decisions", "reason-owner", 'self.reason("own-method", ', 'Reason("own-method", "someone", '),
        ("decisions", "decision-changes", '"method", "个别点评"', '"method", str(__import__("random").random())'),
        ("papers", "plugin", '"duty": member.duty}', '"duyt": member.duty}'),
    ],
)
def test_each_promise_breaks_on_a_planted_violation(
    check_code: Callable[..., Report], promise: str, code: str, old: str, new: str
) -> None:
    assert old in WARD
    report = check_code(WARD.replace(old, new), own_form())
    found = broken(report)
    assert code in found.get(promise, set()), found
    assert not report.passed
    assert all(item.cure for check in report.checks for item in check.problems)


@pytest.mark.slow
@pytest.mark.parametrize("order", ["", "sorted"])
def test_the_order_of_a_set_is_noticed_in_another_process(check_code: Callable[..., Report], order: str) -> None:
    code = WARD.replace('"own-method", "", "个别点评"', f'"own-method", "", "、".join({order}({{*"甲乙丙丁戊己"}}))')
    report = check_code(code, own_form(), processes=True)
    assert report.passed is bool(order), broken(report)
    assert broken(report) == ({} if order else {"processes": {"decision-changes"}})


def test_settings_without_default_are_named(check_code: Callable[..., Report]) -> None:
    code = WARD.replace("class Own(Branch", "class Own_(Model):\n    shifts: int\nclass Own(Branch")
    code = code.replace("    def procedure", "    settings_model = Own_\n    def procedure")
    report = check_code(code, own_form())
    assert [item.column for check in report.checks for item in check.problems] == ["plugins.own.shifts"]


@pytest.mark.parametrize(
    ("act", "event"),
    [
        ("open(__file__).close()", "open"),
        ("__import__('os').listdir('.')", "os.listdir"),
        ("__import__('socket').socket().close()", "socket.__new__"),
        ("__import__('subprocess').run(['true'])", "subprocess.Popen"),
        ("__import__('tempfile').mkdtemp()", "tempfile.mkdtemp"),
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_files_network_and_programs_are_noticed_with_their_line(
    check_code: Callable[..., Report], act: str, event: str
) -> None:
    code = WARD.replace('        return {"post_line', f'        {act}\n        return {{"post_line')
    report = check_code(code, own_form())
    (check,) = [item for item in report.checks if item.id == "purity"]
    (line,) = [number for number, text in enumerate(code.splitlines(), 1) if act in text]
    assert event in check.problems[0].message
    assert check.problems[0].column == f"__init__.py:{line}"


def test_loading_a_module_and_looking_up_a_message_are_no_reading(check_code: Callable[..., Report]) -> None:
    act = "import colorsys\n        from pingyi import translate\n        translate('Make the Word forms.')"
    code = WARD.replace('        return {"post_line', f'        {act}\n        return {{"post_line')
    assert act in code
    assert broken(check_code(code, own_form())) == {}


@pytest.mark.parametrize(
    ("text", "promise", "code"),
    [
        ("{{ dutty }}", "templates", "name-unknown"),
        ("{% if duty %}", "templates", ""),
        ("{{ sex }}", "papers", "value-misplaced"),
    ],
)
def test_templates_are_linted_and_forms_read_back(
    check_code: Callable[..., Report], text: str, promise: str, code: str
) -> None:
    found = broken(check_code(WARD, own_form(text)))
    assert promise in found, found
    assert code in {"", *found[promise]}, found


def test_a_form_that_does_not_print_the_name_is_noticed(check_code: Callable[..., Report]) -> None:
    form = replace_in(own_form()["own_member.docx"], b"{{ name }}", b"")
    assert "name-unprinted" in broken(check_code(WARD, {"own_member.docx": form}))["papers"]


def replace_in(content: bytes, old: bytes, new: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(old, new))
    return target.getvalue()


def test_a_hook_that_fails_is_named(check_code: Callable[..., Report]) -> None:
    report = check_code(WARD.replace('"post_line": member.post', '"post_line": 1 / 0'), own_form())
    found = {item.code: item for check in report.checks for item in check.problems}
    assert any("ZeroDivisionError" in item.message and "own" in item.message for item in found.values()), found


@pytest.mark.parametrize(
    ("answer", "code"), [("1 / 0", "plugin-failed"), ("['wrong']", "finding-wrong"), ("7", "finding-wrong")]
)
def test_checks_of_a_plugin_are_tried_too(check_code: Callable[..., Report], answer: str, code: str) -> None:
    report = check_code(HEAD + f"@hookimpl\ndef pingyi_check(campaign):\n    return {answer}\n")
    assert {code} <= {item.code for check in report.checks for item in check.problems}
    assert not report.passed


def test_one_mistake_is_not_told_for_every_member(check_code: Callable[..., Report]) -> None:
    report = check_code(WARD.replace('self.reason("own-method", ', 'Reason("own-method", "someone", '), own_form())
    assert 0 < max(len(check.problems) for check in report.checks) <= 5


def test_a_form_that_only_a_rule_can_name_is_tried_all_the_same(check_code: Callable[..., Report]) -> None:
    code = WARD.replace('Member, "own_member"', 'Member, "retired_member"').replace(', "duty": member.duty', "")
    report = check_code(code, own_form())
    assert broken(report) == {"papers": {"form-unused"}}
    assert report.passed
    spoilt = check_code(
        code.replace('"post_line": member.post', '"name": "某人", "post_line": 7'), own_form(), name="plug_two"
    )
    assert broken(spoilt)["papers"] == {"form-unused", "plugin"}


def test_hooks_only_need_no_branch_type(check_code: Callable[..., Report]) -> None:
    code = HEAD + "@hookimpl\ndef pingyi_check(campaign):\n    return [Problem(Severity.WARNING, 'own', 'seen')]\n"
    assert broken(check_code(code)) == {}


@pytest.mark.slow
def test_a_file_with_the_name_of_a_library_harms_nobody(
    pingyi: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code = HEAD + "@hookimpl\ndef pingyi_check(campaign):\n    return []\n"
    Path("docx.py").write_text(code, encoding="utf-8")
    exit_code, out, _err = pingyi("plugin", "check", "docx.py")
    assert exit_code == 0, out


def test_the_command_reports_and_fails(pingyi: Any, tmp_path: Path, keep_modules: None) -> None:
    file = tmp_path / "plug_typo.py"
    file.write_text(HEAD + "@hookimpl\ndef pingyi_decid(member):\n    return []\n", encoding="utf-8")
    code, out, _err = pingyi("plugin", "check", file)
    assert code == 1
    assert "pingyi_decide" in out
    assert "broken: every hook it names exists" in out
    code, out, _err = pingyi("plugin", "check", "faculty", "--json")
    assert code == 0
    (report,) = json.loads(out)["plugins"]
    assert report["passed"]
    assert {"check", "passed", "skipped", "problems"} == set(report["checks"][0])


@pytest.mark.parametrize("word", ["nonsense", "no.such.module", "."])
def test_what_is_no_plugin_is_a_usage_error(
    pingyi: Any, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _out, err = pingyi("plugin", "check", word)
    assert code == 2
    assert "→" in err


def test_a_plugin_is_found_by_name_module_distribution_and_folder(tmp_path: Path) -> None:
    assert [target.name for target in find_targets("retired")] == ["retired"]
    assert [target.name for target in find_targets("pingyi_retired")] == ["retired"]
    assert [target.name for target in find_targets("pingyi")] == ["faculty", "forms", "retired", "student"]


def test_every_hook_is_known() -> None:
    assert {"pingyi_branch_types", "pingyi_forms", "pingyi_assign", "pingyi_decide"} <= set(list_hooks())
    assert list_hooks()["pingyi_check"] == ("campaign",)
