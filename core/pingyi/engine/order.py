"""What a run is asked for, in a form that can be sent to another process or machine."""

from __future__ import annotations

import dataclasses
import secrets
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pingyi.campaign import OpenCampaign, open_campaign, open_roster
from pingyi.disk.names import clean_name, make_unique
from pingyi.engine.selection import Selection
from pingyi.plan import Plan


@dataclass(frozen=True, slots=True)
class Words:
    """What a user typed to select documents; see `Selection.resolve`."""

    forms: tuple[str, ...] = ()
    branch_types: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    def resolve(self, plan: Plan) -> Selection:
        """Find what is meant in one plan.

        Raises:
            UsageError: a word matches nothing.
        """
        return Selection.resolve(
            plan,
            forms=self.forms,
            branch_types=self.branch_types,
            branches=self.branches,
            people=self.people,
            copies=self.copies,
        )


@dataclass(frozen=True, slots=True)
class Order:
    """One source and what to make of it.

    Attributes:
        source: a campaign folder or a roster; absolute, and reachable from wherever a part is made.
        out: a folder, absolute, or a URL.
        words: what to take of it.
        institution: full name for the titles of a roster without campaign; where `guess` is set, only for one that
            does not name it.
        trust: the user agrees to run the Python files of the campaign.
        packs: makes packs instead of files: `branch`, one for each branch, or `general_branch`.
        prints: makes files to print instead: `branch`, one for each branch, or `all`, one for all.
        duplex: in files to print each form starts on the front of a sheet.
        dry: writes nothing, and notes what a run would write.
        run: tells this run from others in a worker that lives longer: the roster may have changed since.
    """

    source: Path
    out: str
    words: Words = Words()
    institution: str = ""
    guess: bool = False
    overwrite: bool = False
    packs: str = ""
    prints: str = ""
    duplex: bool = False
    trust: bool = False
    dry: bool = False
    run: str = field(default_factory=lambda: secrets.token_hex(8))

    def open(self) -> OpenCampaign:
        """Open the source.

        Raises:
            PingyiError: as `open_campaign` and `open_roster`.
        """
        if self.source.is_dir():
            return open_campaign(self.source, trust=self.trust)
        if not self.guess:
            return open_roster(self.source, institution=self.institution)
        opened = open_roster(self.source)
        if opened.campaign.institution:
            return opened
        settings = opened.campaign.settings
        info = settings.campaign.model_copy(update={"institution": self.institution})
        campaign = dataclasses.replace(opened.campaign, settings=settings.model_copy(update={"campaign": info}))
        problems = [item for item in opened.problems if item.code != "institution-unknown"]
        return dataclasses.replace(opened, campaign=campaign, problems=problems)


def split_order(order: Order, rosters: list[Path]) -> list[Order]:
    """One order for each roster, an institution of its own, with an output folder that is named after the file."""
    taken: set[str] = set()
    orders = []
    for roster in rosters:
        name = make_unique(clean_name(roster.stem), taken)
        out = f"{order.out.rstrip('/')}/{name}" if "://" in order.out else str(Path(order.out) / PurePosixPath(name))
        orders.append(
            dataclasses.replace(
                order, source=roster, out=out, institution=order.institution or roster.stem, guess=not order.institution
            )
        )
    return orders
