"""From one year to the next: the old folder sealed, people, tree and pledges carried into a new one (R34, R51)."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pingyi.campaign import OpenCampaign, load_settings
from pingyi.campaign.folder import READ_ME, RETURNED, TEMPLATES
from pingyi.collect.pledges import differ
from pingyi.disk.atomic import write_whole
from pingyi.disk.folders import stage
from pingyi.disk.problems import explain
from pingyi.errors import DataError, SettingsError, Severity, UsageError
from pingyi.model.campaign import Campaign
from pingyi.model.config.faults import SETTINGS_FILE
from pingyi.model.config.settings import RosterSettings
from pingyi.model.people.person import Person
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plugins.guard import RULES_FOLDER
from pingyi.report.next_settings import move_settings, move_text
from pingyi.report.sealing import seal_folder
from pingyi.roster import Roster, read_roster, write_workbook
from pingyi.texts import translate as _

_DEFAULT_ROSTER = "花名册.xlsx"


@dataclass(frozen=True)
class Rollover:
    """What became of a campaign that was rolled over.

    Attributes:
        folder: the next campaign.
        sealed: the zip of the old one, inside it.
        joined, left: people of the new roster who were not in the old one, and the reverse; empty without one.
        moved: people who are in another branch now, with the names of both.
        pledged: how many subjects carry pledges.
        dropped_exemptions: people whose exemption ended with the year.
        differing: who pledged other things on the 公开承诺书, which counts, than elsewhere.
    """

    folder: Path
    sealed: Path
    joined: tuple[Person, ...] = ()
    left: tuple[Person, ...] = ()
    moved: tuple[tuple[Person, str, str], ...] = ()
    pledged: int = 0
    dropped_exemptions: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


def roll_over(opened: OpenCampaign, campaign: Campaign, target: Path, new_roster: Path | None = None) -> Rollover:
    """Seal a campaign and start the next one; nothing that exists is changed.

    Args:
        opened: the campaign, of a folder.
        campaign: the same with the records of returned forms.
        target: a folder that does not exist yet, or is empty.
        new_roster: the people of the new year; without it those of the old one.

    Raises:
        UsageError: a bare roster, a target that is in use, or one inside the old folder.
        SettingsError: `campaign.toml` is written in a way whose year cannot be moved.
        DataError: the roster whose people are taken over has rows with errors.
        DeliveryError: the new folder could not be written; nothing was left behind.
    """
    folder = _check_places(opened, target)
    source = folder / SETTINGS_FILE
    settings = opened.campaign.settings
    moved = move_settings(settings).model_copy(update={"roster": _name_roster(opened)})
    old = opened.roster
    people = _read_new(new_roster, opened) if new_roster is not None else _require_all(old)
    records = _carry(campaign, people)
    sealed = f"上年档案_{settings.campaign.year}.zip"
    try:
        with stage(target) as new:
            _write_settings(new, source.read_text(encoding="utf-8-sig"), opened)
            carried = dataclasses.replace(people, records=records, meetings=())
            write_workbook(new / moved.roster.file, moved, opened.plugins, carried)
            for name in (RULES_FOLDER, TEMPLATES):
                if (folder / name).is_dir():
                    shutil.copytree(folder / name, new / name, ignore=shutil.ignore_patterns("__pycache__", "~$*"))
            (new / RETURNED).mkdir()
            if (folder / READ_ME).is_file():
                shutil.copy(folder / READ_ME, new / READ_ME)
            write_whole(new / sealed, seal_folder(folder))
    except OSError as error:
        raise explain(target, error) from error
    joined, left, changed = _compare(old, people) if new_roster is not None else ((), (), ())
    return Rollover(
        target,
        target / sealed,
        joined,
        left,
        changed,
        sum(bool(record.last_commitments) for record in records.values()),
        tuple(item.person for item in settings.exemptions),
        tuple(campaign.name_subject(*key) for key in records if differ(campaign.records[key])),
    )


def _check_places(opened: OpenCampaign, target: Path) -> Path:
    if opened.folder is None:
        raise UsageError(
            _("Only a campaign folder can be rolled over, not a bare roster."),
            cure=_("Make a campaign folder with “pingyi init DIR”, and put the roster there."),
        )
    if os.path.lexists(target) and not (target.is_dir() and not target.is_symlink() and not any(target.iterdir())):
        raise UsageError(
            _("“{path}” exists already; nothing is ever overwritten.").format(path=target),
            cure=_("Choose the name of a new folder."),
        )
    folder = opened.folder.resolve()
    if target.resolve().is_relative_to(folder):
        raise UsageError(
            _("The next campaign cannot lie inside the old one."), cure=_("Choose a folder beside it, such as ../NAME.")
        )
    return folder


def _name_roster(opened: OpenCampaign) -> RosterSettings:
    """The setting of the roster's place: our own workbook is .xlsx and lies in the folder itself."""
    roster = opened.campaign.settings.roster
    name = Path(roster.file).name
    return roster.model_copy(update={"file": name if name.endswith(".xlsx") else _DEFAULT_ROSTER, "columns": {}})


def _read_new(path: Path, opened: OpenCampaign) -> Roster:
    roster = read_roster(path, opened.campaign.settings, opened.plugins)
    errors = [item for item in roster.problems if item.severity is Severity.ERROR]
    if errors:
        raise DataError(
            _("The new roster has {count} errors; its rows would be lost.").format(count=len(errors)),
            cure=_("Correct them (“pingyi check FILE” marks them) and run again."),
            problems=errors,
        )
    return roster


def _require_all(roster: Roster) -> Roster:
    rows = {(item.sheet, item.row) for item in roster.unread}
    if rows:
        raise DataError(
            _("{count} rows of the roster have errors; their people would be lost.").format(count=len(rows)),
            cure=_("Correct them (“pingyi check” marks them), or give the new year's roster with --roster."),
            problems=[
                item for item in roster.problems if item.severity is Severity.ERROR and (item.sheet, item.row) in rows
            ],
        )
    return roster


def _carry(campaign: Campaign, people: Roster) -> dict[tuple[SubjectKind, str], Record]:
    """The pledges of those who are still there, as last year's."""
    carried = {}
    for (kind, subject_id), record in campaign.records.items():
        known: Mapping[str, object] = people.people if kind is SubjectKind.MEMBER else people.organisations
        if subject_id in known and record.pledges:
            carried[kind, subject_id] = Record(last_commitments=record.pledges)
    return carried


def _write_settings(folder: Path, text: str, opened: OpenCampaign) -> None:
    settings = opened.campaign.settings
    path = folder / SETTINGS_FILE
    moved = move_text(text, settings)
    name = _name_roster(opened).file
    if name != settings.roster.file:
        moved = moved.replace(f'"{settings.roster.file}"', f'"{name}"', 1)
    path.write_text(moved, encoding="utf-8", newline="\n")
    wanted, got = move_settings(settings), load_settings(path)
    if (got.campaign, got.deadlines, got.exemptions) != (wanted.campaign, wanted.deadlines, wanted.exemptions):
        raise SettingsError(
            _("The year and the dates in campaign.toml could not be moved."),
            cure=_("Write id, year, review and report on lines of their own under [campaign] and [deadlines]."),
        )


def _compare(
    old: Roster, new: Roster
) -> tuple[tuple[Person, ...], tuple[Person, ...], tuple[tuple[Person, str, str], ...]]:
    joined = tuple(person for key, person in new.people.items() if key not in old.people)
    left = tuple(person for key, person in old.people.items() if key not in new.people)
    moved = []
    for key, person in new.people.items():
        before = old.people.get(key)
        if before is None:
            continue
        names = (_name(old, before.branch_id), _name(new, person.branch_id))
        if names[0] != names[1]:
            moved.append((person, *names))
    return joined, left, tuple(moved)


def _name(roster: Roster, organisation_id: str) -> str:
    organisation = roster.organisations.get(organisation_id)
    return organisation.name if organisation is not None else organisation_id
