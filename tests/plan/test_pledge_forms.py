"""The 公开承诺书 in the plan: who can have one, what it prints, and that it is made only where it is asked for."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pingyi.forms import read_text
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, explain, fill_document

Command = Callable[..., tuple[int, str, str]]
POINTS = ["体现先进性要求", "体现以正在干的事情为中心", "体现岗位职责特点", "体现群众意愿"]
SERVICE = "与改进工作作风、提升服务质量、推动文明处室（窗口）建设密切结合"


def fill(plan: Plan, look: Any, kind: str, name: str) -> Any:
    subject = look.subject(plan, kind, name)
    return fill_document(plan, subject, next(item for item in subject.on_request if item.form.endswith("_pledge")))


def test_R34_R35_organisations_and_members_can_have_one(small: Any, look: Any) -> None:
    plan = small.plan()
    for kind, name in (("organisation", "机械学院党总支"), ("organisation", "机械教工党支部"), ("member", "小明")):
        subject = look.subject(plan, kind, name)
        asked = [(item.form, item.copy) for item in subject.on_request if item.form.endswith("_pledge")]
        assert asked == [(f"{kind}_pledge", "organisation"), (f"{kind}_pledge", "public")]
        assert not [item for item in subject.documents if item.form.endswith("_pledge")]
        reasons = next(item for item in subject.on_request if item.form.endswith("_pledge")).reasons
        assert {"R34", "R35", "R54"} <= set(look.clauses(reasons))
        assert "需要时用 pingyi render --form 生成" in explain(plan, subject)
    assert look.subject(plan, "secretary", "王志").on_request == ()


def test_an_exempt_member_has_none(small: Any, look: Any) -> None:
    small.settings = {"exemptions": [{"person": "张三", "reason": "出国", "approved_by": "李书记"}]}
    assert look.subject(small.plan(), "member", "张三").on_request == ()


def test_R36_the_form_names_who_approves(small: Any, look: Any) -> None:
    plan = small.plan()
    approvers = {
        name: fill(plan, look, "organisation", name).approver
        for name in ("机械学院党总支", "机械教工党支部", "图书馆直属党支部")
    }
    assert approvers == {
        "机械学院党总支": "上级党组织", "机械教工党支部": "党总支", "图书馆直属党支部": "上级党组织"
    }  # fmt: skip


def test_R38_R39_the_points_of_the_step_stand_there_to_tick(small: Any, look: Any) -> None:
    plan = small.plan()
    for kind, name in (("organisation", "机械教工党支部"), ("member", "张三"), ("member", "小明")):
        assert [point.title for point in fill(plan, look, kind, name).points] == POINTS
    for kind, name in (("organisation", "图书馆直属党支部"), ("member", "馆员")):
        assert [point.title for point in fill(plan, look, kind, name).points] == [*POINTS, SERVICE]


def test_R39_a_service_window_of_another_type_has_the_fifth_point_too(university: Any, look: Any) -> None:
    made = university()
    made.direct("学生服务窗口党支部", "student", service_window=True)
    made.members("学生服务窗口党支部", "小明")
    plan = made.plan()
    for kind, name in (("organisation", "学生服务窗口党支部"), ("member", "小明")):
        assert [point.title for point in fill(plan, look, kind, name).points][4:] == [SERVICE]


def test_the_last_day_of_the_step_is_printed(small: Any, look: Any) -> None:
    small.settings = {"deadlines": {"steps": {"pledges": "2011-01-09"}}}
    data = fill(small.plan(), look, "member", "张三")
    assert (data.due, data.next_year) == ("2011年1月9日前制定", 2011)


def test_R51_R35_what_is_known_stands_there_already(small: Any, look: Any) -> None:
    (key,) = [id_ for id_, person in small.people.items() if person.name == "张三"]
    small.records[SubjectKind.MEMBER, key] = Record(
        rectification="1. 多听意见\n2. 多到企业\n3. 多读书\n4. 少开会",
        next_commitments=("上好课",),
        last_commitments=("上一年的承诺",),
        oral_commitment=True,
    )
    data = fill(small.plan(), look, "member", "张三")
    assert [line.text for line in data.mending] == ["多听意见", "多到企业", "多读书\n少开会"]
    assert [line.text for line in data.pledges] == ["上好课", "", "", ""]
    assert data.last_commitments == ("上一年的承诺",)
    assert data.ways == ("书面承诺",)


def test_R43_the_retired_may_choose_to_pledge_by_word_of_mouth(small: Any, look: Any) -> None:
    small.direct("离退休党支部", "retired", secretary="秦勇")
    (key,) = small.members("离退休党支部", "老同志")
    small.records[SubjectKind.MEMBER, key] = Record(oral_commitment=True)
    plan = small.plan()
    data = fill(plan, look, "member", "老同志")
    assert data.ways == ("书面承诺", "口头承诺")
    assert data.way == "口头承诺"
    assert [point.title for point in data.points] == POINTS
    assert not hasattr(fill(plan, look, "organisation", "离退休党支部"), "ways")


@pytest.fixture
def campaign(tmp_path: Path, write_roster: Callable[..., Path], pingyi: Command) -> Path:
    folder = tmp_path / "campaign"
    assert pingyi("init", folder)[0] == 0
    write_roster().replace(folder / "花名册.xlsx")
    return folder


def test_it_is_made_only_where_it_is_asked_for(campaign: Path, pingyi: Command) -> None:
    assert pingyi("render", campaign)[0] == 0
    assert not list((campaign / "out").rglob("*承诺*"))
    assert pingyi("render", campaign, "--form", "党员公开承诺书", "--form", "organisation_pledge")[0] == 0
    made = [path.name for path in (campaign / "out").rglob("*承诺*.docx")]
    assert len(made) == 2 * (7 + 5)
    assert "20002_周平_党员公开承诺书_党组织存.docx" in made
    assert pingyi("render", campaign, "--form", "member_pledge", "--copies", "公示", "--dry-run")[0] == 0


def test_it_goes_into_packs_and_print_files(campaign: Path, tmp_path: Path, pingyi: Command) -> None:
    asked = ("render", campaign, "--form", "党员公开承诺书")
    assert pingyi(*asked, "--packs", "branch", "-o", tmp_path / "packs")[0] == 0
    names = [name for path in (tmp_path / "packs").rglob("*.zip") for name in zipfile.ZipFile(path).namelist()]
    assert sum("党员公开承诺书" in name for name in names) == 14
    assert pingyi(*asked, "--print", "all", "-o", tmp_path / "print")[0] == 0
    (printed,) = (tmp_path / "print").rglob("*.docx")
    assert read_text(printed.read_bytes())["word/document.xml"].count("活动公开承诺书") == 14
