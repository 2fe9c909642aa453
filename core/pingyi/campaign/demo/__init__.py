"""The demo: an invented university of 600 members, the same on every machine, as a roster to write into a workbook.

Its words are in `data/demo.toml`; the modules here combine them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from pingyi.campaign.demo.dice import Dice
from pingyi.campaign.demo.meetings import hold_meeting
from pingyi.campaign.demo.officers import appoint_leaders, appoint_officers
from pingyi.campaign.demo.people import Draft, PeopleMaker
from pingyi.campaign.demo.records import RecordMaker
from pingyi.campaign.demo.units import list_units
from pingyi.model.config.settings import Settings
from pingyi.model.people.person import Person
from pingyi.plugins import Plugins
from pingyi.roster import Roster

_SEED = 20101228
"""The day the notice was issued."""
_NAMESAKES = (
    ("机械工程学院教工第一党支部", "外国语学院教工第一党支部"),
    ("理学院本科生第一党支部", "电子工程学院本科生第二党支部"),
)
"""Two pairs of branches with an ordinary member of the same name each."""


def build_demo(path: Path, settings: Settings, plugins: Plugins) -> Roster:
    """Return the demo's people and organisations.

    Args:
        path: where the workbook will be.
        settings: aspects and grades of the records.
        plugins: whose branch types give the members their own columns; a column that none has is left out.
    """
    words: Mapping[str, Any] = tomllib.loads(
        resources.files("pingyi.campaign").joinpath("data/demo.toml").read_text(encoding="utf-8")
    )
    dice = Dice(_SEED)
    maker = PeopleMaker(words, dice)
    units = list(list_units(words))
    members = {unit.name: maker.make(unit) for unit in units if unit.kind.has_members}
    for first, second in _NAMESAKES:
        members[second][-1].update(name=members[first][-1]["name"], sex=members[first][-1]["sex"])
    leaders = appoint_leaders(words, units, members)
    organisations = list(appoint_officers(units, members, leaders))
    drafts = [draft for branch in members.values() for draft in branch]
    people = [_make_person(draft, plugins) for draft in drafts]
    records = dict(RecordMaker(words, settings, dice).make(organisations, drafts))
    return Roster(
        path=path,
        organisations={item.id: item for item in organisations},
        people={person.id: person for person in people},
        leaders=leaders,
        records=records,
        problems=[],
        rows_read=len(people),
        meetings=(hold_meeting(organisations, members, records, settings),),
    )


def _make_person(draft: Draft, plugins: Plugins) -> Person:
    kind = plugins.branch_types.get(draft["branch_type"])
    model = kind.member_model if kind is not None else Person
    values = {name: value for name, value in draft.items() if name in model.model_fields}
    return model(id=draft["person_no"], **values)
