"""What stands on the papers that sum a campaign up: ledger, certificate of coverage, notice, report upward."""

from __future__ import annotations

from typing import Annotated

from pingyi.model.fields.base import Cell, Model
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import FormData


class LedgerLine(Model):
    """One reviewed, exempt or missing subject: the columns of a ledger (R31).

    Attributes:
        comment: what the reviewers wrote, where they did not divide it themselves; else `merits` and `problems`.
        rectification: the direction the reviewers gave, and what is to be mended.
    """

    number: int
    held_on: str = ""
    place: str = ""
    method: str = ""
    reviewers: str = ""
    posts: str = ""
    subject: str = ""
    kind: str = ""
    organisation: str = ""
    branch_type: str = ""
    comment: str = ""
    merits: str = ""
    problems: str = ""
    rectification: str = ""
    time_limit: str = ""
    follow_up: str = ""
    papers: str = ""
    remark: str = ""


class CountLine(Model):
    """One line of counts: a kind of subject, a type of branch, an organisation."""

    label: str
    total: int = 0
    reviewed: int = 0
    exempt: int = 0
    missing: int = 0
    rate: str = ""


class NamedCount(Model):
    """How many of one sort there are: a method, a grade."""

    label: str
    count: int = 0


class BallotCount(Model):
    """The papers of one of the two evaluations, of all organisations together (R32)."""

    label: str
    organisations: int = 0
    issued: int = 0
    returned: int = 0
    valid: int = 0


class MissingLine(Model):
    """Those of one organisation whom nobody reviewed: itself, its secretary and its members, with what each lacks."""

    number: int
    organisation: str
    count: int
    who: str


class ExemptLine(Model):
    """One exempt member, with reason and approver (Q9)."""

    number: int
    name: str
    organisation: str = ""
    reason: str = ""
    approved_by: str = ""


class Totals(FormData):
    """What the four papers have in common: the sum of the campaign in numbers (R42, R48)."""

    general_branches: Annotated[int, Cell("党总支数", public=True)] = 0
    branches: Annotated[int, Cell("党支部数", public=True)] = 0
    secretaries: Annotated[int, Cell("书记数", public=True)] = 0
    members: Annotated[int, Cell("党员数", public=True)] = 0
    due: Annotated[int, Cell("应点评数", public=True)] = 0
    reviewed: Annotated[int, Cell("已点评数", public=True)] = 0
    exempt: Annotated[int, Cell("免予点评数", public=True)] = 0
    missing: Annotated[int, Cell("未点评数", public=True)] = 0
    rate: Annotated[str, Cell("覆盖率", public=True)] = ""


class Ledger(Totals):
    """点评工作台账 of one general branch or directly affiliated branch (R31); the counts are of what was reviewed."""

    unit: Annotated[str, Cell("党组织名称")] = ""
    lines: Annotated[tuple[LedgerLine, ...], Cell("台账内容")] = ()
    made_on: Annotated[PartialDate | str, Cell("填表日期")] = ""


class CoverageCertificate(Totals):
    """点评覆盖情况确认表: everybody reviewed, exempt or missing, by kind, type, method and organisation (R42, R48)."""

    complete: Annotated[bool, Cell("是否全面覆盖")] = False
    by_kind: Annotated[tuple[CountLine, ...], Cell("按对象统计")] = ()
    by_type: Annotated[tuple[CountLine, ...], Cell("按支部类型统计")] = ()
    by_unit: Annotated[tuple[CountLine, ...], Cell("按党组织统计")] = ()
    by_method: Annotated[tuple[NamedCount, ...], Cell("按点评方式统计")] = ()
    exempt_people: Annotated[tuple[ExemptLine, ...], Cell("免予点评名单")] = ()
    missing_subjects: Annotated[tuple[MissingLine, ...], Cell("未点评名单")] = ()
    signed_by: Annotated[str, Cell("党组织")] = ""
    made_on: Annotated[PartialDate | str, Cell("日期")] = ""


class OfficialPaper(Totals):
    """What a document laid out by GB/T 9704 has beside its text (R56)."""

    unit: Annotated[str, Cell("上报党组织", public=True)] = ""
    """The general branch or directly affiliated branch that reports; empty for the institution as a whole."""
    number: Annotated[str, Cell("本件发文字号", public=True)] = ""
    recipients: Annotated[str, Cell("主送机关", public=True)] = ""
    notice_title: Annotated[str, Cell("通知标题", public=True)] = ""
    basis: Annotated[tuple[str, ...], Cell("上级文件", public=True)] = ()
    theme: Annotated[str, Cell("主题", public=True)] = ""
    goals: Annotated[tuple[str, ...], Cell("目标要求", public=True)] = ()
    emphasis: Annotated[tuple[str, ...], Cell("主要内容", public=True)] = ()
    last_day: Annotated[str, Cell("点评截止日期", public=True)] = ""
    ballots: Annotated[tuple[BallotCount, ...], Cell("评议票统计", public=True)] = ()
    verdicts: Annotated[tuple[NamedCount, ...], Cell("评定等次统计", public=True)] = ()
    by_method: Annotated[tuple[NamedCount, ...], Cell("按点评方式统计", public=True)] = ()
    exemplars: Annotated[tuple[str, ...], Cell("先进典型", public=True)] = ()
    experiences: Annotated[tuple[str, ...], Cell("经验做法", public=True)] = ()
    common_problems: Annotated[tuple[str, ...], Cell("共性问题", public=True)] = ()
    demands: Annotated[tuple[str, ...], Cell("整改要求", public=True)] = ()
    signed_by: Annotated[str, Cell("署名", public=True)] = ""
    signed_on: Annotated[str, Cell("成文日期", public=True)] = ""
    copies_to: Annotated[str, Cell("抄送", public=True)] = ""
    issued_by: Annotated[str, Cell("印发机关", public=True)] = ""


class ResultsNotice(OfficialPaper):
    """通报: results by counts, without private data and without the names of those who are missing (R33, R52)."""

    methods: Annotated[str, Cell("通报方式", public=True)] = ""
    scope: Annotated[str, Cell("通报范围", public=True)] = ""


class UpwardReport(OfficialPaper):
    """上报报告: organisations, members, coverage, who is missing and why, and what is attached (R45)."""

    report_day: Annotated[str, Cell("上报截止日期")] = ""
    missing_subjects: Annotated[tuple[MissingLine, ...], Cell("未点评名单")] = ()
    exempt_people: Annotated[tuple[ExemptLine, ...], Cell("免予点评名单")] = ()
    attachments: Annotated[tuple[str, ...], Cell("附件")] = ()
