"""How many characters fit where a plugin or rule decided it for one subject."""

from __future__ import annotations

from pingyi.model.config.settings import Settings
from pingyi.model.review.procedure import SubjectPlan
from pingyi.plan.plan import Plan

BUDGET = "budget:"
"""How `what` of a decision begins that limits a field: `budget:self_summary`."""


def settings_of(plan: Plan, subject: SubjectPlan) -> Settings:
    """The campaign's settings as they hold for one subject: with the limits that were decided for its texts."""
    settings = plan.campaign.settings
    for decision in subject.decisions:
        if decision.what.startswith(BUDGET):
            break
    else:
        return settings
    own = {
        decision.what.removeprefix(BUDGET): int(decision.value)
        for decision in subject.decisions
        if decision.what.startswith(BUDGET)
    }
    forms = settings.forms.model_copy(update={"budgets": {**settings.forms.budgets, **own}})
    return settings.model_copy(update={"forms": forms})
