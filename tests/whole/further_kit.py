"""The papers made on request: agendas and records of meetings, records of visits, pledges; filled in and sent back."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from paper_kit import read_properties, read_text
from typing_kit import BOX, clear_cell, find_cells
from university_kit import EXEMPT, Roster, Subject

Run = Callable[..., tuple[int, str, str]]
Blank = dict[tuple[str, Subject], bytes]
FORMS = {
    "evaluation_agenda": "述职评议会议程", "evaluation_record": "述职评议会记录",
    "thematic_agenda": "专题组织生活会议程", "thematic_record": "专题组织生活会记录",
    "visit_record": "走访点评记录", "organisation_pledge": "党组织公开承诺书", "member_pledge": "党员公开承诺书",
}  # fmt: skip
"""Ids of the forms, and the names by which officers ask for them."""
COLLEGE, UNAPPROVED, SENT_BACK = "机械工程学院党总支", "机械工程学院研究生党支部", "机械工程学院本科生第二党支部"
"""A general branch whose branches all pledge: it did not sign for one of them, and sent one back (R36)."""
REWRITTEN, ANEW = "机械工程学院教工第二党支部", "每学期听取学生意见两次"
"""A branch whose 公开承诺书 says another thing than its registration form."""
PLEDGED, UNGUIDED = "机械工程学院教工第一党支部", 2
"""A branch whose members all pledge, and how many of them get no guidance (R37)."""
RETIRED = "离退休第一党支部"
"""A branch whose members pledge by word of mouth (R43)."""
DIRECT, UNHELD, ITS_COLLEGE = "图书馆直属党支部", "经济管理学院教工第一党支部", "经济管理学院党总支"
"""A direct branch whose evaluation goes wrong (R22, R24); a branch that meets before any evaluation (R26)."""
PARTS = ("年度工作情况", "开展活动情况", "对照公开承诺", "查找不足", "努力方向", "本组织情况")
EVALUATED = ("全部述职", "发放并收回评议表", "年度考核测评", "领导点评")
MET = ("每名党员汇报", "批评与自我批评", "逐人点评")
DAYS = {
    "2011.1.5": "2011-01-05", "2011年1月7日": "2011-01-07", "2011年1月10日": "2011-01-10",
    "2011年1月12日": "2011-01-12",
}  # fmt: skip
"""Days as people write them, and what they mean."""


@dataclass
class Further:
    """A paper as it goes back, and what was typed: by field, a column of a table as `{name: {line: text}}`."""

    form: str
    subject: Subject
    content: bytes = b""
    written: dict[str, Any] = field(default_factory=dict)


def make_further(folder: Path, out: Path, pingyi: Run) -> Blank:
    """Ask for all of them by their names; what is known of the year is printed on them."""
    asked = [word for name in FORMS.values() for word in ("--form", name)]
    code, text, _err = pingyi("render", folder, *asked, "--copies", "organisation", "-o", out)
    assert code == 0, text
    made: Blank = {}
    for path in out.rglob("*.docx"):
        mark = read_properties(path.read_bytes())
        kind, _colon, id_ = mark["pingyi_subject"].partition(":")
        made[mark["pingyi_form"], (kind, id_)] = path.read_bytes()
    assert {form for form, _subject in made} == set(FORMS)
    return made


def evaluate(blank: Blank, roster: Roster, place: str, *, leader: str = "", ballots: str = "15:40") -> Further:
    """The record of an evaluation meeting where all went well, but for what is given."""
    unit = roster.organisations[place]
    texts = {
        "held_on": "2011.1.5", "place": "报告厅", "chair": "周书记", "recorder": "秦委员", "expected": "20",
        "attended": "19人", "on_leave": "钱进（出差）", "reports_ended": "15:30", "ballots_issued": ballots,
        "leaders": leader or unit["分管（联系）校领导"], "speakers": f"{unit['书记']}、秦委员",
        "leader_comment": "班子团结，工作扎实。",
    }  # fmt: skip
    return _fill(blank, "evaluation_record", ("organisation", place), texts, (*PARTS, *EVALUATED))


def meet(blank: Blank, roster: Roster, place: str) -> Further:
    """The record of a thematic meeting: everybody is criticised; the comments that are known are printed."""
    paper = docx.Document(io.BytesIO(blank["thematic_record", ("organisation", place)]))
    said = {
        name: f"{name[-4:]}同志要多到宿舍去（秦委员）"
        for name, _cell, _place in find_cells(paper)
        if name.startswith("criticism_")
    }
    assert len(said) == len(list_members(roster, place))
    head = {
        "held_on": "2011年1月7日", "place": "会议室", "chair": "书记", "recorder": "委员",
        "expected": str(len(said)), "attended": str(len(said)),
    }  # fmt: skip
    return _fill(blank, "thematic_record", ("organisation", place), {**head, **said}, MET)


def announce(blank: Blank, college: str, branch: str) -> Iterator[Further]:
    """Agendas of both meetings, with day, place and chair; a general branch has no thematic meeting."""
    texts = {"held_on": "2011.1.5", "place": "报告厅", "chair": "周书记"}
    places = {"evaluation_agenda": (college, branch), "thematic_agenda": (branch, UNHELD)}
    for form, names in places.items():
        yield from (_fill(blank, form, ("organisation", name), texts) for name in names)


def visit(blank: Blank) -> Iterator[Further]:
    """The records of two visits; how and when they were is known from the registration forms, and printed."""
    texts = {"recorder": "秦委员", "opinions": "盼望每月收到校报", "visit_notes": "精神很好"}
    for form, subject in [key for key in blank if key[0] == "visit_record"][:2]:
        yield _fill(blank, form, subject, texts)


def pledge(blank: Blank, roster: Roster) -> Iterator[Further]:
    """Pledges of a college with its branches, of the members of two branches; promises are printed, the rest typed."""
    below = [name for name, unit in roster.organisations.items() if unit["上级组织"] == COLLEGE]
    members = [number for place in (PLEDGED, RETIRED) for number in list_members(roster, place)]
    unguided = list_members(roster, PLEDGED)[:UNGUIDED]
    guidance = {"opinion": "可以考核", "signed_by": "熊林东", "signed_on": "2011年1月12日"}
    for kind, id_ in [*(("organisation", name) for name in (COLLEGE, *below)), *(("member", id_) for id_ in members)]:
        texts = {
            "measures_1": f"每月一次（{id_[-4:]}）", "finish_by_1": "2011年6月", "measures_2": "列入计划",
            "finish_by_2": "全年", "taken_up_1": "1", "written_on": "2011年1月10日",
        }  # fmt: skip
        if "第二条" in read_text(blank[f"{kind}_pledge", (kind, id_)]):  # there are two things to mend
            texts["taken_up_2"] = "2"
        ticks = ["是"]
        if kind == "organisation" and id_ != UNAPPROVED:
            ticks.append("修改后再报" if id_ == SENT_BACK else "同意")
        if id_ == REWRITTEN:
            texts["pledges_1"] = ANEW
        if kind == "member" and roster.members[id_]["所在党支部*"] == RETIRED:
            ticks.append("口头承诺")
        elif id_ not in (UNAPPROVED, *unguided):
            texts |= guidance
        yield _fill(blank, f"{kind}_pledge", (kind, id_), texts, ticks)


def return_further(papers: Sequence[Further], folder: Path, resave: Any) -> dict[str, Further]:
    """Send them back; one of each form was saved again as .docx, another one as .doc and back: `{name: paper}`."""
    sent = {f"{number}.docx": paper for number, paper in enumerate(papers)}
    folder.mkdir(exist_ok=True)
    forms = {form: [name for name, paper in sent.items() if paper.form == form] for form in FORMS}
    assert all(len(names) > 1 for names in forms.values())
    once, twice = ({names[turn]: sent[names[turn]].content for names in forms.values()} for turn in range(2))
    saved = resave({**once, **resave(twice, "doc")}, "docx")
    for name, paper in sent.items():
        (folder / name).write_bytes(saved.get(name, paper.content))
    return sent


def list_members(roster: Roster, place: str) -> list[str]:
    """Numbers of the members of a branch who have forms."""
    return [number for number, member in roster.members.items() if member["所在党支部*"] == place and number != EXEMPT]


def _fill(blank: Blank, form: str, subject: Subject, texts: Mapping[str, str], ticks: Collection[str] = ()) -> Further:
    """Type texts into the cells of their names, and tick every box with one of these labels."""
    made = Further(form, subject)
    paper = docx.Document(io.BytesIO(blank[form, subject]))
    for name, cell, place in list(find_cells(paper)):
        if name in texts:
            clear_cell(cell)
            place.add_run(texts[name])
            column, _line, line = name.rpartition("_")
            if line.isdigit() or column == "criticism":
                made.written.setdefault(column, {})[line] = texts[name]
            else:
                made.written[name] = DAYS.get(texts[name], texts[name])
    assert len(texts) == sum(len(item) if isinstance(item, dict) else 1 for item in made.written.values())
    for text in paper.element.iter(qn("w:t")):
        for label in ticks:
            text.text = (text.text or "").replace(BOX + label, "√" + label)
    target = io.BytesIO()
    paper.save(target)
    made.content = target.getvalue()
    return made
