"""The sums of all ballots for the notice: papers, never votes on anybody (R32, R33)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pingyi.evaluate import Shape, Tallies, Tally
from pingyi.model.papers.report_forms import BallotCount

_LABELS = {Shape.ORGANISATION: "群众集中评议（党组织）", Shape.MEMBERS: "党员民主评议"}


def count_ballots(tallies: Tallies | None, organisations: Collection[str] | None = None) -> tuple[BallotCount, ...]:
    """One line for each of the two evaluations that have ballots; void ones are left out.

    Args:
        tallies: of the campaign; `None` where there are none.
        organisations: ids of those whose ballots are summed; all of them when left out.
    """
    if tallies is None:
        return ()
    wanted = [item for item in tallies.tallies if organisations is None or item.organisation_id in organisations]
    return tuple(_count(wanted))


def _count(tallies: Sequence[Tally]) -> Iterator[BallotCount]:
    for shape, label in _LABELS.items():
        counted = [item for item in tallies if item.shape is shape and not item.void]
        if counted:
            yield BallotCount(
                label=label,
                organisations=len(counted),
                issued=sum(item.issued or item.returned for item in counted),
                returned=sum(item.returned for item in counted),
                valid=sum(item.together.valid for item in counted),
            )
