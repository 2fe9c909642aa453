"""The branch's verdict beside the ballots (看票不唯票): taken from the records, checked against the limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pingyi.errors import Problem, Severity
from pingyi.evaluate.ballots import Shape
from pingyi.evaluate.results import Tally, TopGrade
from pingyi.evaluate.subjects import Subjects
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Membership
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan.fields.member_fields import UNGRADED
from pingyi.texts import translate as _


def list_verdicts(subjects: Subjects, branch: Organisation) -> Mapping[str, str]:
    """The verdict on each member of a branch, by person id; probationary members get none, empty is not yet known."""
    campaign = subjects.plan.campaign
    return {
        person.id: UNGRADED
        if person.membership is Membership.PROBATIONARY
        else campaign.record_of(SubjectKind.MEMBER, person.id).grade
        for person in campaign.members_of(branch.id)
    }


def measure_top_grade(subjects: Subjects, branch: Organisation, tally: Tally | None = None) -> TopGrade | None:
    """How many members got the first grade and how many may.

    Args:
        subjects: what was voted on.
        branch: whose members.
        tally: of the ballots on them: with it those who decide know the limit before the first verdict.

    Returns:
        `None` while no verdict is known and no limit has to be known.
    """
    settings = subjects.settings
    limit = settings.tally.top_limit
    verdicts = list_verdicts(subjects, branch)
    known = any(grade not in ("", UNGRADED) for grade in verdicts.values())
    if not known and (tally is None or not limit.ratio):
        return None
    people = subjects.plan.campaign.members_of(branch.id)
    full = [person for person in people if person.membership is not Membership.PROBATIONARY]
    bases = {
        "all": len(people),
        "full_members": len(full),
        "participating": len(subjects.get(branch, Shape.MEMBERS).items),
    }
    base = bases[limit.base]
    count = sum(grade == settings.grades.verdict[0] for grade in verdicts.values())
    return TopGrade(branch.id, count, base, limit.count(base) if limit.ratio else None)


def check_ballots(subjects: Subjects, tally: Tally, top: TopGrade | None) -> Iterator[Problem]:
    """Note that more members have the first grade on most of the ballots than may get it.

    It decides nothing (看票不唯票): ballots and verdict are two things, and comparable only where both use one word.
    """
    grade = subjects.settings.grades.verdict[0]
    if top is None or top.limit is None or grade not in tally.grades:
        return
    place = tally.grades.index(grade)
    count = sum(2 * line.votes[place] > line.valid for line in tally.together.lines)
    if count > top.limit:
        yield Problem(
            Severity.INFO,
            "top-grade-ballots",
            _("“{branch}”: {count} members have {grade} on most ballots; of {base} at most {limit} may get it.").format(
                branch=tally.organisation, count=count, grade=grade, base=top.base, limit=top.limit
            ),
            _("The branch committee decides who, by the ballots and by daily conduct."),
        )


def check_verdicts(subjects: Subjects, branch: Organisation, found: TopGrade | None) -> Iterator[Problem]:
    """List verdicts that may not be: too many of the first grade, or any on a probationary member."""
    settings = subjects.settings
    campaign = subjects.plan.campaign
    if found is not None and found.limit is not None and found.count > found.limit:
        yield Problem(
            Severity(settings.tally.top_limit.severity),
            "top-grade-limit",
            _("“{branch}” has {count} members with {grade}; of {base} at most {limit} may have it.").format(
                branch=branch.name,
                count=found.count,
                grade=settings.grades.verdict[0],
                base=found.base,
                limit=found.limit,
            ),
            _("Let the branch committee decide again, or change [tally.top_limit] in campaign.toml."),
        )
    for person in campaign.members_of(branch.id):
        grade = campaign.record_of(SubjectKind.MEMBER, person.id).grade
        if person.membership is Membership.PROBATIONARY and grade not in ("", UNGRADED):
            yield Problem(
                Severity.ERROR,
                "grade-of-probationary",
                _("A probationary member gets no grade; {grade} is not used.").format(grade=grade),
                _("Leave the grade empty, or check the column 党员类别 of the roster."),
                person=person.name,
            )
