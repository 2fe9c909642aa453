"""A campaign to ask in a test: short questions, whole answers, and messages that say what there is instead."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pingyi.campaign.folder import TEMPLATES
from pingyi.conformance import Paper, make_paper
from pingyi.errors import Problem
from pingyi.forms import TemplateShelf
from pingyi.model.campaign import Campaign
from pingyi.model.papers.report_forms import LedgerLine
from pingyi.model.review.decision import Reason
from pingyi.model.review.procedure import SubjectKind, SubjectPlan
from pingyi.plan import Plan, explain, make_plan
from pingyi.plan.wording import KINDS
from pingyi.plugins import Plugins
from pingyi.report import measure_coverage
from pingyi.report.lines import list_ledger


@dataclass(frozen=True)
class Ran:
    """What a command answered: `code, out, err = campaign.run("check")` works too."""

    code: int
    out: str
    err: str

    def __iter__(self) -> Iterator[int | str]:
        return iter((self.code, self.out, self.err))


@dataclass(frozen=True)
class CampaignUnderTest:
    """A planned campaign.

    Names may be those of members, organisations, or secretaries; a name that stands for several is an error.

    Attributes:
        campaign: people, organisations, settings.
        plugins: what was loaded for it.
        found: problems found before the plan was made.
        folder: where it lies; `None` for one that was made of people.
    """

    campaign: Campaign
    plugins: Plugins
    found: tuple[Problem, ...] = ()
    folder: Path | None = None

    @functools.cached_property
    def plan(self) -> Plan:
        """The whole plan."""
        return make_plan(self.campaign, self.plugins)

    @property
    def problems(self) -> list[Problem]:
        """Everything found, by the readers and the plan."""
        return [*self.plugins.problems, *(item for item in self.found if item not in self.plugins.problems),
                *self.plan.problems]  # fmt: skip

    @property
    def codes(self) -> list[str]:
        """The codes of the problems."""
        return [problem.code for problem in self.problems]

    def subject(self, name: str, kind: SubjectKind | str = "") -> SubjectPlan:
        """All that is decided about one subject.

        Args:
            name: of a member (or the person number), organisation or secretary.
            kind: `member`, `organisation` or `secretary`, where one name means several.
        """
        found = [item for item in self.plan.find(name) if kind in ("", item.kind)]
        if not kind and len(found) > 1:  # an organisation's name finds its secretary too
            found = [item for item in found if item.kind is not SubjectKind.SECRETARY] or found
        if len(found) != 1:
            known = "、".join(dict.fromkeys(item.name for item in self.plan.subjects()))
            raise AssertionError(f"{len(found)} subjects are called {name!r}; there are: {known}")
        return found[0]

    def method(self, name: str) -> str:
        """How the review is held."""
        return self.subject(name).method.value

    def visitors(self, name: str) -> int:
        """How many people visit, 0 where nobody decided it."""
        return int(next((item.value for item in self.subject(name).decisions if item.what == "visitors"), 0))

    def form(self, name: str) -> str:
        """Id of the form the subject gets, empty for none."""
        return next((item.value for item in self.subject(name).decisions if item.what == "form"), "")

    def reviewers(self, name: str) -> list[str]:
        """Names of the reviewers, in order."""
        return [item.reviewer for item in self.subject(name).assignments]

    def steps(self, name: str) -> list[str]:
        """Ids of the steps, in order."""
        return [step.id for step in self.subject(name).steps]

    def exempted_by(self, name: str) -> str:
        """Who approved that the subject is not reviewed, empty for nobody."""
        decision = self.subject(name).exemption
        return decision.value if decision is not None else ""

    def reasons(self, name: str) -> list[Reason]:
        """Every reason of everything that was decided about a subject, each once."""
        return list(dict.fromkeys(_list_reasons(self.subject(name))))

    def because(self, name: str) -> str:
        """The sentences of all reasons, one on each line."""
        return "\n".join(reason.because for reason in self.reasons(name))

    def rules(self, name: str) -> list[str]:
        """Names of the rules that were applied."""
        return [reason.rule for reason in self.reasons(name)]

    def why(self, name: str) -> str:
        """What `pingyi why` prints."""
        return explain(self.plan, self.subject(name))

    def paper(self, name: str, form: str = "", copy: str = "") -> Paper:
        """Make one document of a subject and return it for reading.

        Args:
            name: whose.
            form: id of the form; the first of the subject's when left out.
            copy: id of the copy, such as `public`; the first when left out.
        """
        subject = self.subject(name)
        every = (*subject.documents, *subject.on_request)
        found = [item for item in every if form in ("", item.form) and copy in ("", item.copy)]
        if not found:
            known = ", ".join(f"{item.form}/{item.copy}" for item in every) or "none"
            raise AssertionError(f"{name} has no document {form}/{copy}; there are: {known}")
        return make_paper(self.plan, subject, found[0], self._shelf)[1]

    def ledger(self, name: str) -> LedgerLine:
        """The subject's row of the ledger (R31), such as `campaign.ledger("张三").remark`."""
        subject = self.subject(name)
        organisation = self.campaign.organisations[subject.organisation_id]
        rows = list_ledger(self.plan, measure_coverage(self.plan), [organisation])
        return next(row for row in rows if (row.subject, row.kind) == (subject.name, KINDS[subject.kind]))

    def run(self, *words: object) -> Ran:
        """Run a command in the campaign's folder, in a process of its own: `campaign.run("why", "张三")`."""
        if self.folder is None:
            raise AssertionError("a campaign made of people has no folder; use campaign_of_files")
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "pingyi", *map(str, words)],
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    @functools.cached_property
    def _shelf(self) -> TemplateShelf:
        folder = self.folder / TEMPLATES if self.folder is not None else None
        return TemplateShelf(self.plugins, self.campaign.settings, folder)


def _list_reasons(subject: SubjectPlan) -> Iterable[Reason]:
    for decision in (subject.method, *subject.decisions):
        yield decision.reason
    for assignment in subject.assignments:
        yield from assignment.reasons
    for step in subject.steps:
        yield from step.reasons
    for document in (*subject.documents, *subject.on_request):
        yield from document.reasons
