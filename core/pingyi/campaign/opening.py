"""Opening a campaign: settings, plugins and roster together, with everything that is wrong with them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pingyi.campaign.consistency import check_settings
from pingyi.campaign.folder import TEMPLATES, check_folder, find_roster
from pingyi.campaign.settings_file import load_settings, place_problems
from pingyi.errors import PluginError, Problem, SettingsError, Severity
from pingyi.model.branch_type import PlanContext
from pingyi.model.campaign import Campaign
from pingyi.model.config.faults import SETTINGS_FILE
from pingyi.model.config.settings import Settings
from pingyi.plugins import Plugins, describe_failure, explain_answer, guard, load_plugins
from pingyi.plugins.answers import find_wrong_type
from pingyi.roster import Roster, read_roster
from pingyi.rules import add_rules, is_not_run, load_rule_files
from pingyi.texts import translate as _

_SHOWN_NAMES = 10


@dataclass(frozen=True)
class OpenCampaign:
    """A campaign that has been read.

    Attributes:
        folder: the campaign folder, `None` for a bare roster.
        campaign: settings, people, organisations, leaders and records.
        plugins: what is installed.
        roster: the roster as it was read, with its own problems.
        problems: everything found, of the folder, the plugins, the settings, the roster and the plugins' checks.
    """

    folder: Path | None
    campaign: Campaign
    plugins: Plugins
    roster: Roster
    problems: list[Problem]

    @property
    def templates(self) -> Path | None:
        """The folder of the campaign's own templates; `None` for a bare roster."""
        return None if self.folder is None else self.folder / TEMPLATES

    def require_rules(self) -> None:
        """Refuse to go on without a rule file of the campaign: whatever is written would follow other rules.

        Raises:
            PluginError: a file was not run, because nobody agreed to it or because it is broken.
        """
        lacking = [item for item in self.plugins.problems if is_not_run(item)]
        if lacking:
            raise PluginError(
                _("Nothing was written: these rules of the campaign are not in force."),
                cure=_("Agree to them with --trust, correct what is broken, or move the file out of rules/."),
                problems=lacking,
            )


def open_campaign(folder: Path, *, trust: bool = False) -> OpenCampaign:
    """Open a campaign folder.

    Args:
        folder: the campaign.
        trust: the user agrees to run the Python files in `rules/`, now and as long as they stay the same.

    Raises:
        SettingsError: `campaign.toml` is wrong; every wrong key at once.
        DataError: the roster is missing, locked, or not a workbook.
    """
    plugins, settings, findings = load_campaign_plugins(folder, trust=trust)
    roster = find_roster(folder, settings.roster.file)
    findings += check_folder(folder, roster, plugins)
    return _open(folder, roster, settings, plugins, findings)


def load_campaign_plugins(folder: Path, *, trust: bool = False) -> tuple[Plugins, Settings, list[Problem]]:
    """Load the settings of a campaign and all plugins that take part: installed ones, its rules, its rule files.

    Args:
        folder: the campaign.
        trust: as in `open_campaign`.

    Returns:
        The plugins, the settings, and what is doubtful about the settings.

    Raises:
        SettingsError: `campaign.toml` is wrong; every wrong key at once.
    """
    path = folder / SETTINGS_FILE
    settings = load_settings(path)
    files = load_rule_files(folder, trust=trust)
    try:
        plugins = load_plugins(settings.plugins, files.plugins, problems=files.problems)
        findings = [*add_rules(settings, plugins, str(path)), *check_settings(settings, plugins)]
    except SettingsError as error:
        # a file that was not run, or is broken, may be what the settings name
        missing = [problem for problem in files.problems if problem not in error.problems]
        placed = place_problems(path, [*missing, *error.problems])
        raise SettingsError(error.message, cure=error.cure, problems=placed) from error
    return plugins, settings, place_problems(path, findings)


def open_roster(path: Path, *, institution: str = "") -> OpenCampaign:
    """Open a roster without a campaign folder, by the settings of the notice.

    Args:
        path: a workbook or csv file.
        institution: full name for the titles; without it the name of the roster's root committee.

    Raises:
        FileKindError: it is not a workbook.
    """
    settings = Settings()
    if institution:
        info = settings.campaign.model_copy(update={"institution": institution})
        settings = settings.model_copy(update={"campaign": info})
    return _open(None, path, settings, load_plugins(), [])


def _open(
    folder: Path | None, path: Path, settings: Settings, plugins: Plugins, findings: list[Problem]
) -> OpenCampaign:
    roster = read_roster(path, settings, plugins)
    campaign = Campaign(
        settings,
        roster.organisations,
        roster.people,
        roster.leaders,
        roster.records,
        roster.meetings,
        roster.unread,
    )
    found = list(_check(campaign, plugins))
    if folder is not None:
        found = place_problems(folder / SETTINGS_FILE, found)
    problems = [*plugins.problems, *findings, *roster.problems, *found]
    return OpenCampaign(folder, campaign, plugins, roster, problems)


def _check(campaign: Campaign, plugins: Plugins) -> Iterator[Problem]:
    yield from _list_rare_names(campaign)
    if not campaign.institution:
        yield Problem(
            Severity.WARNING,
            "institution-unknown",
            _("The name of the institution is not known: the titles of the forms will lack it."),
            _(
                'Write institution = "…" under [campaign] in campaign.toml, or name the committee at the root in the '
                "sheet 组织; for a bare roster, give --institution."
            ),
        )
    protected = campaign.protect()
    context = PlanContext(protected, plugins.branch_types)
    failures: dict[str, Problem] = {}  # told once, however many organisations are checked
    for organisation in campaign.organisations.values():
        branch_type = plugins.branch_types.get(organisation.branch_type)
        if branch_type is not None:
            run = functools.partial(branch_type.check, organisation, context)
            try:
                yield from guard(branch_type.plugin, "check", run)
            except PluginError as error:
                failures.setdefault(error.message, describe_failure(error))
    found: list[Problem] = []
    for plugin, answer in plugins.call_each("pingyi_check", found, campaign=protected):
        told = tuple(answer) if isinstance(answer, Iterable) else (answer,)
        are_problems = all(isinstance(item, Problem) for item in told)
        wanted = find_wrong_type(told, Problem) if are_problems else _("a list of Problem")
        if wanted:
            yield explain_answer(plugin, "pingyi_check", wanted)
        else:
            yield from told
    yield from (*failures.values(), *found)


def _list_rare_names(campaign: Campaign) -> Iterator[Problem]:
    """Names that 仿宋_GB2312, the font of many older templates, prints with boxes or in another font."""
    names = [person.name for person in campaign.people.values()]
    doubtful = set(filter(_is_rare, set("".join(names))))  # a few thousand characters make all names
    rare = [name for name in names if not doubtful.isdisjoint(name)] if doubtful else []
    if rare:
        shown = "、".join(rare[:_SHOWN_NAMES]) + ("……" if len(rare) > _SHOWN_NAMES else "")
        yield Problem(
            Severity.INFO,
            "rare-characters",
            _("{count} names have characters that not every font has: {names}").format(count=len(rare), names=shown),
            _("Look at these forms before printing; “pingyi doctor” lists the fonts that this machine lacks."),
        )


def _is_rare(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return char != "·"  # the dot in names of some peoples is in every font
    return False
