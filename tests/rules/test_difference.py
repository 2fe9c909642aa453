"""`pingyi plan --diff`, `pingyi plugins --trace`, and the law that a rule changes only what names it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingyi.model.config.settings import Settings
from pingyi.plan import Plan, compare_plans, make_plan
from pingyi.plugins import load_plugins
from pingyi.rules import add_rules

Run = Callable[..., tuple[int, str, str]]
RULE = "[[rules]]\nname = 'ours'\nbranch_type = 'retired'\nwhen = \"member.health == '行动不便'\"\nbecause = '甲'\n"


def test_the_difference_is_told_person_by_person(trial: Any, pingyi: Run, monkeypatch: Any) -> None:
    changes = (
        "method = '慰问'\nform = 'retired_visit'\nreviewers_added = ['钱立明']\nsteps_due = { visit = 2010-12-31 }\n"
    )
    monkeypatch.chdir(trial.rules(RULE + changes).folder)
    code, out, _err = pingyi("plan", "--diff")
    assert code == 0
    assert "郑行难（党员，离退休第一党支部）" in out
    for line in (
        "点评方式：走访 → 慰问",
        "登记表：离退休党员领导点评登记表 → 离退休党员走访点评登记表",
        "点评人：吴老先 → 吴老先；钱立明",
        "走访慰问，点评党员，最迟：2011年1月13日 → 2010年12月31日",
        "因为：甲［规则 ours，插件 campaign.toml；身体状况＝行动不便］",
        "合计：1个点评对象",
    ):
        assert line in out
    assert "周平" not in out


def test_the_difference_as_json(trial: Any, pingyi: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(trial.rules(RULE + "visitors = 2\nsteps_skipped = ['visit']\n").folder)
    _code, out, _err = pingyi("plan", "--diff", "--json")
    answer = json.loads(out)
    assert answer["summary"] == {"subjects": 1, "rules": ["campaign.toml"]}
    (subject,) = answer["subjects"]
    assert (subject["name"], subject["kind"]) == ("郑行难", "member")
    changes = {item["what"]: item for item in subject["changes"]}
    assert set(changes) == {"visitors", "step_skipped"}
    assert (changes["visitors"]["before"], changes["visitors"]["after"]) == ("", "2")
    assert changes["visitors"]["reasons"][0]["rule"] == "ours"


def test_an_exemption_is_one_difference(trial: Any) -> None:
    plan = trial.rules(RULE + "exempt = true\napproved_by = '党委'\n").plan()
    (item,) = compare_plans(plan)
    assert [(it.what, it.before, it.after) for it in item.differences] == [("exemption", "", "党委")]


def test_rule_files_are_part_of_the_difference(trial: Any) -> None:
    trial.file(
        "ours.py",
        """
        from pingyi import Decision, Reason, hookimpl

        @hookimpl
        def pingyi_decide(member, branch, decisions, context):
            if member.name == "周平":
                return [Decision("method", "电话", Reason("telephone", "rules/ours.py", "", "在外地实习"))]
        """,
    )
    (item,) = compare_plans(trial.plan())
    assert item.differences[0].reasons[0].because == "在外地实习"


def test_without_rules_nothing_differs(trial: Any) -> None:
    assert list(compare_plans(trial.plan())) == []


def test_trace_prints_calls_implementations_and_results(trial: Any, pingyi: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(trial.rules(RULE + "visitors = 2\n").folder)
    monkeypatch.setenv("PINGYI_TRACE", "")
    code, out, err = pingyi("plugins", "--trace")
    assert code == 0
    assert "trace pingyi_branch_types() -> faculty, retired, student" in err
    assert "trace   retired: [RetiredBranch]" in err
    assert "trace   campaign.toml: [Decision visitors 2]" in err
    assert "member=RetiredMember 郑行难" in err
    assert not [line for line in out.splitlines() if line.startswith("trace ")]
    assert "campaign.toml" in out


def test_the_variable_traces_any_command_and_tells_failures(trial: Any, pingyi: Run, monkeypatch: Any) -> None:
    trial.file("broken.py", "from pingyi import *\n\n@hookimpl\ndef pingyi_check(campaign):\n    return 1 / 0\n")
    monkeypatch.chdir(trial.folder)
    monkeypatch.setenv("PINGYI_TRACE", "1")
    _code, _out, err = pingyi("check", "--trust")
    assert "rules/broken.py: failed: plugin “rules/broken.py” failed in pingyi_check: ZeroDivisionError" in err
    monkeypatch.setenv("PINGYI_TRACE", "0")
    assert "trace" not in pingyi("check")[2]


def test_plugins_lists_the_rules_with_hooks_and_path(trial: Any, pingyi: Run, monkeypatch: Any) -> None:
    trial.rules(RULE + "visitors = 2\n").file(
        "ours.py", "from pingyi import *\n\n@hookimpl\ndef pingyi_check(campaign):\n    return []\n"
    )
    code, out, _err = pingyi("plugins", trial.folder, "--trust", "--json")
    assert code == 0
    rows = {row["name"]: row for row in json.loads(out)["plugins"]}
    assert rows["campaign.toml"]["path"].endswith("campaign.toml")
    assert rows["rules/ours.py"]["path"].endswith("ours.py")
    assert rows["rules/ours.py"]["hooks"] == ["pingyi_check"]
    assert "pingyi_decide" in rows["campaign.toml"]["hooks"]
    assert list(rows) == sorted(rows)


CONDITIONS = [
    "", "member.age >= 80", "member.sex == '女'", "member.membership == '预备党员'", "'书记' in member.post",
    "branch.branch_type == 'student'", "member.joined_on < '2000-01-01'", "'支部书记' in member.party_posts",
]  # fmt: skip
EFFECTS: list[dict[str, Any]] = [
    {"method": "电话"}, {"method": "慰问"}, {"form": "retired_visit"}, {"form": "student_member"}, {"visitors": 2},
    {"visitors": 3}, {"exempt": True, "approved_by": "党委"}, {"reviewers": ["党总支书记"]},
    {"reviewers_added": ["孙国喆"]}, {"reviewers_added": ["校领导", "校外专家"]}, {"steps_skipped": ["fill-forms"]},
    {"steps_due": {"fill-forms": "2010-12-31"}}, {"due": "2010-12-20"}, {"budgets": {"self_summary": 200}},
    {"steps_added": [{"id": "tea", "title": "茶话会", "due": "2010-12-01"}]},
]  # fmt: skip
RULES = st.lists(
    st.builds(
        lambda when, effect, order, kind: {"when": when, **effect, "order": order, "branch_type": kind},
        st.sampled_from(CONDITIONS),
        st.sampled_from(EFFECTS),
        st.integers(0, 2),
        st.sampled_from(["", "retired", "student", "faculty"]),
    ),
    min_size=1,
    max_size=5,
)


def plan_with(opened: Any, rules: list[dict[str, Any]]) -> Plan:
    table = opened.campaign.settings.model_dump() | {"rules": rules}
    campaign = opened.campaign.__class__(
        Settings.model_validate(table),
        opened.campaign.organisations,
        opened.campaign.people,
        opened.campaign.leaders,
        opened.campaign.records,
    )
    plugins = load_plugins()
    add_rules(campaign.settings, plugins)
    return make_plan(campaign, plugins)


def describe(plan: Plan) -> dict[tuple[str, str, str], tuple[str, frozenset[str]]]:
    """Every single decision of a plan: what it is, and the rules it names."""
    found: dict[tuple[str, str, str], tuple[str, frozenset[str]]] = {}

    def note(subject: Any, what: str, value: object, reasons: Any) -> None:
        names = frozenset(reason.rule for reason in reasons if reason.plugin == "campaign.toml")
        found[subject.kind, subject.id, what] = (str(value), names)

    for subject in plan.subjects():
        for decision in (subject.method, *subject.decisions):
            note(subject, f"{decision.what}:{decision.value if decision.what == 'step_skipped' else ''}",
                 decision.value, [decision.reason])  # fmt: skip
        for item in subject.assignments:
            note(subject, f"reviewer:{item.reviewer}", item.choice, item.reasons)
        for step in subject.steps:
            note(subject, f"step:{step.id}", step.due, step.reasons)
        for document in subject.documents:
            if document.copy == "ballot":  # a list of those who are not exempt: it follows from their decisions
                continue
            note(subject, f"document:{document.form}:{document.copy}", "", document.reasons)
    return found


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=RULES, data=st.data())
def test_removing_a_rule_changes_exactly_the_decisions_that_named_it(trial: Any, tables: Any, data: Any) -> None:
    opened = _opened(trial)
    rules = [{**table, "name": f"rule-{number}", "because": f"理由{number}"} for number, table in enumerate(tables)]
    removed = data.draw(st.sampled_from([rule["name"] for rule in rules]))
    before = describe(plan_with(opened, rules))
    after = describe(plan_with(opened, [rule for rule in rules if rule["name"] != removed]))
    exempt = {key[:2] for key, (_value, names) in before.items() if key[2] == "exemption:" and removed in names}
    replaced = {
        key[:2] for key, (_value, names) in before.items() if key[2].startswith("reviewer:") and removed in names
    }
    for key in before.keys() | after.keys():
        subject, what = key[:2], key[2]
        named = key in before and removed in before[key][1]
        if named:
            assert before[key] != after.get(key), key
        elif before.get(key) != after.get(key):
            # not there while the rule was: the same thing decided otherwise, or what an exemption took away
            assert key not in before or key not in after, key
            assert (
                subject in exempt
                or (what.startswith("reviewer:") and subject in replaced)
                or any(removed in names for other, (_value, names) in before.items()
                       if other[:2] == subject and _topic(other[2]) == _topic(what))
            ), (key, before.get(key), after.get(key))  # fmt: skip


def _topic(what: str) -> str:
    """A step skipped and a step that is there are two answers to one question; so are two forms."""
    kind, _colon, rest = what.partition(":")
    if kind == "step_skipped":
        return "step:" + rest.partition("（")[2].rstrip("）")
    return what if kind == "step" else kind


_CACHE: dict[str, Any] = {}


def _opened(trial: Any) -> Any:
    """The roster is read once for all examples."""
    return _CACHE.setdefault(str(trial.folder), trial.open())
