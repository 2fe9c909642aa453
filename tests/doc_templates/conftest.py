"""Official forms filled with invented values: known ones, none, and as many characters as each cell has room for."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping

import pytest

from pingyi import AspectText, BallotItem, FormData, PartialDate, Settings
from pingyi.forms import CompiledTemplate, compile_template, find_template
from pingyi.model.fields.base import list_cells
from pingyi.model.papers.identity import Identity
from pingyi.plugins import Plugins, load_plugins

SETTINGS = Settings()
PROSE = "在创先争优活动中，支部组织党员学习五中全会精神，结合岗位实际查找不足、明确方向，扎实推进各项工作；"
KNOWN: Mapping[str, object] = {
    "institution": "滨海职业技术师范大学",
    "activity": "创先争优活动",
    "year": 2010,
    "doc_number": "滨职大党发〔2010〕6号",
    "org_name": "机械工程学院教工第一党支部",
    "org_kind": "党支部",
    "branch_type": "在职教职工党支部",
    "secretary_name": "高志强",
    "member_total": 23,
    "probationary_total": 2,
    "parent_org": "机械工程学院党总支",
    "contact_leader": "王建国、李春梅",
    "reviewers": "王建国（副校长、党委常委）、孙立新（机械工程学院党总支书记）、李春梅（校长助理）",
    "name": "林静怡",
    "sex": "女",
    "birth": PartialDate(1978, 3),
    "ethnicity": "维吾尔族",
    "joined_on": PartialDate(2001, 6, 20),
    "membership": "正式党员",
    "branch_name": "信息工程学院计算机系教工第一党支部",
    "post_line": "信息工程学院 计算机系副主任、副教授",
    "student_no": "2008310217",
    "degree_level": "硕士研究生",
    "grade_year": "2008级",
    "graduates_on": PartialDate(2012, 7),
    "retired_line": "1992.10（退休）",
    "first_reviewer": "党支部书记",
    "second_reviewer": "党总支委员",
    "copy_label": "党组织存",
    "copies_note": "注：此表一式三份，本人存一份，党组织存一份，公示一份。",
    "subject": "机械工程学院教工第一党支部",
    "next_year": 2011,
    "approver": "党总支",
    "ways": ("书面承诺", "口头承诺"),
    "grades": SETTINGS.grades.organisation,
    "voter_categories": ("党员", "群众（代表）", "学生"),
}


def write_prose(length: int) -> str:
    return "".join(itertools.islice(itertools.cycle(PROSE), length))


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    return load_plugins()


@pytest.fixture(scope="session")
def template(plugins: Plugins) -> Callable[[str], CompiledTemplate]:
    @functools.cache
    def get(form_id: str) -> CompiledTemplate:
        form = plugins.forms[form_id]
        return compile_template(find_template(form, plugins.form_plugins[form_id], None), SETTINGS)

    return get


@pytest.fixture(scope="session")
def make_data(plugins: Plugins) -> Callable[..., FormData]:
    """`make_data("member", name="张三")`: what is known, other values, and nothing that people fill."""

    def make(form_id: str, **values: object) -> FormData:
        model = plugins.forms[form_id].data
        given = {**KNOWN, **_lists(form_id), **values}
        return model(**{name: value for name, value in given.items() if name in model.model_fields})

    return make


def _lists(form_id: str) -> Mapping[str, object]:
    aspects = SETTINGS.aspects.organisation if form_id == "organisation" else SETTINGS.aspects.member
    summary = tuple(
        AspectText(id=aspect.id, number=number, title=aspect.title)
        for number, aspect in zip("一二三四五六", aspects, strict=False)
    )
    texts = [aspect.title for aspect in SETTINGS.aspects.organisation]
    if form_id == "ballot_members":
        texts = [f"{family}建国" for family in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"]
    items = tuple(BallotItem(number=number, text=text) for number, text in enumerate(texts, 1))
    return {"self_summary": summary, "items": items, **_list_pledges(form_id)}


def _list_pledges(form_id: str) -> Mapping[str, object]:
    count = 6 if form_id.startswith("organisation") else 4
    points = ("体现先进性要求", "体现以正在干的事情为中心", "体现岗位职责特点", "体现群众意愿",
              "与改进工作作风、提升服务质量、推动文明处室（窗口）建设密切结合")  # fmt: skip
    lines = {"mending": ("整改", 3), "taken_up": ("整改", 3)}
    lines |= dict.fromkeys(("pledges", "measures", "finish_by"), ("承诺", count))
    titles = {name: [f"{word}{number}" for number in range(1, many + 1)] for name, (word, many) in lines.items()}
    made: dict[str, object] = {
        name: tuple(AspectText(id=str(place), number=str(place), title=title) for place, title in enumerate(each, 1))
        for name, each in (*titles.items(), ("points", points))
    }
    return {**made, "due": "2011年1月13日前制定"} if form_id.endswith("_pledge") else made


@pytest.fixture(scope="session")
def make_full(plugins: Plugins, make_data: Callable[..., FormData]) -> Callable[..., FormData]:
    """`make_full("member")`: every cell that has a budget filled to its last character."""

    def make(form_id: str, *, first_aspect: int = 1) -> FormData:
        """`first_aspect` is how many times as long the first aspect's text is as each of the others."""
        data = make_data(form_id)
        changes: dict[str, object] = {}
        for name, cell in list_cells(type(data)).items():
            if not cell.fill or not cell.budget:
                continue
            if name == "self_summary":
                aspects: tuple[AspectText, ...] = data.self_summary  # type: ignore[attr-defined]
                part = cell.budget // (len(aspects) + first_aspect - 1)
                lengths = [part * first_aspect, *[part] * (len(aspects) - 1)]
                changes[name] = tuple(
                    aspect.model_copy(update={"text": write_prose(length)})
                    for aspect, length in zip(aspects, lengths, strict=True)
                )
            elif name in ("mending", "pledges", "measures", "finish_by"):
                lines: tuple[AspectText, ...] = getattr(data, name)
                text = write_prose(cell.budget // len(lines))
                changes[name] = tuple(line.model_copy(update={"text": text}) for line in lines)
            elif name == "next_commitments":
                changes[name] = (write_prose(cell.budget // 4),) * 4
            else:
                changes[name] = write_prose(cell.budget)
        return data.model_copy(update=changes)

    return make


@pytest.fixture(scope="session")
def render(template: Callable[[str], CompiledTemplate]) -> Callable[[str, FormData], bytes]:
    def make(form_id: str, data: FormData) -> bytes:
        compiled = template(form_id)
        identity = Identity("test", form_id, compiled.version, "member:1", "organisation")
        return compiled.render(data.model_copy(update={"code": identity.code}), identity)

    return make
