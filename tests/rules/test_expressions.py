"""The condition of a rule: what it may say, what is refused with which cure, and how fast it is."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, TemplateSyntaxError

from pingyi.forms.filling.sandbox import list_forbidden
from pingyi.model.config.settings import CampaignInfo
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import Officer, Organisation, OrgKind
from pingyi.model.people.person import Person
from pingyi.plugins import load_plugins
from pingyi.rules.expression import MAX_LENGTH, compile_expression
from pingyi.rules.kinds import describe_model
from pingyi.rules.spelling import correct_spelling

RETIRED = load_plugins().branch_types["retired"].member_model
NAMES = {
    "member": describe_model(RETIRED),
    "branch": describe_model(Organisation),
    "campaign": describe_model(CampaignInfo),
}
OLD: dict[str, Any] = {
    "age": 85, "health": "卧床", "sex": "女", "joined_on": PartialDate(1950, 6), "party_posts": ("支部委员",),
}  # fmt: skip
BRANCH = Organisation(
    id="b", name="离退休第一党支部", kind=OrgKind.BRANCH, service_window=True, committee=(Officer(name="吴老先"),)
)


def holds(text: str, **fields: Any) -> bool:
    expression, faults = compile_expression(text, NAMES)
    assert expression is not None, faults
    member = RETIRED(id="1", name="郑行难", **{**OLD, **fields})
    return expression.holds({"member": member, "branch": BRANCH, "campaign": CampaignInfo()})


@pytest.mark.parametrize(
    "text",
    [
        "member.age >= 80 or member.health in ['行动不便', '卧床']",
        "60 <= member.age < 90",
        "member.age - 5 == 80 and -member.age < 0",
        "not member.age < 80",
        "member.health == '卧床'",
        "'卧' in member.health",
        "member.health not in ('良好', '一般')",
        "member.joined_on < '1950.07'",
        "member.joined_on <= '1950-06'",
        "campaign.year - member.joined_on.year >= 50",
        "'支部委员' in member.party_posts",
        "member.party_posts[0] == '支部委员'",
        "'吴老先' in branch.committee",
        "branch.service_window",
        "branch.kind == '党支部'",
        "member.retired_on is none",
        "member.retired_on == None",
        "not member.retired_on",
        "(member.age if member.sex == '女' else 0) > 80",
        "member.name + '同志' == '郑行难同志'",
        "member.membership == '正式党员'",
        "member.birth.year < 1930 or true",
    ],
)
def test_what_an_expression_can_say(text: str) -> None:
    if text.endswith("or true"):  # a constant is no condition
        assert compile_expression(text, NAMES)[0] is None
    else:
        assert holds(text)


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">="])
def test_an_unknown_value_fulfils_no_comparison_by_size(sign: str) -> None:
    assert not holds(f"member.age {sign} 80", age=None)
    assert not holds(f"member.joined_on.year {sign} 1950", joined_on=None)
    assert not holds(f"member.joined_on {sign} '1950-01-01'", joined_on=None)


# expression, character, words of the message, words of the cure
WRONG = [
    ("member.agee > 80", 8, "agee", "member.age"),
    ("member.年龄 > 80", 8, "年龄", "member.age"),
    ("member.身体状况 == '卧床'", 8, "身体状况", "member.health"),
    ("age > 80", 1, "age", "member.age"),
    ("memebr.age > 80", 1, "memebr", "“member”"),
    ("member.health == 卧床", 18, "卧床", "'卧床'"),
    ("organisation.name == 'x'", 1, "organisation", "subject"),
    ("member.service_window", 8, "service_window", "branch.service_window"),
    ("member.age.year > 3", 12, "year", "nothing stands behind"),
    ("member.age >= 80 或 member.health == '卧床'", 18, "或", "80 or member"),
    ("member.age >= 80 且 member.sex == '女'", 18, "且", "80 and member"),
    ("非 member.age >= 80", 1, "非", "not member"),
    ("member.health == “卧床”", 18, "“ ”", "== '卧床'"),
    ("member.health in ［'卧床'，'住院'］", 18, "，", "['卧床', '住院']"),
    ("（member.age ＞＝ 80）", 1, "（", "(member.age >= 80)"),
    ("member.age ≥ 80", 12, "≥", ">= 80"),
    ("member.age 大于等于 ８０", 12, "大于等于", "member.age >= 80"),
    ("！member.health", 1, "！", "Write: !"),
    ("member.age = 80", 12, "=", "=="),
    ("member.age > 80 && member.sex == '女'", 17, "&&", "and"),
    ("member.age > 80 || member.age < 3", 17, "||", "or"),
    ("member.age > 80 AND member.age < 90", 17, "AND", "and"),
    ("member.health == '卧床", 18, "quote", "'卧床'"),
    ("(member.age > 80", 1, "pair", "missing"),
    ("member.age >", 12, "from here on", "Compare"),
    ("", 1, "empty", "member.age"),
    ("member.joined_on < 1949", 20, "date", "'1949-10-01'"),
    ("member.joined_on < '1949年'", 20, "not a date", "'1949-10-01'"),
    ("member.age >= '80'", 15, "number", "without quotes"),
    ("member.age in 80", 15, "needs a list", "brackets"),
    ("member.health in '卧床'", 18, "needs a list", "['卧床']"),
    ("member.age in ['80']", 15, "never", "without quotes"),
    ("member.age in [80, '81']", 15, "mixes", "quotes"),
    ("member.party_posts == '支部书记'", 23, "list", "in member.party_posts"),
    ("branch.service_window == 1", 26, "yes or no", "without comparing"),
    ("member.education >= '大学本科'", 1, "by size", "in ["),
    ("member.age", 1, "not a condition", ">= 80"),
    ("member", 1, "no value", "member.age"),
    ("branch.secretary == '吴老先'", 1, "no value", "branch.secretary.name"),
    ("member.health == '卧床' or '住院'", 26, "always", "member.health == '住院'"),
    ("true", 1, "always", "Compare"),
    ("member.membership == '预备'", 22, "values of this field", "预备党员"),
    ("member.joined_on - 3 > 2", 1, "only numbers", "member.joined_on.year"),
    ("member.name + 3 == 'x'", 15, "joined", "quotes"),
    ("member.age[0] > 3", 1, "no entries", "lists and texts"),
    ("member.age if member.sex == '女' else 'x'", 1, "another", "one kind"),
    ("len(member.name) > 3", 1, "calling", "compare fields"),
    ("member.name.upper() == 'X'", 1, "calling", "compare fields"),
    ("member.__class__", 8, "__class__", "Known"),
    ("member.name.__class__.__mro__", 13, "__class__", "nothing stands behind"),
    ("member.id_number == '1'", 8, "id_number", "Known"),
    ("[x for x in member.party_posts]", 1, "a loop", "in"),
    ("any(x for x in member.name)", 1, "calling", "in"),
    ("(lambda: 1)()", 1, "calling", "in"),
    ("member.age * 2 > 80", 1, "+ and -", "compare"),
    ("2 ** 9999999 > member.age", 1, "+ and -", "compare"),
    ("'a' * 999999999 == member.name", 1, "+ and -", "compare"),
    ("member.name[0:2] == 'x'", 13, "slice", "compare"),
    ("{'a': 1} == member.name", 1, "braces", "compare"),
    ("(x := 3) > 2", 2, ":=", "compare"),
    ("f'{member.name}' == 'x'", 1, "with f", "compare"),
    ("b'x' == member.name", 1, "this kind", "compare"),
    ("~member.age > 2", 1, "unaryop", "compare"),
    ("member.age >= 80\x00", 17, "from here", "Compare"),
    ("x" * (MAX_LENGTH + 1), MAX_LENGTH, "too long", "several rules"),
    ("(" * 300 + "1" + ")" * 300, 200, "from here", "Compare"),
]


@pytest.mark.parametrize(("text", "at", "message", "cure"), WRONG, ids=[item[0][:40] for item in WRONG])
def test_what_is_wrong_is_told_with_its_place_and_cure(text: str, at: int, message: str, cure: str) -> None:
    expression, faults = compile_expression(text, NAMES)
    assert expression is None
    fault = next(fault for fault in faults if message in fault.message)
    assert cure in fault.cure
    if len(text) != 601:  # where Python stops counting brackets differs between its versions
        assert fault.at == at


def test_everything_wrong_is_told_at_once() -> None:
    _expression, faults = compile_expression("member.agee > 80 且 member.helth == '卧床' 且 member.age > '3'", NAMES)
    assert len(faults) == 4


def test_a_value_seldom_meant_is_doubtful_only() -> None:
    expression, (fault,) = compile_expression("member.health == '卧窗'", NAMES)
    assert expression is not None
    assert fault.doubtful


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("member.health == “卧床，住院（或）”", "member.health == '卧床，住院（或）'"),
        ("member.health == '且' 且 member.age>80", "member.health == '且' and member.age>80"),
        ("member.health == '卧床'", "member.health == '卧床'"),
        ("member.年龄大于 80", "member.年龄大于 80"),
    ],
)
def test_the_spelling_inside_quotes_is_left_alone(text: str, written: str) -> None:
    assert correct_spelling(text)[0] == written


# what templates may say, rules may say; what templates may not, rules may not
SHARED = [
    "member.age >= 80 or member.health in ['卧床']", "not member.health", "member.age + 1 > 2 - member.age",
    "-member.age < 3", "member.party_posts[0] == 'x'", "member.age if member.sex else member.age", "(member.age) > 1",
    "member.health not in ('a', 'b')", "1 < member.age < 3", "member.name + 'x' == 'y'",
    "true == branch.service_window", "none == member.age",
    "member.age * 2 > 1", "member.age ** 2 > 1", "member.age // 2 > 1", "member.age % 2 == 1", "member.age / 2 > 1",
    "member.name.upper()", "range(3)", "member.__class__", "member.name[1:2]", "{'a': 1} == member.name", "self",
]  # fmt: skip


@pytest.mark.parametrize("text", SHARED)
def test_the_allow_list_is_that_of_the_templates(text: str) -> None:
    tree = Environment().parse("{{ " + text + " }}")
    forbidden = bool(list(list_forbidden(tree)))
    expression, faults = compile_expression(text, NAMES)
    words = ("cannot have", "no field", "there is no")
    assert forbidden is any(word in fault.message for word in words for fault in faults), faults
    assert forbidden is False or expression is None


ALPHABET = [*"()[]'\"<>=!+-*/08“”或且，（）_:\\\n", "member.age", "health", "in", "not", "and", "or", "卧床"]


@given(st.lists(st.sampled_from([*ALPHABET, " ", *string.ascii_lowercase]), max_size=25))
def test_no_text_makes_the_checker_fail(parts: list[str]) -> None:
    text = "".join(parts)
    expression, faults = compile_expression(text, NAMES)
    assert (expression is None) == any(not fault.doubtful for fault in faults)
    assert all(1 <= fault.at <= max(len(text), 1) + 40 and fault.cure for fault in faults)
    if expression is not None:
        expression.holds({"member": Person(id="1", name="x"), "branch": BRANCH, "campaign": CampaignInfo()})


def test_a_syntax_error_of_templates_is_one_of_rules_too() -> None:
    with pytest.raises(TemplateSyntaxError):
        Environment().parse("{{ member.age > }}")
    assert compile_expression("member.age >", NAMES)[0] is None
