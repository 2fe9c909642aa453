"""A tally as its form prints it."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.evaluate.ballots import Shape
from pingyi.evaluate.results import GroupTally, LineTally, Tally
from pingyi.evaluate.subjects import Subjects
from pingyi.evaluate.verdicts import measure_top_grade
from pingyi.model.config.tally import TallySettings
from pingyi.model.papers.tally_forms import MemberTally, OrganisationTally, TallyForm, TallyGroup, TallyRow
from pingyi.plan.fields.member_fields import UNGRADED

_ROUNDINGS = {"independent": "各自四舍五入", "last_absorbs": "末项倒挤", "largest_remainder": "按最大余数法"}
_WHOLE = 100
FORMS = {Shape.ORGANISATION: "tally_organisation", Shape.MEMBERS: "tally_members"}
_VERDICT = "支部评定"
_BASES = {"all": "全体党员", "participating": "参评正式党员", "full_members": "正式党员"}
"""Of whom the limit on the first verdict is a part."""


def fill_tally(tally: Tally, subjects: Subjects) -> TallyForm:
    """Return what the form of one tally prints."""
    plan, settings = subjects.plan, subjects.settings
    model = OrganisationTally if tally.shape is Shape.ORGANISATION else MemberTally
    columns = [*tally.grades, "弃权", "无效", "满意率", *(["平均分"] if _has_scores(tally) else [])]
    if tally.shape is Shape.MEMBERS:
        columns.append(_VERDICT)
    groups = () if tally.void else (tally.together, *(tally.groups if len(tally.groups) > 1 else ()))
    return model(
        institution=plan.institution,
        activity=settings.campaign.activity,
        year=settings.campaign.year,
        doc_number=settings.campaign.doc_number,
        org_name=tally.organisation,
        attendance=write_attendance(tally),
        papers=write_papers(tally),
        columns=tuple(columns),
        groups=tuple(_fill_group(group, tally, subjects) for group in groups),
        basis=write_basis(tally, settings.tally) + _write_limit(tally, subjects),
        counters=tally.counters,
        supervisors=tally.supervisors,
    )


def write_attendance(tally: Tally) -> str:
    """应到 and 实到, as far as they are known."""
    parts = [("应到", tally.expected), ("实到", tally.attended)]
    known = "，".join(f"{label}{number}人" for label, number in parts if number is not None)
    return f"{known}；" if known else ""


def write_papers(tally: Tally) -> str:
    """The numbers of papers, which add up."""
    group = tally.together
    issued = f"发出评议表{tally.issued}张，" if tally.issued is not None else ""
    if tally.void:
        return f"{issued}收回{tally.returned}张，收回多于发出，本次评议无效。"
    back = f"，未收回{tally.not_returned}张" if tally.not_returned else ""
    kinds = f"其中有效票{group.valid}张，无效票{group.invalid}张，弃权票{group.abstained}张"
    return f"{issued}收回{tally.returned}张，{kinds}{back}。"


def write_basis(tally: Tally, policy: TallySettings) -> str:
    """What shares are of and how they are rounded."""
    of = "参加评议人数" if policy.denominator == "participants" else "本行有效票数"
    blank = "弃权" if policy.blank_means == "abstain" else "无效"
    own = f"评定等次由支部根据评议和日常表现确定，不由票数直接得出；预备党员{UNGRADED}。"
    verdict = own if tally.shape is Shape.MEMBERS else ""
    rounding = _ROUNDINGS[policy.rounding]
    if policy.rounding != "independent":
        whole = all(sum(line.rates) == _WHOLE for line in tally.together.lines if line.rates is not None)
        rounding += "，合计为100%" if whole else "，弃权、无效和未收回的不计入各等级"
    return f"注：得票率以{of}为分母，保留两位小数，{rounding}；未划“√”的一行计为{blank}。{verdict}"


def _write_limit(tally: Tally, subjects: Subjects) -> str:
    """How many members may get the first verdict, where the settings limit it."""
    if tally.shape is not Shape.MEMBERS:
        return ""
    settings = subjects.settings
    top = measure_top_grade(subjects, subjects.plan.campaign.organisations[tally.organisation_id], tally)
    if top is None or top.limit is None:
        return ""
    base = _BASES[settings.tally.top_limit.base]
    ratio = settings.tally.top_limit.ratio
    return f"评定为{settings.grades.verdict[0]}的不超过{top.limit}名（{base}{top.base}名的{ratio}）。"


def _fill_group(group: GroupTally, tally: Tally, subjects: Subjects) -> TallyGroup:
    title = f"{group.category}：收回{group.returned}张"
    if group.withheld:
        few = group.returned < subjects.settings.tally.minimum
        because = f"少于{subjects.settings.tally.minimum}张" if few else "公布后可推算出票数过少的一类"
        return TallyGroup(
            title=f"{title}（{because}，得票情况不公布）", rows=tuple(_list_verdicts(group, tally, subjects))
        )
    return TallyGroup(title=title, rows=tuple(_list_rows(group, tally, subjects)))


def _list_rows(group: GroupTally, tally: Tally, subjects: Subjects) -> Iterator[TallyRow]:
    for number, line in enumerate(group.lines, 1):
        cells = list(_list_cells(line, tally))
        if tally.verdicts is not None:
            cells.append(tally.verdicts.get(line.item.person_id, "") if group is tally.together else "")
        yield TallyRow(number=str(number), text=line.item.key, cells=tuple(cells))
    yield from _list_ungraded(group, tally, subjects, len(group.lines))


def _list_cells(line: LineTally, tally: Tally) -> Iterator[str]:
    if not line.sources:  # told as missing
        yield from [""] * (len(line.votes) + 3 + _has_scores(tally))
        return
    rates = line.rates or (None,) * len(line.votes)
    for votes, rate in zip(line.votes, rates, strict=True):
        yield f"{votes}\n{rate}%" if votes and rate is not None else "0"
    yield str(line.abstained)
    yield str(line.invalid)
    yield f"{line.satisfaction}%" if line.satisfaction is not None else ""
    if _has_scores(tally):
        yield str(line.score) if line.score is not None else ""


def _list_verdicts(group: GroupTally, tally: Tally, subjects: Subjects) -> Iterator[TallyRow]:
    """Verdicts are no votes: they are shown where the votes are not."""
    if tally.verdicts is None or group is not tally.together:
        return
    organisation = subjects.plan.campaign.organisations[tally.organisation_id]
    items = subjects.get(organisation, tally.shape).items
    blank = ("",) * (len(tally.grades) + 3)
    for number, item in enumerate(items, 1):
        yield TallyRow(number=str(number), text=item.key, cells=(*blank, tally.verdicts.get(item.person_id, "")))
    yield from _list_ungraded(group, tally, subjects, len(items))


def _list_ungraded(group: GroupTally, tally: Tally, subjects: Subjects, above: int) -> Iterator[TallyRow]:
    """Probationary and exempt members: not voted on, yet on the list of the branch."""
    if tally.verdicts is None or group is not tally.together:
        return
    organisation = subjects.plan.campaign.organisations[tally.organisation_id]
    blank = ("",) * (len(tally.grades) + 3 + _has_scores(tally))
    for number, id_ in enumerate(subjects.list_ungraded(organisation), above + 1):
        name = subjects.plan.campaign.people[id_].name
        yield TallyRow(number=str(number), text=name, cells=(*blank, tally.verdicts.get(id_, "") or "未参评"))


def _has_scores(tally: Tally) -> bool:
    return any(line.score is not None for line in tally.together.lines)
