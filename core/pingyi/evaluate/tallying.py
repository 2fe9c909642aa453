"""From a folder of returned files to the tallies of a campaign; recomputed each time, kept nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pingyi.collect import Returned
from pingyi.errors import Problem, Severity
from pingyi.evaluate.balance import check_part
from pingyi.evaluate.ballots import Part, Shape
from pingyi.evaluate.counting import Subject, count_ballots
from pingyi.evaluate.electronic import join_heads, list_doubts, read_electronic
from pingyi.evaluate.results import Tallies, Tally, TopGrade
from pingyi.evaluate.sheets.gathering import gather_parts
from pingyi.evaluate.subjects import Subjects
from pingyi.evaluate.verdicts import check_ballots, check_verdicts, list_verdicts, measure_top_grade
from pingyi.plan import Plan


def tally_ballots(folder: Path, plan: Plan, documents: Iterable[Returned] = ()) -> Tallies:
    """Count all ballots of a campaign.

    Args:
        folder: of returned files, with entry sheets at any depth and in packs; nothing in it is changed.
        plan: of the campaign, whose records hold the branches' verdicts.
        documents: what was collected: electronic ballots are counted too.
    """
    subjects = Subjects(plan)
    documents = list(documents)
    parts, problems = gather_parts(folder, subjects)
    problems.extend(list_doubts(documents))
    return count_parts(join_heads([*parts, *read_electronic(documents, subjects)]), subjects, problems)


def count_parts(parts: Iterable[Part], subjects: Subjects, problems: Sequence[Problem] = ()) -> Tallies:
    """Count what was gathered, subject by subject.

    Args:
        parts: entry sheets and electronic ballots, in any order.
        subjects: what can be voted on.
        problems: found so far.
    """
    by_subject: defaultdict[tuple[str, Shape], list[Part]] = defaultdict(list)
    for part in parts:
        by_subject[part.organisation_id, part.shape].append(part)
    found: list[Problem] = list(problems)
    tallies: list[Tally] = []
    missing: list[tuple[Shape, str]] = []
    for subject in subjects.list_all():
        own = sorted(by_subject.get((subject.organisation_id, subject.shape), ()), key=lambda part: part.source)
        if own:
            tallies.append(_count(subject, own, subjects, found))
        else:
            missing.append((subject.shape, subject.organisation_id))
    top_grades: list[TopGrade] = []
    for organisation in subjects.organisations:
        if organisation.kind.has_members:
            wanted = (organisation.id, Shape.MEMBERS)
            tally = next((item for item in tallies if (item.organisation_id, item.shape) == wanted), None)
            top = measure_top_grade(subjects, organisation, tally)
            if tally is not None:
                found.extend(check_ballots(subjects, tally, top))
            found.extend(check_verdicts(subjects, organisation, top))
            if top is not None:
                top_grades.append(top)
    return Tallies(tuple(tallies), tuple(missing), tuple(top_grades), tuple(sorted(found, key=_order)))


def _count(subject: Subject, parts: Sequence[Part], subjects: Subjects, problems: list[Problem]) -> Tally:
    settings = subjects.settings
    tally = count_ballots(subject, parts, settings, subjects.categories)
    balanced = tally.issued is not None
    for part in parts:
        alone = count_ballots(subject, [part], settings, subjects.categories)
        for problem in check_part(part, alone.together):
            problems.append(replace(problem, message=f"{subject.organisation}: {problem.message}"))
            balanced = balanced and problem.severity is not Severity.ERROR
    # a line that lacks papers has been told with its sheet
    balanced = balanced and all(line.returned == tally.returned for line in tally.together.lines)
    verdicts = None
    if subject.shape is Shape.MEMBERS:
        verdicts = list_verdicts(subjects, subjects.plan.campaign.organisations[subject.organisation_id])
    return replace(tally, balanced=balanced and not tally.void, verdicts=verdicts)


def _order(problem: Problem) -> tuple[object, ...]:
    """By place, so that the order in which files were found does not show."""
    return (problem.file, problem.sheet, problem.row or 0, problem.code, problem.column, problem.message)
