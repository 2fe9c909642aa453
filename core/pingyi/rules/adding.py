"""From the settings to a registered plugin."""

from __future__ import annotations

from pingyi.errors import Problem, SettingsError
from pingyi.model.config.faults import SETTINGS_FILE
from pingyi.model.config.settings import Settings
from pingyi.plugins import Plugins
from pingyi.rules.checking import RuleChecker, list_errors
from pingyi.rules.compiled import PLUGIN
from pingyi.rules.plugin import CampaignRules
from pingyi.texts import translate as _


def add_rules(settings: Settings, plugins: Plugins, path: str = SETTINGS_FILE) -> list[Problem]:
    """Register the rules of a campaign's settings as a plugin.

    Args:
        settings: the rules, as they were read.
        plugins: what they may name; the rules are added to them.
        path: of the settings, for listings.

    Returns:
        Warnings: rules that can be meant as they stand.

    Raises:
        SettingsError: rules are wrong; all that is wrong with any of them at once.
    """
    if not settings.rules:
        return []
    checker = RuleChecker(settings, plugins)
    rules = checker.compile()
    count = len(list(list_errors(checker.problems)))
    if count:
        message = _("{file} has {count} wrong settings.").format(file=SETTINGS_FILE, count=count)
        cure = _("Correct them in a text editor and run the command again.")
        raise SettingsError(message, cure=cure, problems=checker.problems)
    plugins.add(PLUGIN, CampaignRules(rules, path), path=path, local=True)
    return checker.problems
