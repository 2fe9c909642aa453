"""Substance (R48, R51): summaries that two people share word for word, and problems without a pledge to mend them."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.collect.copied import find_copied
from pingyi.errors import Problem, Severity
from pingyi.model.campaign import Campaign
from pingyi.model.results.records import Record
from pingyi.texts import translate as _


def check_substance(campaign: Campaign) -> Iterator[Problem]:
    """Find copied summaries, and rectification that no pledge takes up."""
    unpledged = [campaign.name_subject(*key) for key, record in campaign.records.items() if is_unpledged(record)]
    if unpledged:
        yield Problem(
            Severity.WARNING,
            "rectification-unpledged",
            _("{count} have something to mend, but no pledge for the coming year: {names}").format(
                count=len(unpledged), names="、".join(unpledged)
            ),
            _("Carry it into the pledges: sheet 承诺, or the form."),
        )
    yield from find_copied(campaign.records, campaign)


def is_unpledged(record: Record) -> bool:
    """Whether something is to be mended that no pledge takes up: none at all, or one item of the 公开承诺书."""
    if record.pledge_plan is not None and record.pledge_plan.untaken:
        return True
    return bool(record.rectification.strip() and not record.pledges and not record.oral_commitment)
