"""Reports of what came back: a returned form counts, caches do not matter, and what does not balance is shown."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from pingyi.deliver import OutputFolder
from pingyi.errors import Problem, Severity
from pingyi.evaluate import GroupTally, Shape, Tallies, Tally
from pingyi.forms import TemplateShelf, read_text
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, fill_document, identify
from pingyi.report import measure_coverage, write_reports
from pingyi.report.ballots import count_ballots

Command = Callable[..., tuple[int, str, str]]


def fill_form(plan: Plan, person: str) -> bytes:
    """The form of one member as it comes back: rendered from a campaign that knows what was written."""
    (subject,) = plan.find(person)
    document = next(item for item in subject.documents if item.copy == "organisation")
    template = TemplateShelf(plan.plugins, plan.campaign.settings, None)[document.form]
    return template.render(fill_document(plan, subject, document), identify(plan, subject, document, template.version))


def test_a_returned_form_makes_its_subject_reviewed_and_caches_change_nothing(
    make: Callable[..., Plan], tmp_path: Path, write_roster: Callable[..., Path], pingyi: Command
) -> None:
    folder = tmp_path / "campaign"
    assert pingyi("init", folder)[0] == 0
    write_roster().replace(folder / "花名册.xlsx")

    def missing() -> set[str]:
        _code, out, _err = pingyi("status", folder, "--on", "2011-01-05", "--json")
        return {item["name"] for branch in json.loads(out)["branches"] for item in branch["missing"]}

    assert "周平" in missing()
    (folder / "returned" / "任意名字.docx").write_bytes(fill_form(make(), "周平"))
    assert "周平" not in missing()

    def report(name: str) -> dict[str, bytes]:
        out = tmp_path / name
        assert pingyi("report", folder, "-o", out, "--on", "2011-01-05")[0] == 0
        files = [path for path in sorted(out.rglob("*")) if path.is_file() and ".pingyi" not in path.parts]
        return {str(path.relative_to(out)): path.read_bytes() for path in files}

    first = report("one")
    shutil.rmtree(folder / ".pingyi", ignore_errors=True)
    assert report("two") == first


def test_R48_what_does_not_balance_is_the_third_answer(make: Callable[..., Plan], tmp_path: Path) -> None:
    plan = make()
    shelf = TemplateShelf(plan.plugins, plan.campaign.settings, None)
    odd = Problem(Severity.ERROR, "books", "机械学院党总支：发出10张，收回12张", "重新评议")
    for name, imbalances in (("good", ()), ("bad", (odd,))):
        with OutputFolder(tmp_path / name) as folder:
            write_reports(plan, shelf, folder, dt.date(2011, 1, 5), imbalances=imbalances)
    good, bad = ((tmp_path / name / "总览.html").read_text(encoding="utf-8") for name in ("good", "bad"))
    assert "都对得上" in good
    assert "16＋0＋0＝16" in good
    assert "都对得上" not in bad
    assert "发出10张，收回12张" in bad


def test_secretaries_and_organisations_share_a_record(make: Callable[..., Plan]) -> None:
    key = (SubjectKind.ORGANISATION, "机械学院教工党支部")
    record = make().campaign.record_of(*key)
    half = record.model_copy(update={"comments": {"organisation": "好。"}})
    (item,) = measure_coverage(make(change={key: half})).missing
    assert (item.kind, item.name, item.lacks) == (SubjectKind.SECRETARY, "钱立明", ("对书记的点评",))


def test_R33_the_notice_sums_papers_and_leaves_out_void_ones(make: Callable[..., Plan], tmp_path: Path) -> None:
    def count(shape: Shape, returned: int, *, void: bool = False) -> Tally:
        together = GroupTally("合计", returned, returned - 1, 1, 0, returned)
        return Tally("x", "机械学院教工党支部", shape, ("好", "差"), 20, 18, 15, together, (), (), void=void)

    tallies = Tallies(
        (count(Shape.ORGANISATION, 12), count(Shape.ORGANISATION, 14), count(Shape.MEMBERS, 17, void=True)), (), (), ()
    )
    (line,) = count_ballots(tallies)
    assert (line.organisations, line.issued, line.returned, line.valid) == (2, 30, 26, 24)
    plan = make()
    shelf = TemplateShelf(plan.plugins, plan.campaign.settings, None)
    with OutputFolder(tmp_path / "report") as folder:
        write_reports(plan, shelf, folder, dt.date(2011, 1, 5), tallies=tallies)
    text = read_text((tmp_path / "report" / "点评和评议结果通报.docx").read_bytes())["word/document.xml"]
    assert "群众集中评议（党组织）：在2个党组织进行，发出评议票30张，收回26张，有效票24张。" in text
