"""The Python files of a campaign's `rules/`: read once, run only after consent, each one a plugin."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pluggy

from pingyi.disk.problems import describe
from pingyi.errors import Problem, Severity
from pingyi.plugins.guard import RULES_FOLDER
from pingyi.plugins.registry import explain_broken
from pingyi.rules.consent import hash_content, read_trusted, remember
from pingyi.rules.package import Source, add_package
from pingyi.texts import translate as _


@dataclass(frozen=True)
class RuleFiles:
    """The rule files of a campaign.

    Attributes:
        plugins: modules by the name under which they take part, such as `rules/telephone.py`.
        problems: files that were not run, or could not be.
    """

    plugins: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_rule_files(folder: Path, *, trust: bool = False) -> RuleFiles:
    """Load the rule files of a campaign, one at a time, in the order of their names.

    Args:
        folder: the campaign.
        trust: the user agrees to run them, and to run them again as long as they stay the same.
    """
    found = RuleFiles()
    sources = _read_files(folder / RULES_FOLDER, found.problems)
    if not sources:
        return found
    trusted = read_trusted()
    strange = [source for source in sources.values() if hash_content(source.content) not in trusted]
    if strange and trust:
        _remember(strange, found.problems)
    elif strange:
        found.problems.extend(map(_tell_untrusted, strange))
        # a trusted file may import a strange one: then it breaks, and is told as broken
        sources = {name: source for name, source in sources.items() if source not in strange}
    package = add_package(sources) if sources else ""
    modules: dict[str, types.ModuleType] = {}
    for name, source in sources.items():
        if name == "__init__":
            continue
        label = f"{RULES_FOLDER}/{source.path.name}"
        try:
            modules[label] = importlib.import_module(f"{package}.{name}")
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it raises, the others must still work
            found.problems.append(_tell_encoding(label, source.content) or explain_broken(label, error, label))
    imported = _list_imported(sources.values())
    for label, module in modules.items():
        if _has_hooks(module):
            found.plugins[label] = module
        elif module.__name__.rpartition(".")[2] not in imported and not Path(label).name.startswith("_"):
            found.problems.append(_tell_idle(label))
    return found


def is_not_run(problem: Problem) -> bool:
    """Whether a problem is that a rule file was not run, and not what came of running it."""
    if problem.code == "plugin-broken":
        return problem.value.startswith(f"{RULES_FOLDER}/")
    return problem.code in ("rules-untrusted", "rules-encoding")


def _read_files(folder: Path, problems: list[Problem]) -> Mapping[str, Source]:
    """The Python files of a folder by module name, without what editors and systems leave behind."""
    sources: dict[str, Source] = {}
    if not folder.is_dir():
        return sources
    for path in sorted(folder.iterdir()):
        if path.suffix != ".py" or path.name.startswith((".", "~$")) or not path.is_file():
            continue
        try:
            sources[path.stem.replace(".", "_")] = Source(path, path.read_bytes())
        except OSError as error:
            label = f"{RULES_FOLDER}/{path.name}"
            problems.append(explain_broken(label, error, label))
    return sources


def _remember(strange: list[Source], problems: list[Problem]) -> None:
    try:
        remember((hash_content(source.content), source.path) for source in strange)
    except OSError as error:
        problems.append(
            Problem(
                Severity.WARNING,
                "trust-not-kept",
                _("your consent could not be remembered: {error}").format(error=describe(error)),
                _("The files run this time; give --trust again next time."),
            )
        )


def _tell_untrusted(source: Source) -> Problem:
    return Problem(
        Severity.ERROR,
        "rules-untrusted",
        _("this file was not run: nobody has agreed to it on this machine, or it has changed since"),
        _("Read it, or ask who sent it; then run the command again with --trust."),
        file=f"{RULES_FOLDER}/{source.path.name}",
    )


def _tell_idle(label: str) -> Problem:
    return Problem(
        Severity.WARNING,
        "rules-without-hooks",
        _("this file has no hook: it changes nothing"),
        _("Mark a function with @hookimpl, such as pingyi_decide; begin the name of a file of helpers with _."),
        file=label,
    )


def _tell_encoding(label: str, content: bytes) -> Problem | None:
    """Whether a file that does not run is one that a Chinese editor saved in its own encoding."""
    try:
        importlib.util.decode_source(content)
    except (SyntaxError, UnicodeDecodeError) as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        row = content.count(b"\n", 0, start) + 1
    else:
        return None
    return Problem(
        Severity.ERROR,
        "rules-encoding",
        _("plugin “{name}” is not saved as UTF-8").format(name=label),
        _("Open it in Notepad, choose Save As, set the encoding below to UTF-8, and save."),
        file=label,
        row=row,
        value=label,
    )


def _has_hooks(module: types.ModuleType) -> bool:
    """Whether anything in a module is marked: a misspelt hook is one too, and is refused when it is registered."""
    marker = pluggy.HookimplMarker("pingyi").project_name + "_impl"
    return any(hasattr(value, marker) for value in vars(module).values())


def _list_imported(sources: Iterable[Source]) -> set[str]:
    """The names of the rule files that others import: helpers."""
    used: set[str] = set()
    for source in sources:
        with contextlib.suppress(SyntaxError, ValueError):  # told where it is loaded
            for node in ast.walk(ast.parse(source.content)):
                if isinstance(node, ast.ImportFrom) and node.level:
                    used.update([node.module] if node.module else [alias.name for alias in node.names])
    return used
