"""Loading the plugins under test beside the installed ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pingyi.conformance import find_targets
from pingyi.errors import SettingsError
from pingyi.model.config.faults import SETTINGS_FILE, list_faults
from pingyi.model.config.settings import Settings
from pingyi.plugins import ENTRY_POINT_GROUP, Plugins, load_plugins
from pingyi.rules import add_rules
from pingyi.texts import translate as _

Plugin = object | str | Path
"""A module or object with hooks, the name of a module, or a .py file."""


def load_for_test(settings: Settings, plugins: Iterable[Plugin] = ()) -> Plugins:
    """Load what is installed and what is under test.

    Args:
        settings: of the campaign; its `[[rules]]` are among the plugins.
        plugins: further ones; one that is installed already is not loaded twice.

    Raises:
        SettingsError: a rule or a table of a plugin is wrong.
    """
    extra = dict(_name(plugin) for plugin in plugins if not _is_installed(plugin))
    loaded = load_plugins(settings.plugins, extra=extra)
    loaded.problems.extend(add_rules(settings, loaded))
    return loaded


def as_settings(settings: Settings | Mapping[str, Any] | None) -> Settings:
    """Settings from what `campaign.toml` would hold.

    Raises:
        SettingsError: some of them are wrong; all at once.
    """
    if isinstance(settings, Settings):
        return settings
    try:
        return Settings.model_validate(settings or {})
    except ValidationError as error:
        problems = list_faults(error, Settings, settings)
        message = _("{file} has {count} wrong settings.").format(file=SETTINGS_FILE, count=len(problems))
        raise SettingsError(message, problems=problems) from error


def _is_installed(plugin: Plugin) -> bool:
    name = plugin if isinstance(plugin, str) else getattr(plugin, "__name__", "")
    return name in {point.value for point in metadata.entry_points(group=ENTRY_POINT_GROUP)}


def _name(plugin: Plugin) -> tuple[str, object]:
    if isinstance(plugin, Path) or (isinstance(plugin, str) and plugin.endswith(".py")):
        target = find_targets(str(plugin))[0]
        return target.name, target.load()
    if isinstance(plugin, str):
        plugin = import_module(plugin)
    name = getattr(plugin, "__name__", None) or type(plugin).__name__
    return name.rpartition(".")[2].removeprefix("pingyi_"), plugin
