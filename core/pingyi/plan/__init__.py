"""Who reviews whom, in which steps, with which documents, and why: computed from a campaign, kept nowhere.

`make_plan` decides, `fill_document` turns one planned document into what its form prints; the rest shows the plan.
"""

from pingyi.plan.fields.budgets import settings_of
from pingyi.plan.fields.documents import fill_document, identify
from pingyi.plan.plan import Plan, make_plan
from pingyi.plan.showing.difference import compare_plans, list_difference
from pingyi.plan.showing.explanation import explain
from pingyi.plan.showing.listing import describe_plan, list_plan
from pingyi.plan.showing.workbook import write_plan_workbook

__all__ = [
    "Plan",
    "compare_plans",
    "describe_plan",
    "explain",
    "fill_document",
    "identify",
    "list_difference",
    "list_plan",
    "make_plan",
    "settings_of",
    "write_plan_workbook",
]
