"""Finding, guarding and listing plugins: one at a time, in the order of their names, each failure with a name on it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any, TypeVar

import pluggy
from pydantic import ValidationError

from pingyi import hookspecs
from pingyi.errors import PluginError, Problem, SettingsError, Severity
from pingyi.model.base import list_columns
from pingyi.model.branch_type import BranchType
from pingyi.model.faults import SETTINGS_FILE, list_faults, suggest_key
from pingyi.model.forms import Form
from pingyi.model.person import Person
from pingyi.texts import translate as _

ENTRY_POINT_GROUP = "pingyi"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """One loaded plugin, for `pingyi plugins`."""

    name: str
    version: str
    path: str
    hooks: tuple[str, ...]


@dataclass
class Plugins:
    """The loaded plugins and what they bring.

    Attributes:
        branch_types: instances by NAME.
        forms: by id.
        problems: plugins that could not be loaded; the others work.
    """

    manager: pluggy.PluginManager
    branch_types: dict[str, BranchType] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    form_plugins: dict[str, str] = field(default_factory=dict)
    infos: list[PluginInfo] = field(default_factory=list)

    def call(self, hook: str, **arguments: Any) -> Iterable[tuple[str, Any]]:
        """Call one hook plugin by plugin, in the order of their names.

        Yields:
            The plugin's name and what it returned, `None` left out.

        Raises:
            PluginError: a plugin raised inside the hook; it is named.
        """
        for name, implementation in self._implementations(hook):
            wanted = {key: arguments[key] for key in implementation.argnames}
            answer = guard(name, hook, functools.partial(implementation.function, **wanted))
            if answer is not None:
                yield name, answer

    def fold(self, hook: str, changing: str, value: Any, **arguments: Any) -> Iterable[tuple[str, Any]]:
        """Call one hook as `call` does, giving each plugin the last answer before it as the argument `changing`.

        Args:
            hook: name of the hook.
            changing: the argument that the hook's answer replaces.
            value: what the first plugin gets for it.
            arguments: the others.

        Raises:
            PluginError: a plugin raised inside the hook; it is named.
        """
        for name, implementation in self._implementations(hook):
            given = {**arguments, changing: value}
            wanted = {key: given[key] for key in implementation.argnames}
            answer = guard(name, hook, functools.partial(implementation.function, **wanted))
            if answer is not None:
                yield name, answer
                value = answer

    def implements(self, hook: str) -> bool:
        """Whether any plugin answers this hook: lets callers skip building its arguments."""
        return bool(self._implementations(hook))

    def _implementations(self, hook: str) -> list[tuple[str, pluggy.HookImpl]]:
        found = getattr(self.manager.hook, hook).get_hookimpls()
        return sorted(((item.plugin_name, item) for item in found), key=lambda pair: pair[0])

    def person_columns(self) -> dict[str, tuple[type[Person], ...]]:
        """Which models have each roster field: `Person` first, then the branch types' own."""
        fields: dict[str, tuple[type[Person], ...]] = {}
        models: list[type[Person]] = [Person, *(kind.member_model for kind in self.branch_types.values())]
        for model in models:
            for name in list_columns(model):
                if model is Person or name not in list_columns(Person):
                    fields[name] = (*fields.get(name, ()), model)
        return fields


def load_plugins(
    settings: Mapping[str, Mapping[str, Any]] | None = None, extra: Mapping[str, object] | None = None
) -> Plugins:
    """Load every installed plugin, then `extra` ones (name -> module or object), and collect what they bring.

    Args:
        settings: `[plugins.NAME]` tables by branch type.
        extra: further plugins, such as a campaign's own files or a test's class.

    Raises:
        PluginError: two plugins bring a branch type or a form of one name.
        SettingsError: `[plugins.NAME]` tables name no branch type or do not fit its settings model; all at once.
    """
    manager = pluggy.PluginManager("pingyi")
    manager.add_hookspecs(hookspecs)
    plugins = Plugins(manager)
    entry_points = sorted(metadata.entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name)
    for point in entry_points:
        version = point.dist.version if point.dist is not None else ""
        _register(plugins, point.name, point.load, version)
    for name, plugin in sorted((extra or {}).items()):
        _register(plugins, name, functools.partial(_identity, plugin), "")
    _collect_branch_types(plugins, settings or {})
    for name, forms in plugins.call("pingyi_forms"):
        for form in forms:
            _claim(plugins.forms, form.id, form, owners=plugins.form_plugins, owner=name, noun=_("form"))
    return plugins


def _identity(plugin: object) -> object:
    return plugin


def _register(plugins: Plugins, name: str, load: Callable[[], object], version: str) -> None:
    manager = plugins.manager
    try:
        plugin = load()
        manager.register(plugin, name=name)
        manager.check_pending()
    except Exception as error:  # noqa: BLE001 - whatever a stranger's module raises, the others must still work
        if manager.has_plugin(name):
            manager.unregister(name=name)
        plugins.problems.append(
            Problem(
                Severity.ERROR,
                "plugin-broken",
                _("plugin “{name}” could not be loaded: {error}").format(
                    name=name, error=f"{type(error).__name__}: {error}"
                ),
                _("Correct or uninstall it; the other plugins are in use."),
                value=name,
            )
        )
        return
    hooks = tuple(sorted(caller.name for caller in manager.get_hookcallers(plugin) or ()))
    path = str(getattr(plugin, "__file__", None) or "")
    plugins.infos.append(PluginInfo(name, version, path, hooks))


def _collect_branch_types(plugins: Plugins, settings: Mapping[str, Mapping[str, Any]]) -> None:
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    for name, kinds in plugins.call("pingyi_branch_types"):
        for kind in kinds:
            table = settings.get(kind.NAME, {})
            try:
                checked = kind.settings_model.model_validate(table)
            except ValidationError as error:
                problems.extend(list_faults(error, kind.settings_model, table, ("plugins", kind.NAME)))
                owners.setdefault(kind.NAME, name)
                continue
            branch_type = kind(checked, plugin=name)
            _claim(plugins.branch_types, kind.NAME, branch_type, owners=owners, owner=name, noun=_("branch type"))
    problems.extend(_explain_table(key, list(owners)) for key in settings if key not in owners)
    if problems:
        message = _("{file}: the settings of plugins are wrong.").format(file=SETTINGS_FILE)
        raise SettingsError(message, problems=[*plugins.problems, *problems])  # a broken plugin may be the cause


def _explain_table(key: str, known: list[str]) -> Problem:
    near = suggest_key(key, known)
    return Problem(
        Severity.ERROR,
        "setting-unknown",
        _("“plugins.{key}” names no branch type.").format(key=key),
        _("Did you mean “{key}”?").format(key=f"plugins.{near}")
        if near
        else _("Known: {known}.").format(known=", ".join(sorted(known))),
        file=SETTINGS_FILE,
        column=f"plugins.{key}",
    )


def _claim(taken: dict[str, T], key: str, value: T, *, owners: dict[str, str], owner: str, noun: str) -> None:
    if key in taken:
        raise PluginError(
            _("{noun} “{key}” comes from two plugins: {first} and {second}.").format(
                noun=noun, key=key, first=owners[key], second=owner
            ),
            cure=_("Rename one of them, or uninstall one plugin."),
        )
    taken[key] = value
    owners[key] = owner


def guard(plugin: str, hook: str, run: Callable[[], Any]) -> Any:
    """Run a plugin's code and return its answer, a generator's as a list.

    Args:
        plugin: its name, for the message.
        hook: the hook or method, for the message.
        run: the call.

    Raises:
        PluginError: whatever it raised, with its name on it.
    """
    try:
        answer = run()
        # a hook written as a generator fails only while it is read
        return list(answer) if hasattr(answer, "__next__") else answer
    except Exception as error:
        raise PluginError(
            _("plugin “{plugin}” failed in {hook}: {error}").format(
                plugin=plugin, hook=hook, error=f"{type(error).__name__}: {error}"
            ),
            cure=_("Tell its author, or uninstall it."),
        ) from error
