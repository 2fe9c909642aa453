"""The loaded plugins: what they bring, and the calls of their hooks."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pluggy

from pingyi.errors import PluginError, Problem, Severity
from pingyi.model.branch_type import BranchType
from pingyi.model.fields.base import list_cells, list_columns
from pingyi.model.papers.forms import Form
from pingyi.model.people.person import Person
from pingyi.plugins import trace
from pingyi.plugins.guard import find_place, guard
from pingyi.plugins.signatures import find_hook_faults
from pingyi.texts import translate as _


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
        local: names of the plugins that came with the campaign: its `[[rules]]` and the files in `rules/`.
        muted: names of plugins whose hooks are not called.
    """

    manager: pluggy.PluginManager
    branch_types: dict[str, BranchType] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    form_plugins: dict[str, str] = field(default_factory=dict)
    infos: list[PluginInfo] = field(default_factory=list)
    local: list[str] = field(default_factory=list)
    muted: frozenset[str] = frozenset()
    tracing: bool = field(default_factory=trace.is_on)
    _order: dict[str, list[tuple[str, pluggy.HookImpl]]] = field(default_factory=dict, init=False, repr=False)
    """Who answers a hook, in order: asked for millions of times."""

    def add(self, name: str, plugin: object, version: str = "", path: str = "", *, local: bool = False) -> None:
        """Register one plugin; one that does not fit becomes a problem, and the others work.

        Args:
            name: unique; plugins are called in the order of their names.
            plugin: a module or object with functions marked `hookimpl`.
            version: of its package.
            path: where it is; a module knows itself.
            local: it came with the campaign.
        """
        self.add_from(name, lambda: plugin, version, path, local=local)

    def add_from(
        self, name: str, load: Callable[[], object], version: str = "", path: str = "", *, local: bool = False
    ) -> None:
        """Load one plugin and register it, as `add` does."""
        manager = self.manager
        self._order.clear()
        try:
            plugin = load()
            faults = list(find_hook_faults(name, plugin, manager))
            if faults:
                self.problems.extend(faults)
                return
            manager.register(plugin, name=name)
            manager.check_pending()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a stranger's module raises, the others work
            if manager.has_plugin(name):
                manager.unregister(name=name)
            self.problems.append(explain_broken(name, error, path))
            return
        hooks = tuple(sorted(caller.name for caller in manager.get_hookcallers(plugin) or ()))
        self.infos.append(PluginInfo(name, version, path or str(getattr(plugin, "__file__", None) or ""), hooks))
        self.infos.sort(key=lambda info: info.name)
        if local:
            self.local.append(name)

    def mute(self, names: Iterable[str]) -> Plugins:
        """The same plugins, but with the hooks of some of them not called: what would the plan be without them?"""
        return dataclasses.replace(self, muted=self.muted | frozenset(names))

    def call(self, hook: str, **arguments: Any) -> Iterable[tuple[str, Any]]:
        """Call one hook plugin by plugin, in the order of their names.

        Yields:
            The plugin's name and what it returned, `None` left out.

        Raises:
            PluginError: a plugin raised inside the hook; it is named.
        """
        for name, run in self._list_calls(hook, arguments):
            answer = run(arguments)
            if answer is not None:
                yield name, answer

    def call_each(self, hook: str, problems: list[Problem], **arguments: Any) -> Iterable[tuple[str, Any]]:
        """Call one hook as `call` does; a plugin that fails becomes a problem, and the others are asked."""
        for name, run in self._list_calls(hook, arguments):
            try:
                answer = run(arguments)
            except PluginError as error:
                problems.extend(error.problems)
                continue
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
        given = {**arguments, changing: value}
        for name, run in self._list_calls(hook, given):
            answer = run(given)
            if answer is not None:
                yield name, answer
                given[changing] = answer

    def implements(self, hook: str) -> bool:
        """Whether any plugin answers this hook: lets callers skip building its arguments."""
        return bool(self._implementations(hook))

    def _list_calls(
        self, hook: str, arguments: Mapping[str, Any]
    ) -> Iterator[tuple[str, Callable[[Mapping[str, Any]], Any]]]:
        found = self._implementations(hook)
        if self.tracing and found:
            trace.write_call(hook, arguments, [name for name, _implementation in found])
        for name, implementation in found:
            yield name, functools.partial(self._run, name, hook, implementation)

    def _run(self, name: str, hook: str, implementation: pluggy.HookImpl, arguments: Mapping[str, Any]) -> Any:
        wanted = {key: arguments[key] for key in implementation.argnames}
        try:
            answer = guard(name, hook, functools.partial(implementation.function, **wanted))
        except PluginError as error:
            if self.tracing:
                trace.write_failure(name, error)
            raise
        if answer == [] and inspect.isgeneratorfunction(implementation.function):
            answer = None  # a generator cannot return None: yielding nothing is the same
        if self.tracing:
            trace.write_answer(name, answer)
        return answer

    def _implementations(self, hook: str) -> list[tuple[str, pluggy.HookImpl]]:
        known = self._order.get(hook)
        if known is None:
            found = getattr(self.manager.hook, hook).get_hookimpls()
            named = ((item.plugin_name, item) for item in found if item.plugin_name not in self.muted)
            known = self._order[hook] = sorted(named, key=lambda pair: pair[0])
        return known

    def person_columns(self) -> dict[str, tuple[type[Person], ...]]:
        """Which models have each roster field: `Person` first, then the branch types' own."""
        fields: dict[str, tuple[type[Person], ...]] = {}
        models: list[type[Person]] = [Person, *(kind.member_model for kind in self.branch_types.values())]
        for model in dict.fromkeys(models):  # several branch types may share one
            for name in list_columns(model):
                if model is Person or name not in list_columns(Person):
                    fields[name] = (*fields.get(name, ()), model)
        return fields

    def fillable_fields(self) -> dict[str, str]:
        """The fields that people fill in, of all forms, with their printed labels."""
        found: dict[str, str] = {}
        for form in self.forms.values():
            found |= {name: cell.label for name, cell in list_cells(form.data).items() if cell.fill}
        return found


def explain_broken(name: str, error: BaseException, path: str = "") -> Problem:
    """The finding that stands for a plugin that could not be loaded."""
    file, row = find_place(error)
    return Problem(
        Severity.ERROR,
        "plugin-broken",
        _("plugin “{name}” could not be loaded: {error}").format(name=name, error=f"{type(error).__name__}: {error}"),
        _("Correct or uninstall it; the other plugins are in use."),
        file=file or path,
        row=row,
        value=name,
    )
