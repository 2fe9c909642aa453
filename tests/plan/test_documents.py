"""Which documents there are, and what each of them prints: R1, R17, R30, R54, R55, Q2, Q5, Q8."""

from __future__ import annotations

from typing import Any

import pytest

from pingyi import Form, MemberForm, hookimpl
from pingyi.errors import PluginError
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.identity import is_valid_code
from pingyi.model.people.person import Membership
from pingyi.model.results.records import Record, Visit
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import fill_document, identify


def fill(plan: Any, subject: Any, form: str, copy: str) -> Any:
    return fill_document(plan, subject, next(it for it in subject.documents if (it.form, it.copy) == (form, copy)))


def test_R17_R54_every_member_gets_form_2_in_three_copies(small: Any, look: Any) -> None:
    for name, form in (("张三", "member"), ("小明", "student_member")):
        documents = look.subject(small.plan(), "member", name).documents
        assert [(item.form, item.copy) for item in documents] == [
            (form, "self"),
            (form, "organisation"),
            (form, "public"),
        ]
        assert all(look.clauses(item.reasons) == ["R17", "R54"] for item in documents)


def test_R17_every_organisation_gets_form_1_and_its_ballots(small: Any, look: Any) -> None:
    plan = small.plan()
    forms = [item.form for item in look.subject(plan, "organisation", "机械学院党总支").documents]
    assert forms == ["organisation", "ballot_organisation"]
    for branch in ("机械教工党支部", "图书馆直属党支部"):
        forms = [item.form for item in look.subject(plan, "organisation", branch).documents]
        assert forms == ["organisation", "ballot_organisation", "ballot_members"]


def test_Q05_a_secretary_has_no_form_of_his_own_and_the_plan_says_why(small: Any, look: Any) -> None:
    subject = look.subject(small.plan(), "secretary", "王志")
    assert subject.documents == ()
    assert [item.reason.clause for item in subject.decisions if item.what == "form"] == ["Q5"]


def test_R01_every_document_carries_the_number_of_the_notice_and_a_code_of_its_own(small: Any) -> None:
    plan = small.plan()
    codes = []
    for subject in plan.subjects():
        for document in subject.documents:
            data = fill_document(plan, subject, document)
            assert data.doc_number == "津职师大党组发〔2010〕18号"
            assert data.institution == "示例大学"
            assert data.code == identify(plan, subject, document, "any version").code
            codes.append(data.code)
    assert len(set(codes)) == len(codes) > 30
    assert all(map(is_valid_code, codes))


def test_identify_names_campaign_form_version_subject_and_copy(small: Any, look: Any) -> None:
    plan = small.plan()
    subject = look.subject(plan, "member", "张三")
    identity = identify(plan, subject, subject.documents[2], "abc")
    assert identity.campaign == "chuangxian_zhengyou"
    assert (identity.form, identity.version, identity.subject, identity.copy) == (
        "member",
        "abc",
        "member:m4",
        "public",
    )


def test_R55_titles_of_the_forms_follow_the_activity(small: Any) -> None:
    forms = small.plan().plugins.forms
    activity = small.plan().campaign.settings.campaign.activity
    assert forms["organisation"].title.format(activity=activity) == "基层党组织开展创先争优活动领导点评登记表"
    assert forms["member"].title.format(activity=activity) == "党员在创先争优活动中接受领导点评登记表"
    assert forms["ballot_members"].title.format(activity=activity) == "基层党组织创先争优活动集中评议表"


def test_R54_the_note_and_the_label_say_who_keeps_which_copy(small: Any, look: Any) -> None:
    plan = small.plan()
    subject = look.subject(plan, "member", "张三")
    for copy, label in (("self", "本人存"), ("organisation", "党组织存"), ("public", "公示")):
        data = fill(plan, subject, "member", copy)
        assert data.copies_note == "注：此表一式三份，本人存一份，党组织存一份，公示一份。"
        assert data.copy_label == label


def test_R54_other_labels_of_copies_change_the_note(small: Any, look: Any) -> None:
    small.settings = {"copies": {"self": {"label": "个人留存"}}}
    plan = small.plan()
    data = fill(plan, look.subject(plan, "member", "张三"), "member", "self")
    assert data.copies_note == "注：此表一式三份，个人留存一份，党组织存一份，公示一份。"


def test_form_2_prints_what_the_roster_knows_and_leaves_the_rest_for_the_pen(small: Any, look: Any) -> None:
    facts = {"sex": "男", "ethnicity": "汉族", "post": "讲师", "birth": "1975.03", "joined_on": "2001-07-01"}
    small.members("机械教工党支部", "周平", **facts)
    plan = small.plan()
    data = fill(plan, look.subject(plan, "member", "周平"), "member", "self")
    assert (data.name, data.sex, data.ethnicity, data.membership) == ("周平", "男", "汉族", "正式党员")
    assert (data.birth, data.joined_on) == (PartialDate(1975, 3), PartialDate(2001, 7, 1))
    assert (data.branch_name, data.post_line) == ("机械教工党支部", "讲师")
    assert [(item.number, item.title, item.text) for item in data.self_summary] == [
        ("一", "参加创先争优活动情况", ""),
        ("二", "立足本岗创先争优情况", ""),
        ("三", "公开承诺践诺情况", ""),
        ("四", "联系和服务师生情况", ""),
    ]
    assert (data.comment_secretary, data.comment_committee, data.grade, data.next_commitments) == ("", "", "", ())


def test_form_2_prints_the_roles_of_the_reviewers(small: Any, look: Any) -> None:
    plan = small.plan()
    roles = {
        name: (data.first_reviewer, data.second_reviewer)
        for name in ("张三", "王志", "馆员", "邱涛")
        for data in [fill(plan, look.subject(plan, "member", name), "member", "self")]
    }
    assert roles == {
        "张三": ("党支部书记", "党总支委员"),
        "王志": ("党总支书记", "党总支委员"),
        "馆员": ("党支部书记", ""),
        "邱涛": ("校领导", ""),
    }


def test_R30_what_was_written_is_printed(small: Any, look: Any) -> None:
    small.records[SubjectKind.MEMBER, "m4"] = Record(
        self_summary={"service": "联系学生宿舍"},
        comments={"secretary": "表现突出", "committee": "同意"},
        grade="优秀",
        rectification="加强学习",
        follow_up="已落实",
        next_commitments=("上好每一节课",),
    )
    plan = small.plan()
    data = fill(plan, look.subject(plan, "member", "张三"), "member", "organisation")
    assert [item.text for item in data.self_summary] == ["", "", "", "联系学生宿舍"]
    assert (data.comment_secretary, data.comment_committee, data.grade) == ("表现突出", "同意", "优秀")
    assert (data.rectification, data.follow_up, data.next_commitments) == ("加强学习", "已落实", ("上好每一节课",))


def test_R30_form_1_has_one_comment_on_the_organisation_and_one_on_its_secretary(small: Any, look: Any) -> None:
    small.records[SubjectKind.ORGANISATION, "机械教工党支部"] = Record(
        self_summary={"team": "班子团结"}, comments={"organisation": "工作扎实"}, method="现场点评", place="会议室"
    )
    small.records[SubjectKind.SECRETARY, "机械教工党支部"] = Record(comments={"secretary_as_subject": "认真负责"})
    plan = small.plan()
    data = fill(plan, look.subject(plan, "organisation", "机械教工党支部"), "organisation", "organisation")
    assert (data.comment_on_org, data.comment_on_secretary) == ("工作扎实", "认真负责")
    assert (data.method, data.place) == ("现场点评", "会议室")
    assert [(item.number, item.text) for item in data.self_summary][4] == ("五", "班子团结")


def test_form_1_prints_the_facts_of_the_organisation(small: Any, look: Any) -> None:
    small.members("机械学生党支部", "小刚", membership=Membership.PROBATIONARY)
    plan = small.plan()
    data = fill(plan, look.subject(plan, "organisation", "机械学生党支部"), "organisation", "organisation")
    assert (data.org_name, data.org_kind, data.branch_type) == ("机械学生党支部", "党支部", "学生党支部")
    assert (data.secretary_name, data.member_total, data.probationary_total) == ("丁欣", 4, 1)
    assert (data.parent_org, data.contact_leader) == ("机械学院党总支", "吴副校长")
    assert data.reviewers == "李书记（机械学院党总支书记）"
    above = fill(plan, look.subject(plan, "organisation", "机械学院党总支"), "organisation", "organisation")
    assert (above.member_total, above.probationary_total, above.branch_type) == (9, 1, "")
    assert above.reviewers == "吴副校长（副校长）"


def test_probationary_members_are_reviewed_but_not_graded(small: Any, look: Any) -> None:
    small.members("机械学生党支部", "小刚", membership=Membership.PROBATIONARY)
    plan = small.plan()
    assert fill(plan, look.subject(plan, "member", "小刚"), "student_member", "self").grade == "不评定等次"
    subject = look.subject(plan, "organisation", "机械学生党支部")
    items = fill(plan, subject, "ballot_members", "ballot").items
    assert [item.text for item in items] == ["丁欣", "小红", "小明"]


def test_a_branch_of_probationary_members_alone_has_no_ballot_on_members(university: Any, look: Any) -> None:
    made = university()
    made.direct("新党支部", "student")
    made.members("新党支部", "小刚", membership=Membership.PROBATIONARY)
    forms = [item.form for item in look.subject(made.plan(), "organisation", "新党支部").documents]
    assert forms == ["organisation", "ballot_organisation"]


def test_Q02_ballots_have_two_shapes(small: Any, look: Any) -> None:
    small.settings = {"grades": {"member": ["优秀", "合格", "不合格"]}}
    plan = small.plan()
    subject = look.subject(plan, "organisation", "机械学生党支部")
    on_branch = fill(plan, subject, "ballot_organisation", "ballot")
    assert [item.number for item in on_branch.items] == [1, 2, 3, 4, 5, 6, 7]
    assert on_branch.items[-1].text == "总体评价"
    assert on_branch.grades == ("好", "较好", "一般", "差")
    on_members = fill(plan, subject, "ballot_members", "ballot")
    assert [(item.number, item.text, item.note) for item in on_members.items] == [
        (1, "丁欣", ""),
        (2, "小红", ""),  # by surname strokes, and those of the given names
        (3, "小明", ""),
    ]
    assert on_members.grades == ("优秀", "合格", "不合格")
    assert on_members.voter_categories == ("党员", "群众（代表）", "学生")


def test_members_of_one_name_are_told_apart_on_the_ballot_without_their_numbers(university: Any, look: Any) -> None:
    made = university()
    made.direct("党支部甲")
    made.members("党支部甲", "张伟", post="讲师")
    made.members("党支部甲", "张伟", joined_on="2005-07-01")
    plan = made.plan()
    items = fill(plan, look.subject(plan, "organisation", "党支部甲"), "ballot_members", "ballot").items
    assert [item.note for item in items] == ["讲师", "2005.07入党"]


def test_Q08_the_posted_copy_shows_no_private_data(small: Any, look: Any) -> None:
    small.members("机械学生党支部", "小刚", birth="1988-11-02", class_name="电0802班", degree_level="本科生")
    plan = small.plan()
    subject = look.subject(plan, "member", "小刚")
    own, posted = (fill(plan, subject, "student_member", copy) for copy in ("self", "public"))
    assert (own.birth, own.student_no) == (PartialDate(1988, 11), subject.id)
    assert (posted.birth, posted.student_no) == ("1988年", "")
    assert (posted.name, posted.post_line, posted.degree_level) == ("小刚", "电0802班", "本科生")
    assert "11" not in posted.model_dump_json(exclude={"code"}).replace("2011", "").replace("118", "")


def test_Q08_the_posted_copy_of_a_retired_member_hides_the_visit_and_the_signature(university: Any, look: Any) -> None:
    made = university()
    made.direct("离退休党支部", "retired")
    made.members("离退休党支部", "老同志", retired_on="2005-03-01", retirement="离休", post="机械厂厂长")
    made.records[SubjectKind.MEMBER, "m1"] = Record(
        visit=Visit(
            method="走访",
            held_on=PartialDate(2011, 1, 5),
            place="家中",
            visitors=("甲", "乙"),
            signature="代签",
            proxy="子",
        ),
        oral_commitment=True,
    )
    plan = made.plan()
    subject = look.subject(plan, "member", "老同志")
    own, posted = (fill(plan, subject, "retired_member", copy) for copy in ("self", "public"))
    assert (own.post_line, own.retired_line) == ("机械厂厂长", "2005.03 离休")
    assert (own.visit_method, own.visit_place, own.visitors) == ("走访", "家中", "甲、乙")
    assert (own.visit_held_on, own.signature_mode, own.proxy) == (PartialDate(2011, 1, 5), "代签", "子")
    assert own.oral_commitment
    assert (posted.visit_method, posted.visitors) == ("走访", "甲、乙")
    assert (posted.visit_place, posted.signature_mode, posted.proxy) == ("", "", "")


def test_the_limit_of_the_summary_is_printed_as_the_settings_say(small: Any, look: Any) -> None:
    small.settings = {"forms": {"budgets": {"self_summary": 500}}}
    plan = small.plan()
    data = fill(plan, look.subject(plan, "member", "张三"), "member", "self")
    assert data.self_summary_note == "对照点评内容逐项总结，共500字以内"


def test_documents_do_not_mix_when_asked_in_any_order(small: Any) -> None:
    plan = small.plan()
    jobs = [(subject, document) for subject in plan.subjects() for document in subject.documents]
    straight = [fill_document(plan, *job) for job in jobs]
    backwards = [fill_document(plan, *job) for job in reversed(jobs)]
    assert straight == backwards[::-1]


class Filler:
    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    @hookimpl
    def pingyi_fill(self, form: Any, subject: Any, context: Any) -> Any:
        return self.values if form.id == "member" else {}


def test_a_plugin_may_fill_fields_of_a_form(small: Any, look: Any) -> None:
    small.hooks["own"] = Filler({"post_line": "由规则填写"})
    plan = small.plan()
    assert fill(plan, look.subject(plan, "member", "张三"), "member", "public").post_line == "由规则填写"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"postline": "x"}, ["own", "postline", "member", "post_line"]),
        ({"year": "每年"}, ["own", "year", "member"]),
        ({"next_commitments": 3}, ["own", "next_commitments"]),
        (["post_line"], ["own", "member"]),
    ],
)
def test_a_plugin_that_fills_nonsense_is_named(small: Any, look: Any, values: Any, words: list[str]) -> None:
    small.hooks["own"] = Filler(values)
    plan = small.plan()
    with pytest.raises(PluginError) as caught:
        fill(plan, look.subject(plan, "member", "张三"), "member", "self")
    assert all(word in str(caught.value) for word in words)


def test_a_plugins_own_form_gets_the_values_it_has_fields_for(small: Any, look: Any) -> None:
    from pingyi import BranchType, Decision, FormData
    from pingyi.model.fields.base import Cell

    class Card(FormData):
        name: str = ""
        post_line: str = ""

    class Clinic(BranchType):
        NAME, LABEL, member_form = "clinical", "临床党支部", "card"

        def procedure(self, organisation: Any, context: Any) -> Any:
            return ()

        def method(self, member: Any, branch: Any, context: Any) -> Any:
            return Decision("method", "班组点评", self.reason("by-shift", "", "按班次点评"))

    class Plugin:
        @hookimpl
        def pingyi_branch_types(self) -> Any:
            return [Clinic]

        @hookimpl
        def pingyi_forms(self) -> Any:
            return [Form("card", "{activity}卡片", "卡片", "own:card.docx", Card, ("self",))]

    assert Cell("x").label == "x"
    small.hooks["clinic"] = Plugin()
    for item in small.organisations:
        if item["id"] == "机械教工党支部":
            item["branch_type"] = "clinical"
    small.people = {
        key: person.model_copy(update={"branch_type": "clinical"}) if person.branch_id == "机械教工党支部" else person
        for key, person in small.people.items()
    }
    plan = small.plan()
    subject = look.subject(plan, "member", "张三")
    data = fill(plan, subject, "card", "self")
    assert not isinstance(data, MemberForm)
    assert (data.name, data.activity) == ("张三", "创先争优活动")
    assert subject.method.value == "班组点评"
