"""Wrong settings name the line, the full key and the cure; right ones are read in every spelling people use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi import Problem
from pingyi.campaign import load_settings
from pingyi.errors import SettingsError
from pingyi.model.config.settings import Settings

Write = Callable[[str | bytes], Path]

# text of the file, full key, line, words of the message, words of the cure
WRONG_KEYS = [
    ("[deadlines]\nrevue = 2011-01-13", "deadlines.revue", 2, "no setting", "deadlines.review"),
    ("[deadline]\nreview = 2011-01-13", "deadline", 1, "no setting", "“deadlines”"),
    ("[deadlines]\n[deadline]\nreview = 2011-01-13", "deadline", 2, "no setting", "“deadlines”"),
    ("institution = '示例大学'", "institution", 1, "no setting", "campaign.institution"),
    ("[forms]\ninstitution = '示例大学'", "forms.institution", 2, "no setting", "heading [campaign]"),
    ("[campaign]\nfavourite = 'x'", "campaign.favourite", 2, "no setting", "activity"),
    ("[copies.public]\nshwos = 'all'", "copies.public.shwos", 2, "no setting", "copies.public.shows"),
    ("[[rules]]\nwhen = 'member.age > 80'", "rules[1].because", 1, "is missing", "because ="),
    ("[deadlines]\nreview = 2011-01-16\nreport = 2011-01-15", "deadlines.report", 3, "2011-01-16", "report ="),
    ("[deadlines]\nreview = '2011年1月'", "deadlines.review", 2, "lacks the day", "2011-01-13"),
    ("[deadlines]\nreview = 2011", "deadlines.review", 2, "not a date", "2011-01-13"),
    ("[deadlines]\nreview = 201101", "deadlines.review", 2, "lacks the day", "2011-01-13"),
    ("[deadlines]\nreview = '2011-02-30'", "deadlines.review", 2, "no day 30", "2011-01-13"),
    ("[deadlines]\nreview = '一月十三日'", "deadlines.review", 2, "not a date", "2011-01-13"),
    ("[deadlines]\nreview = 09:30:00", "deadlines.review", 2, "not a date", "2011-01-13"),
    ("[deadlines.steps]\n'self-summary' = '2011-13-01'", "deadlines.steps.self-summary", 2, "month 13", "value"),
    ("[deadlines]\ndeadlines_inclusive = '是'", "deadlines.deadlines_inclusive", 2, "true or false", "= true"),
    ("[campaign]\nyear = '去年'", "campaign.year", 2, "whole number", "2010"),
    ("[campaign]\nyear = 10", "campaign.year", 2, "at least 1949", "2010"),
    ("[campaign]\nid = '创先 争优'", "campaign.id", 2, "letters", "chuangxian_zhengyou"),
    ("[campaign]\ninstitution = 3", "campaign.institution", 2, "text between quotes", 'institution = ""'),
    ('[campaign]\ntheme = "a\\u0007b"', "campaign.theme", 2, "U+0007", "theme ="),
    ("[campaign]\ngoals = '推动科学发展'", "campaign.goals", 2, "list between", '["推动科学发展"'),
    ("campaign = 3", "campaign", 1, "table", "[campaign]"),
    ("[grades]\nmember = ['好', '好']", "grades.member", 2, "“好” twice", '"差"'),
    ("[grades]\nverdict = ['优秀']", "grades.verdict", 2, "at least 2", "不合格"),
    ("[grades]\nverdict = ['优秀', ' ']", "grades.verdict", 2, "empty name", "不合格"),
    ("[aspects]\nmember = []", "aspects.member", 2, "at least one", "participation"),
    ("[[aspects.member]]\nid = '1'\ntitle = '甲'", "aspects.member[1].id", 2, "letters", "participation"),
    ("[[aspects.member]]\nid = 'a'", "aspects.member[1].title", 1, "missing", "title ="),
    (
        "[[aspects.member]]\nid = 'a'\ntitle = '甲'\n[[aspects.member]]\nid = 'a'\ntitle = '乙'",
        "aspects.member", 1, "“a” twice", "participation",
    ),
    ("[assignments]\ncommittee_comments = 'some'", "assignments.committee_comments", 2, '"one", "all"', '"one"'),
    ("[copies.public]\nshows = 'some'", "copies.public.shows", 2, "list of field names", '"public"'),
    ("[copies.public]\nshows = ['name', 3]", "copies.public.shows", 2, "list of field names", '"public"'),
    ("[copies]\npublic = 'all'", "copies.public", 2, "table", "[copies.public]"),
    ("[forms]\nname_pattern = '{no}_{nmae}'", "forms.name_pattern", 2, "{nmae}", "{name}"),
    ("[forms]\nname_pattern = '{no'", "forms.name_pattern", 2, "partner", "{name}"),
    ("[forms]\nname_pattern = '{form}'", "forms.name_pattern", 2, "{no} or {name}", "{name}"),
    ("[forms.budgets]\nremark = 0", "forms.budgets.remark", 2, "at least 1", "value"),
    ("[forms]\nempty = '没有任何内容可以填写在这里'", "forms.empty", 2, "at most 10", "—"),
    ("[roster.columns]\n'政工号' = 3", "roster.columns.政工号", 2, "text between quotes", "value"),
    ("[exemptions]\nperson = '张三'", "exemptions", 1, "list", "[[exemptions]]"),
    ("[[exemptions]]\nperson = '张三'\nreason = '病'", "exemptions[1].approved_by", 1, "missing", "approved_by"),
    ("[[exemptions]]\nperson = '张三'\nreason = ''\napproved_by = '李四'", "exemptions[1].reason", 3, "empty", "value"),
    ("[plugins]\nretired = 3", "plugins.retired", 2, "table", "[plugins.retired]"),
]  # fmt: skip


def find_problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    for problem in caught.value.problems:
        assert problem.severity == "error"
        assert problem.file == path.name
        assert problem.cure
    return caught.value.problems


@pytest.mark.parametrize(("text", "key", "line", "message", "cure"), WRONG_KEYS, ids=[case[1] for case in WRONG_KEYS])
def test_a_wrong_key_is_named_in_full_with_its_line_and_cure(
    write_settings: Write, *, text: str, key: str, line: int, message: str, cure: str
) -> None:
    (problem,) = find_problems(write_settings(text))
    assert problem.column == key
    assert key in problem.message
    assert problem.row == line
    assert message in problem.message
    assert cure in problem.cure


def test_all_wrong_keys_are_reported_at_once_on_their_lines(write_settings: Write) -> None:
    text = "\n".join(
        [
            "[campaign]  # a heading",
            'theme = """',
            "[grades]",  # inside a text: not a heading
            "member = 3",
            '"""',
            "year = 'x'",
            "",
            "[[exemptions]]",
            "person = '张三'",
            "reason = '病'",
            "approved_by = '李四'",
            "# the second",
            "[[exemptions]]",
            "person = 7",
            "approved_by = '李四'",
            "[grades]",
            "member = [",
            "  '好',",
            "  '好',",
            "]",
        ]
    )
    found = {problem.column: problem.row for problem in find_problems(write_settings(text))}
    assert found == {
        "campaign.year": 6,
        "exemptions[2].person": 14,
        "exemptions[2].reason": 13,
        "grades.member": 17,
    }


# text of the file, line, words of the cure
WRONG_TOML = [
    ("[campaign]\ninstitution = “示例大学”", 2, "straight English quotes"),
    ("[campaign]\ninstitution = '示例大学' # “引号”在注释里\nyear = 二〇一〇", 3, '"二〇一〇"'),
    ("[campaign]\ninstitution ＝ '示例大学'", 2, "equals sign"),
    ("[campaign]\ninstitution： '示例大学'", 2, "equals sign"),
    ("[campaign]\ninstitution: '示例大学'", 2, "equals sign"),
    ("[campaign]\ninstitution = 示例大学", 2, '"示例大学"'),
    ('[campaign]\ninstitution = "示例大学\nyear = 2010', 2, "closing quote"),
    ('[campaign]\ninstitution = "示例"大学"', 2, "behind the closing quote"),
    ('[campaign]\ntheme = """\n第一行\n第二行', 2, "closing quote"),
    ("[campaign]\nyear = 2010\nyear = 2011", 3, "second time"),
    ("[campaign]\nyear = 2010\n[campaign]", 3, "second time"),
    ("【campaign】\nyear = 2010", 1, "brackets"),
    ("[campaign\nyear = 2010", 1, "heading"),
    ("[campaign]\nyear", 2, "name = value"),
    ("[campaign]\nyear =", 2, "missing after the equals sign"),
    ("[roster.columns]\n政工号 = 'person_no'", 2, '"政工号" ='),
    ('[roster]\nfile = "D:\\名单\\党员.xlsx"', 2, "single quotes"),
    ("[deadlines]\nreview = 2011-1-13", 2, "2011-01-13"),
    ("[deadlines]\nreview = 2011年1月13日", 2, "2011-01-13"),
    ("[deadlines]\nreview = 2011/1/13", 2, "2011-01-13"),
    ("[deadlines]\ndeadlines_inclusive = True", 2, "small letters"),
    ("[deadlines]\ndeadlines_inclusive = 是", 2, "true or false"),
    ("[grades]\nmember = ['好'，'差']", 2, "English commas"),
    ("[grades]\nmember = ['好' '差']", 2, "comma between"),
    ("[grades]\nmember = ['好', '差'\n\n[forms]\nempty = ''", 2, "closing bracket"),
    ("[roster]\nfile = 010", 2, "leading zeros"),
    ("[roster]\nfile = 'a\x01b'", 2, "invisible character"),
    ("a = " + "[" * 5000, 1, "bracket"),
    ("a = " + "1" * 5000, 1, "quotes"),
]


@pytest.mark.parametrize(("text", "line", "cure"), WRONG_TOML, ids=[case[2] for case in WRONG_TOML])
def test_a_slip_in_the_toml_is_told_with_line_and_usual_cause(
    write_settings: Write, text: str, line: int, cure: str
) -> None:
    (problem,) = find_problems(write_settings(text))
    assert problem.code == "settings-syntax"
    assert problem.row == line
    assert cure in problem.cure
    assert problem.value == text.splitlines()[line - 1].strip()


def test_the_column_is_told_where_it_is_known(write_settings: Write) -> None:
    (problem,) = find_problems(write_settings("[campaign]\ninstitution = “示例大学”"))
    assert "column 15" in problem.message


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_refused_with_a_cure(write_settings: Write, encoding: str) -> None:
    text = "[campaign]\nid = 'x'\ntheme = '学习贯彻党的会议精神'"
    (problem,) = find_problems(write_settings(text.encode(encoding)))
    assert problem.code == "settings-encoding"
    assert "UTF-8" in problem.cure
    assert encoding != "gb18030" or problem.row == 3


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(write_settings: Write) -> None:
    path = write_settings("\ufeff[campaign]\r\nyear = 2011\r\ntheme = '学习'\r\n")
    assert load_settings(path).campaign.year == 2011


def test_a_missing_file_is_told_and_an_ending_that_windows_hides_is_seen(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="pingyi init"):
        load_settings(tmp_path / "campaign.toml")
    (tmp_path / "campaign.toml.txt").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"Rename “campaign\.toml\.txt”"):
        load_settings(tmp_path / "campaign.toml")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


def test_an_empty_file_is_the_notices_own_campaign(write_settings: Write) -> None:
    assert load_settings(write_settings("")) == Settings()


@pytest.mark.parametrize(
    "spelling",
    ["2011-01-12", "'2011-1-12'", "'2011年1月12日'", "'2011.1.12'", "'2011/01/12'", "20110112", "2011-01-12T08:00:00"],
)
def test_R44_a_deadline_in_any_spelling_of_a_full_day(write_settings: Write, spelling: str) -> None:
    settings = load_settings(write_settings(f"[deadlines]\nreview = {spelling}\nsteps = {{ a = {spelling} }}"))
    assert settings.deadlines.review == dt.date(2011, 1, 12)
    assert settings.deadlines.last_day("a") == dt.date(2011, 1, 12)


def test_R44_R45_the_notices_dates_and_the_day_before_where_they_are_exclusive() -> None:
    deadlines = Settings().deadlines
    assert (deadlines.last_day("x"), deadlines.last_day("x", reporting=True)) == (
        dt.date(2011, 1, 13),
        dt.date(2011, 1, 15),
    )
    exclusive = deadlines.model_copy(update={"deadlines_inclusive": False})
    assert exclusive.last_day("x") == dt.date(2011, 1, 12)


def test_R13_R14_the_notices_aspects_are_the_defaults() -> None:
    aspects = Settings().aspects
    assert [aspect.title for aspect in aspects.organisation] == [
        "组织领导本单位开展创先争优活动情况",
        "推动中心工作和重点任务完成情况",
        "公开承诺践诺情况",
        "服务群众解决问题情况",
        "加强班子和队伍建设情况",
        "党群共建创先争优情况",
    ]
    assert [aspect.title for aspect in aspects.member] == [
        "参加创先争优活动情况",
        "立足本岗创先争优情况",
        "公开承诺践诺情况",
        "联系和服务师生情况",
    ]


def test_R1_R2_R10_R11_R12_the_notice_is_the_default_campaign() -> None:
    info = Settings().campaign
    assert info.doc_number == "津职师大党组发〔2010〕18号"
    assert info.title == "关于在创先争优活动中开展领导点评工作的实施意见"
    assert info.theme == "学习贯彻党的十七届五中全会精神"
    assert info.goals == ("推动科学发展", "促进校园和谐", "服务人民群众", "加强基层组织")
    assert info.emphasis[-1] == "争当“五带头”优秀共产党员"


def test_R54_changing_one_copy_leaves_the_others(write_settings: Write) -> None:
    copies = load_settings(write_settings("[copies.public]\nlabel = '张贴'")).copies
    assert {name: copy.label for name, copy in copies.items()} == {
        "self": "本人存",
        "organisation": "党组织存",
        "public": "张贴",
    }
    assert copies["public"].shows == "public"


@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise_anything_but_a_settings_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    try:
        load_settings(path)
    except SettingsError as error:
        assert error.problems  # noqa: PT017


TOML_TEXT = st.text(alphabet="[]{}=\"'\\,.#\n 中a1-“：", max_size=60)


@given(TOML_TEXT)
def test_every_syntax_error_has_a_line_of_the_file_and_a_cure(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "slips.toml"
    path.write_text("[campaign]\n" + text, encoding="utf-8")
    try:
        load_settings(path)
    except SettingsError as error:
        for problem in error.problems:
            assert problem.row is not None
            assert 1 <= problem.row <= text.count("\n") + 2
            assert problem.cure
