"""Whether the last days of the steps make sense: every key names a step, and no step ends before the one it follows."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.errors import Problem, Severity
from pingyi.model.config.faults import SETTINGS_FILE
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.review.procedure import Step
from pingyi.plan.hooks import ask
from pingyi.plan.planner import Planner
from pingyi.texts import suggest
from pingyi.texts import translate as _


def check_deadlines(planner: Planner) -> Iterator[Problem]:
    """Check `[deadlines.steps]` against the procedures in use; nothing to do where it is empty.

    Raises:
        PluginError: a branch type failed; its plugin is named.
    """
    steps = planner.campaign.settings.deadlines.steps
    if not steps:
        return
    titles: dict[str, str] = {}
    late: dict[tuple[str, str], tuple[Step, Step]] = {}
    for procedure in _list_procedures(planner):
        titles |= {step.id: step.title for step in procedure}
        by_id = {step.id: step for step in procedure}
        for later in procedure:
            for earlier in (by_id[id_] for id_ in later.after if id_ in by_id):
                if later.due < earlier.due:
                    late.setdefault((earlier.id, later.id), (earlier, later))
    for key in sorted(steps.keys() - titles.keys()):
        near = suggest(key, titles, 1)
        yield Problem(
            Severity.WARNING,
            "deadline-unknown-step",
            _("no step is called “{key}”: its date has no effect").format(key=key),
            _("Did you mean “{near}”?").format(near=near[0])
            if near
            else _("Steps are called: {known}.").format(known=", ".join(titles)),
            file=SETTINGS_FILE,
            column=f"deadlines.steps.{key}",
            value=key,
        )
    for earlier, later in late.values():
        yield Problem(
            Severity.WARNING,
            "deadline-order",
            _("“{later}” must be done by {last}, before the last day of “{earlier}”, {first}, which it follows").format(
                later=later.title, last=later.due.isoformat(), earlier=earlier.title, first=earlier.due.isoformat()
            ),
            _("Give the earlier step an earlier day: deadlines.steps.{key}.").format(key=earlier.id),
            file=SETTINGS_FILE,
            column=f"deadlines.steps.{later.id}",
            value=later.due.isoformat(),
        )


def _list_procedures(planner: Planner) -> Iterator[tuple[Step, ...]]:
    """One procedure for each branch type and kind of organisation: dates do not differ within them."""
    seen: dict[tuple[str, OrgKind], Organisation] = {}
    for organisation in planner.campaign.organisations.values():
        seen.setdefault((planner.type_name_of(organisation), organisation.kind), organisation)
    for (name, kind), organisation in seen.items():
        branch_type = planner.plugins.branch_types.get(name)
        if branch_type is not None and kind is not OrgKind.COMMITTEE:
            yield ask(branch_type, "procedure", organisation, planner.context)
