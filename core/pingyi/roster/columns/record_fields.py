"""The columns of the sheets that say what people wrote and did: 总结, 点评, 承诺, 走访 and 会议."""

from __future__ import annotations

from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import Column
from pingyi.model.results.meetings import AGENDA, MeetingKind
from pingyi.roster.columns.field import Field, SheetKind, ValueKind

ON_SECRETARY = "书记"
COMMENT_ROLES = ("党支部书记", "党总支委员", "党总支书记", "党支部委员", "校领导")
RECORD_KINDS = (SheetKind.SUMMARIES, SheetKind.COMMENTS, SheetKind.PLEDGES, SheetKind.VISITS)
ASPECT = "aspect:"
"""Start of the names of fields that hold one aspect of a self-summary; the aspect's title follows."""

_SUBJECT = (
    Field(
        "subject",
        Column("对象", "姓名或组织名称", "点评对象", "姓名", "被点评人", "党员姓名", "组织名称", example="张三"),
        required=True,
    ),
    Field("person_no", Column("学工号", "工号", "学号", "职工号", "工号/学号", "学号/工号"), ValueKind.CODE),
    Field(
        "organisation",
        Column("所在党组织", "所在党支部", "所属党支部", "所属党组织", "党支部", example="机关第一党支部"),
    ),
    Field("serial", Column("序号", "行号")),
)
_PLEDGES = (
    Field("pledge", Column("承诺事项", "承诺内容", "新年度公开承诺", "公开承诺"), required=True),
    Field("last_pledge", Column("上年承诺", "上年度承诺", "上年公开承诺", "本年度承诺")),
    Field("oral", Column("口头承诺", "是否口头承诺", values=("是", "否")), ValueKind.FLAG),
    Field("signed_by", Column("审核（指导）人", "审核人", "指导人")),
    Field("signed_on", Column("审核（指导）时间", "审核时间", "审核日期", "指导时间", "指导日期"), ValueKind.DATE),
    Field("opinion", Column("审核（指导）意见", "审核意见", "指导意见")),
)
_VISITS = (
    Field("method", Column("方式", "走访方式", "点评方式", example="走访")),
    Field("held_on", Column("时间", "走访时间", "日期", "走访日期"), ValueKind.DATE),
    Field("place", Column("地点", "走访地点")),
    Field("visitors", Column("走访人", "走访人员"), ValueKind.LIST),
    Field("signature", Column("签名方式", "本人签名", values=("本人签名", "代签", "口头"))),
    Field("proxy", Column("代签人", "委托人")),
    Field("relation", Column("与本人关系", "代签人与本人关系", "代签人关系")),
    Field("oral", Column("口头承诺", "是否口头承诺", values=("是", "否")), ValueKind.FLAG),
    Field("notes", Column("谈话要点", "走访记录", "备注", "谈话内容")),
)

_MEETINGS = (
    Field("kind", Column("类型", "会议类型", "会议名称", values=tuple(MeetingKind)), required=True),
    Field(
        "organisation",
        Column("组织", "党组织", "组织名称", "党组织名称", "所在党组织", "所在党支部", "党支部"),
        required=True,
    ),
    Field("held_on", Column("时间", "会议时间", "日期", "会议日期", "召开时间"), ValueKind.DATE),
    Field("place", Column("地点", "会议地点")),
    Field("chair", Column("主持人")),
    Field("recorder", Column("记录人")),
    Field("expected", Column("应到", "应到人数", example="25")),
    Field("attended", Column("实到", "实到人数", example="23")),
    Field("on_leave", Column("请假", "请假人员", "请假人员及原因", example="钱进（出差）、孙立（病假）")),
    Field("absent", Column("缺席", "缺席人员", "缺席人员及原因", example="周文（未请假）")),
    Field("not_counted", Column("不计应到", "不计应到人员及原因", example="李老（卧床不起）")),
    Field("guests", Column("列席", "列席人员")),
    Field("leaders", Column("到会校领导", "参会校领导")),
    Field("speakers", Column("述职人", example="王志、李敏")),
    Field("parts", Column("述职内容", example="年度工作、创先争优、公开承诺、不足、努力方向、本组织情况")),
    Field("reports_ended", Column("述职结束", "述职结束时间", example="15:00")),
    Field("ballots_issued", Column("发放评议表", "发放评议表时间", example="15:10")),
    Field("done", Column("完成议程", "议程", example="、".join(AGENDA[MeetingKind.EVALUATION]))),
    Field("leader_comment", Column("校领导点评", "领导点评", "对党组织及其书记的点评")),
    Field("serial", Column("序号", "行号")),
)


def list_record_fields(kind: SheetKind, settings: Settings) -> tuple[Field, ...]:
    """Every column of one of these sheets."""
    if kind is SheetKind.SUMMARIES:
        titles = dict.fromkeys(
            aspect.title for aspect in (*settings.aspects.organisation, *settings.aspects.member)
        )  # one title can stand in both lists
        return _SUBJECT + tuple(Field(ASPECT + title, Column(title)) for title in titles)
    if kind is SheetKind.COMMENTS:
        return _SUBJECT + _list_comment_fields(settings)
    if kind is SheetKind.MEETINGS:
        return _MEETINGS
    return _SUBJECT + (_PLEDGES if kind is SheetKind.PLEDGES else _VISITS)


def _list_comment_fields(settings: Settings) -> tuple[Field, ...]:
    return (
        Field("on", Column("点评对象类别", "对象类别", values=("党员", "党组织", ON_SECRETARY))),
        Field("role", Column("点评人角色", "点评人身份", "角色", "点评人职务", values=COMMENT_ROLES), required=True),
        Field("reviewer", Column("点评人", "点评人姓名")),
        Field("comment", Column("点评内容", "点评意见", "领导点评")),
        Field("grade", Column("等次", "评定等次", "民主评议等次", "评议等次", values=settings.grades.verdict)),
        Field("method", Column("点评方式", "方式")),
        Field("held_on", Column("点评时间", "时间", "日期"), ValueKind.DATE),
        Field("place", Column("点评地点", "地点")),
        Field("rectification", Column("整改措施", "整改措施及努力方向", "努力方向")),
        Field("follow_up", Column("落实情况", "整改落实情况")),
    )
