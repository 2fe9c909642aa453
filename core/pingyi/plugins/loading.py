"""Loading every plugin, and collecting the branch types and forms they bring."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from importlib import metadata
from typing import Any, TypeVar

import pluggy
from pydantic import ValidationError

from pingyi import hookspecs
from pingyi.errors import PluginError, Problem, SettingsError, Severity
from pingyi.model.branch_type import BranchType
from pingyi.model.config.faults import SETTINGS_FILE, list_faults, suggest_key
from pingyi.model.papers.forms import Form
from pingyi.plugins.guard import explain_answer, guard
from pingyi.plugins.registry import Plugins
from pingyi.plugins.words import WORD_LISTS, has_words, list_shared
from pingyi.texts import translate as _

ENTRY_POINT_GROUP = "pingyi"
T = TypeVar("T")


def load_plugins(
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    extra: Mapping[str, object] | None = None,
    *,
    problems: Iterable[Problem] = (),
) -> Plugins:
    """Load every installed plugin, then `extra` ones (name -> module or object), and collect what they bring.

    A plugin that cannot be loaded, fails, or brings a name that is taken is a problem; the others work.

    Args:
        settings: `[plugins.NAME]` tables by branch type.
        extra: further plugins, such as a campaign's own files or a test's class.
        problems: what was wrong with extra plugins that could not even be read.

    Raises:
        SettingsError: `[plugins.NAME]` tables name no branch type or do not fit its settings model; all at once.
    """
    manager = pluggy.PluginManager("pingyi")
    manager.add_hookspecs(hookspecs)
    plugins = Plugins(manager, problems=list(problems))
    for point in sorted(metadata.entry_points(group=ENTRY_POINT_GROUP), key=lambda point: point.name):
        plugins.add_from(point.name, point.load, point.dist.version if point.dist is not None else "")
    for name, plugin in sorted((extra or {}).items()):
        plugins.add(name, plugin, local=True)
    _collect_branch_types(plugins, settings or {})
    _collect_forms(plugins)
    return plugins


def _collect_branch_types(plugins: Plugins, settings: Mapping[str, Mapping[str, Any]]) -> None:
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    for name, kinds in plugins.call_each("pingyi_branch_types", plugins.problems):
        for kind in _list_items(plugins, name, "pingyi_branch_types", kinds):
            if not (isinstance(kind, type) and issubclass(kind, BranchType) and _has_name(kind)):
                wanted = _("classes of branch types, each with NAME and LABEL")
                plugins.problems.append(explain_answer(name, "pingyi_branch_types", wanted))
                continue
            if not has_words(kind):
                wanted = _("branch types with lists of texts as {names}").format(names=", ".join(WORD_LISTS))
                plugins.problems.append(explain_answer(name, "pingyi_branch_types", wanted))
                owners.setdefault(kind.NAME, name)  # its table is no mistake of the settings
                continue
            table = settings.get(kind.NAME, {})
            try:
                checked = kind.settings_model.model_validate(table)
            except ValidationError as error:
                problems.extend(list_faults(error, kind.settings_model, table, ("plugins", kind.NAME)))
                owners.setdefault(kind.NAME, name)
                continue
            try:
                branch_type = guard(name, kind.__name__, functools.partial(kind, checked, plugin=name))
            except PluginError as error:
                plugins.problems.extend(error.problems)
                continue
            _claim(plugins, plugins.branch_types, kind.NAME, branch_type, owners=owners, owner=name)
    plugins.problems.extend(problem for _one, _other, problem in list_shared(plugins.branch_types.values()))
    problems.extend(_explain_table(key, list(owners)) for key in settings if key not in owners)
    if problems:
        message = _("{file}: the settings of plugins are wrong.").format(file=SETTINGS_FILE)
        raise SettingsError(message, problems=[*plugins.problems, *problems])  # a broken plugin may be the cause


def _has_name(kind: type[BranchType]) -> bool:
    return all(isinstance(getattr(kind, name, None), str) for name in ("NAME", "LABEL"))


def _collect_forms(plugins: Plugins) -> None:
    for name, forms in plugins.call_each("pingyi_forms", plugins.problems):
        for form in _list_items(plugins, name, "pingyi_forms", forms):
            if isinstance(form, Form):
                _claim(plugins, plugins.forms, form.id, form, owners=plugins.form_plugins, owner=name)
            else:
                plugins.problems.append(explain_answer(name, "pingyi_forms", _("a list of Form")))


def _list_items(plugins: Plugins, name: str, hook: str, answer: object) -> Iterable[Any]:
    if isinstance(answer, Iterable) and not isinstance(answer, str):
        return answer
    plugins.problems.append(explain_answer(name, hook, _("a list")))
    return ()


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


def _claim(plugins: Plugins, taken: dict[str, T], key: str, value: T, *, owners: dict[str, str], owner: str) -> None:
    if key not in taken:
        taken[key] = value
        owners[key] = owner
        return
    noun = _("form") if isinstance(value, Form) else _("branch type")
    plugins.problems.append(
        Problem(
            Severity.ERROR,
            "plugin-name-taken",
            _("{noun} “{key}” comes from two plugins: {first} and {second}.").format(
                noun=noun, key=key, first=owners[key], second=owner
            ),
            _("That of {first} is in use. Rename one of them, or uninstall one plugin.").format(first=owners[key]),
            value=key,
        )
    )
