"""A whole year with known truth: what people typed is what is read, counted, reported and carried on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import further_kit
import openpyxl
import pytest
from further_kit import (
    ANEW,
    COLLEGE,
    DIRECT,
    ITS_COLLEGE,
    REWRITTEN,
    SENT_BACK,
    UNAPPROVED,
    UNHELD,
    Blank,
    Further,
    announce,
    evaluate,
    meet,
    pledge,
    visit,
)
from paper_kit import REGISTRATION, Paper, Truth, open_packs, read_everything, read_properties, read_text
from returning_kit import fill_and_return
from university_kit import EXEMPT, Roster, Subject, take_colleges_out

Run = Callable[..., tuple[int, str, str]]
DAY = "2011-01-10"
FURTHER = "会议和承诺"
VISIT_RULE = """
[[rules]]
branch_type = "retired"
when = "member.health in ['行动不便', '卧床']"
method = "走访"
form = "retired_visit"
because = "行动不便的党员上门点评"
"""
EXEMPTION = f"""
[[exemptions]]
person = "{EXEMPT}"
reason = "公派出国进修"
approved_by = "党总支书记"
"""


@pytest.mark.slow
@pytest.mark.office
def test_a_whole_campaign(tmp_path: Path, pingyi: Run, resave: Any) -> None:
    folder, packs = tmp_path / "2010点评", tmp_path / "packs"
    begin(folder, pingyi)
    roster = Roster(folder / "花名册.xlsx")

    send(folder, packs, pingyi, roster)
    papers = list(open_packs(packs))
    truth = Truth()
    late = next(paper for paper in papers if paper.form == "student_member" and paper.copy == "organisation")
    withheld = fill_and_return(folder / "returned", packs, papers, truth, resave=resave, late=late)

    name = roster.members[late.subject[1]]["姓名*"]
    check_collected(folder, pingyi, truth, late, roster)
    check_tallies(folder, pingyi, truth)
    branch = roster.members[late.subject[1]]["所在党支部*"]
    blank = further_kit.make_further(folder, tmp_path / "further", pingyi)
    papers = list(hold_and_pledge(blank, roster, branch))
    sent = further_kit.return_further(papers, folder / "returned" / FURTHER, resave)
    check_further(folder, pingyi, sent, roster)
    check_meetings(folder, pingyi, branch, name)
    check_pledges(folder, pingyi, roster)
    truth.written["organisation", REWRITTEN]["next_commitments"][0] = ANEW  # its 公开承诺书 counts from now on
    check_incomplete(folder, pingyi, roster, name)

    (folder / "returned" / f"{name}补交.docx").write_bytes(withheld.content)
    truth.written[late.subject] = withheld.written
    correct_meetings(folder, pingyi, blank, sent, roster)
    check_complete(folder, pingyi, roster)
    check_ledger(folder, truth, roster)
    check_complete_forms(folder, pingyi, truth, roster)
    check_next_year(folder, tmp_path / "2011点评", pingyi, truth, tmp_path / "next")


# ---------------------------------------------------------------- the university


def begin(folder: Path, pingyi: Run) -> None:
    assert pingyi("init", folder, "--demo")[0] == 0
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\n{VISIT_RULE}{EXEMPTION}", encoding="utf-8")
    take_colleges_out(folder / "花名册.xlsx")
    code, out, err = pingyi("check", folder)
    assert (code, err) == (0, "")
    assert "0 errors, 0 warnings" in out


def send(folder: Path, packs: Path, pingyi: Run, roster: Roster) -> None:
    code, out, _err = pingyi("render", folder, "--json")
    assert code == 0
    rendered = json.loads(out)["summary"]
    made = [read_properties(path.read_bytes()) for path in (folder / "out").rglob("*.docx")]
    assert rendered["failed"] == 0
    assert rendered["rendered"] == len(made)
    copies = Counter(item["pingyi_copy"] for item in made)
    members = len(roster.members) - 1  # one is exempt
    assert (copies["self"], copies["public"]) == (members, members)
    assert copies["organisation"] == members + len(roster.organisations)
    assert {item["pingyi_form"] for item in made} >= {*REGISTRATION, "ballot_organisation", "ballot_members"}
    assert pingyi("render", folder, "--packs", "branch", "-o", packs)[0] == 0
    assert len(list(packs.rglob("*.zip"))) == len(roster.organisations)


# ---------------------------------------------------------------- what must be true then


def check_collected(folder: Path, pingyi: Run, truth: Truth, late: Paper, roster: Roster) -> None:
    """`collect(render(x)) == x`, for every field of everybody."""
    code, out, _err = pingyi("collect", folder / "returned", "--campaign", folder, "--json")
    found = json.loads(out)
    assert [item for item in found["problems"] if item["severity"] != "info"] == []
    assert code == 0
    read = {
        (item["kind"], item["subject"]): item["data"]
        for item in found["documents"]
        if item["counts"] and item["form"] in REGISTRATION
    }
    assert set(truth.written) == roster.subjects - {late.subject}
    assert set(read) == set(truth.written)
    for subject, written in truth.written.items():
        assert {name: simplify(read[subject][name]) for name in written} == written, subject
    assert found["missing"] == [{"kind": late.subject[0], "subject": late.subject[1]}]
    fields = {name for written in truth.written.values() for name in written}
    assert {item["name"] for item in list_fields(pingyi) if item["fill"]} == fields, "a field nobody wrote into"


def list_fields(pingyi: Run) -> Iterator[dict[str, Any]]:
    """The fields of the registration forms."""
    for form in REGISTRATION:
        yield from json.loads(pingyi("forms", form, "--json")[1])["fields"]


def simplify(value: Any) -> Any:
    """A value of the JSON as the truth says it: aspects by id."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {item["id"]: item["text"] for item in value}
    return "本人" if value == "本人签名" else value  # the workbook's word for it


def check_tallies(folder: Path, pingyi: Run, truth: Truth) -> None:
    """The tallies are the ticks that were made, line by line and category by category."""
    code, out, _err = pingyi("tally", folder, "--json")
    found = json.loads(out)
    assert found["problems"] == []
    assert code == 0
    tallies = {(item["name"], item["shape"]): item for item in found["tallies"]}
    assert set(tallies) == set(truth.votes)
    for key, count in truth.votes.items():
        tally = tallies[key]
        assert tally["balanced"]
        assert (tally["issued"], tally["returned"]) == (count.issued, count.returned), key
        assert read_votes(tally["together"]) == count.votes(), key
        for group in tally["groups"] if len(count.by_category) > 1 else ():
            assert read_votes(group) == count.votes(group["category"]), (key, group["category"])
    (book,) = [path for path in found["summary"]["files"] if path.endswith(".xlsx")]
    assert Path(book).is_file()


def read_votes(group: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {line["item"]: line["votes"] for line in group["lines"]}


# ---------------------------------------------------------------- the papers made on request


def hold_and_pledge(blank: Blank, roster: Roster, branch: str) -> Iterator[Further]:
    """Meetings of which two go wrong, visits, pledges; `branch` is that of the member who is late."""
    college = roster.organisations[branch]["上级组织"]
    yield from announce(blank, college, branch)
    yield evaluate(blank, roster, college)
    yield evaluate(blank, roster, DIRECT, leader="刘某（代）", ballots="14:50")
    yield meet(blank, roster, branch)
    yield meet(blank, roster, UNHELD)
    yield from visit(blank)
    yield from pledge(blank, roster)


def check_further(folder: Path, pingyi: Run, sent: dict[str, Further], roster: Roster) -> None:
    """What was typed into them is read, also where LibreOffice saved them again; what pledges lack is told once."""
    found = json.loads(pingyi("collect", folder / "returned", "--campaign", folder, "--json")[1])
    read = {item["path"]: item for item in found["documents"]}
    for name, paper in sent.items():
        document = read[f"{FURTHER}/{name}"]
        assert (document["form"], (document["kind"], document["subject"])) == (paper.form, paper.subject)
        data = {key: simplify(value) for key, value in document["data"].items()}
        for key, written in paper.written.items():
            got = {line: data[key][line] for line in written} if isinstance(written, dict) else data[key]
            assert got == written, (name, key)
    told = Counter((item["code"], item["person"]) for item in found["problems"] if item["severity"] != "info")
    names = further_kit.list_members(roster, further_kit.PLEDGED)[: further_kit.UNGUIDED]
    assert told == {
        ("approval-refused", SENT_BACK): 1,
        ("approval-missing", UNAPPROVED): 1,
        ("pledges-differ", REWRITTEN): 1,
        **{("guidance-missing", roster.members[number]["姓名*"]): 1 for number in names},
    }


def check_meetings(folder: Path, pingyi: Run, branch: str, name: str) -> None:
    """Each thing that went wrong is told of its meeting, with its requirement, and nothing else."""
    code, out, _err = pingyi("tally", folder, "--no-files", "--json")
    assert code == 1
    found = {item["code"]: item["message"] for item in json.loads(out)["problems"]}
    expected = {
        "meeting-ballots-early": (DIRECT, "R22"),
        "meeting-leader-absent": (DIRECT, "R24"),
        "meeting-no-evaluation": (UNHELD, "R26"),
        "meeting-members-uncommented": (branch, f"{name} (R28)"),
    }
    assert set(found) == set(expected)
    for told, (place, words) in expected.items():
        assert found[told].startswith(f"{place}: ")
        assert words in found[told]


def check_pledges(folder: Path, pingyi: Run, roster: Roster) -> None:
    """The status names whose pledges nobody approved (R36) or guided (R37), and nobody of those who have both."""
    found = json.loads(pingyi("status", folder, "--on", DAY, "--json")[1])
    steps = {branch["name"]: {step["id"]: step for step in branch["steps"]} for branch in found["branches"]}
    assert set(steps[COLLEGE]["approve-pledges"]["missing"]) == {SENT_BACK, UNAPPROVED}
    members = further_kit.list_members(roster, further_kit.PLEDGED)
    guided = steps[further_kit.PLEDGED]["guide-pledges"]
    assert guided["missing"] == [roster.members[number]["姓名*"] for number in members[: further_kit.UNGUIDED]]
    assert guided["total"] == len(members)
    assert steps[further_kit.RETIRED]["guide-pledges"]["missing"] == []  # they pledged by word of mouth


def correct_meetings(folder: Path, pingyi: Run, blank: Blank, sent: dict[str, Further], roster: Roster) -> None:
    """The records are corrected, the meeting that was left out is held: nothing is left to tell."""
    for name, paper in sent.items():
        if (paper.form, paper.subject[1]) == ("evaluation_record", DIRECT):
            (folder / "returned" / FURTHER / name).write_bytes(evaluate(blank, roster, DIRECT).content)
    held = evaluate(blank, roster, ITS_COLLEGE)
    (folder / "returned" / FURTHER / "补开.docx").write_bytes(held.content)
    code, out, _err = pingyi("tally", folder, "--no-files", "--json")
    assert (code, json.loads(out)["problems"]) == (0, [])


# ---------------------------------------------------------------- the whole


def check_incomplete(folder: Path, pingyi: Run, roster: Roster, name: str) -> None:
    """One student is missing: no certificate says 100 %, and everything that should names the student."""
    code, _out, err = pingyi("report", folder, "--on", DAY, "--strict")
    assert code == 1
    assert name in err, "the one who is missing is not named"
    certificate = read_paper(folder, "点评覆盖情况确认表.docx")
    assert name in certificate
    assert rate_of_all(folder) == roster.rate_but_one
    code, out, _err = pingyi("status", folder, "--on", DAY, "--strict", "--json")
    found = json.loads(out)
    assert code == 1
    assert {item["name"] for branch in found["branches"] for item in branch["missing"]} == {name}
    summary = found["summary"]
    assert (summary["total"], summary["exempt"], summary["missing_count"]) == (roster.total, 1, 1)
    assert (summary["rate"], summary["complete"]) == (roster.rate_but_one, False)


def check_complete(folder: Path, pingyi: Run, roster: Roster) -> None:
    code, out, err = pingyi("report", folder, "--on", DAY, "--strict", "--json")
    summary = json.loads(out)["summary"]
    assert (code, err) == (0, "")
    assert (summary["reviewed"], summary["exempt"], summary["missing_count"]) == (roster.total - 1, 1, 0)
    assert (summary["rate"], summary["complete"]) == ("100%", True)
    kinds = Counter(item["组织类别*"] for item in roster.organisations.values())
    counts = {row[0]: row[1:] for row in read_rows(folder, "点评覆盖情况确认表.docx") if row}
    assert rate_of_all(folder) == "100%"
    assert int(counts["党总支"][0]) == kinds["党总支"]
    assert int(counts["党支部（含直属党支部）"][0]) == kinds["党支部"] + kinds["直属党支部"]
    assert int(counts["书记"][0]) == len(roster.organisations)
    assert int(counts["党员"][0]) == len(roster.members)


def rate_of_all(folder: Path) -> str:
    """The share that the certificate states for everybody together."""
    return next(row[-1] for row in read_rows(folder, "点评覆盖情况确认表.docx") if row[0] == "合计")


def check_ledger(folder: Path, truth: Truth, roster: Roster) -> None:
    """The ledger has a line for each subject, with the comment that was written on it (R31)."""
    book = openpyxl.load_workbook(folder / "out" / "report" / "点评工作台账.xlsx", read_only=True)
    rows, mending = (
        [[str(cell or "") for cell in row] for row in book[title].iter_rows(values_only=True)]
        for title in ("台账", "整改和承诺")
    )
    book.close()
    listed = [row for row in rows if row[7] in ("党组织", "书记", "党员")]
    assert Counter(row[7] for row in listed) == {
        "党组织": len(roster.organisations),
        "书记": len(roster.organisations),
        "党员": len(roster.members),
    }
    comments = {(row[6], row[8]): row[10] for row in listed if row[7] == "党员"}
    for number, member in roster.members.items():
        if number != EXEMPT:
            comment = truth.written["member", number]["comment_secretary"]
            assert comment in comments[member["姓名*"], member["所在党支部*"]], number
    place = {name: column for column, name in enumerate(mending[1])}
    signed = {row[0]: (row[place["审核（指导）人"]], row[place["审核（指导）时间"]]) for row in mending[2:] if row[0]}
    assert signed[REWRITTEN] == ("熊林东", "2011.01.12")
    assert signed[SENT_BACK] == ("熊林东（修改后再报）", "2011.01.12")
    assert signed[UNAPPROVED] == ("未审核", "—")


def check_complete_forms(folder: Path, pingyi: Run, truth: Truth, roster: Roster) -> None:
    """Rendered again, every form is complete in three copies, and the posted one shows nothing private (R30, R54)."""
    code, out, _err = pingyi("render", folder, "--json")
    summary = json.loads(out)["summary"]
    assert (code, summary["failed"], summary["edited"]) == (0, 0, 0)
    private_fields = frozenset({item["name"] for item in list_fields(pingyi) if not item["public"]})
    copies: dict[Subject, dict[str, bytes]] = {}
    for line in (folder / "out" / ".pingyi" / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry.get("form") in REGISTRATION:
            kind, _colon, id_ = entry["subject"].partition(":")
            copies.setdefault((kind, id_), {})[entry["copy"]] = (folder / "out" / entry["path"]).read_bytes()
    assert set(copies) == set(truth.written)
    for subject, papers in copies.items():
        assert set(papers) == ({"self", "organisation", "public"} if subject[0] == "member" else {"organisation"})
        for copy, content in papers.items():
            text = read_text(content)
            hidden = private_fields if copy == "public" else frozenset()
            lost = [line for line in list_lines(truth.written[subject], hidden) if line not in text]
            assert lost == [], (subject, copy)
        if subject[0] == "member":
            posted = read_everything(papers["public"])
            assert [value for value in roster.private(subject[1]) if value in posted] == [], subject


def list_lines(written: dict[str, Any], hidden: frozenset[str]) -> Iterator[str]:
    """Every line of text that must stand on the complete form."""
    for name, value in written.items():
        if name in hidden:
            continue
        if name in ("held_on", "visit_held_on"):
            yield value.replace("-", ".")
        elif name in ("visit_method", "signature_mode"):
            yield f"√{value}"
        else:
            values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,)
            yield from (line for text in values for line in text.split("\n"))


def check_next_year(folder: Path, target: Path, pingyi: Run, truth: Truth, out: Path) -> None:
    """The next campaign works at once, and everybody's pledges stand in it as last year's (R20, R35)."""
    code, _out, err = pingyi("rollover", target, "--from", folder)
    assert code == 0, err
    code, text, _err = pingyi("check", target)
    assert code == 0, text
    code, text, _err = pingyi("render", target, "--json")
    assert (code, json.loads(text)["summary"]["failed"]) == (0, 0)
    book = openpyxl.load_workbook(target / "花名册.xlsx", read_only=True)
    header, *rows = book["承诺"].iter_rows(values_only=True)
    book.close()
    place = [str(name) for name in header]
    last = place.index("上年承诺")
    carried = {("member", str(row[1])) if row[1] else ("organisation", str(row[0])): str(row[last]) for row in rows}
    assert set(carried) == set(truth.written)
    pledges = {subject: written["next_commitments"] for subject, written in truth.written.items()}
    for subject, promised in pledges.items():
        assert [re.sub(r"^\d+\. ", "", line) for line in carried[subject].split("\n")] == promised
    check_last_pledges(target, out, pingyi, pledges)
    assert pingyi("report", target, "--on", "2012-01-05", "--json")[0] == 0
    ledger = openpyxl.load_workbook(target / "out" / "report" / "点评工作台账.xlsx", read_only=True)
    shown = {(row[0], row[5]) for row in ledger["整改和承诺"].iter_rows(values_only=True) if len(row) > 5}
    ledger.close()
    for (kind, id_), promised in pledges.items():
        if kind == "organisation":
            assert (id_, "；".join(promised)) in shown


def check_last_pledges(target: Path, out: Path, pingyi: Run, pledges: dict[Subject, list[str]]) -> None:
    """Next year's pledge forms print what was promised last, to compare with (R35)."""
    asked = ("--form", "党组织公开承诺书", "--form", "党员公开承诺书", "--branch", COLLEGE)
    assert pingyi("render", target, *asked, "--copies", "organisation", "-o", out)[0] == 0
    made = list(out.rglob("*.docx"))
    assert len(made) > 50
    for path in made:
        kind, _colon, id_ = read_properties(path.read_bytes())["pingyi_subject"].partition(":")
        text = read_text(path.read_bytes())
        if (kind, id_) in pledges:  # all but the one who was exempt
            assert [line for line in pledges[kind, id_] if line not in text] == [], path.name


# ---------------------------------------------------------------- reading papers


def read_paper(folder: Path, name: str) -> str:
    return read_text((folder / "out" / "report" / name).read_bytes())


def read_rows(folder: Path, name: str) -> list[list[str]]:
    paper = docx.Document(str(folder / "out" / "report" / name))
    return [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
