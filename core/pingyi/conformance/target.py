"""Which plugin is meant: an installed one by its name, a module, a package folder, or one .py file."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from pingyi.errors import UsageError
from pingyi.plugins import ENTRY_POINT_GROUP
from pingyi.texts import translate as _

SINGLE_FILE = "pingyi_checked_"
"""How the names of the modules begin that were loaded from one .py file."""


@dataclass(frozen=True)
class Target:
    """A plugin to be checked.

    Attributes:
        name: under which it is loaded.
        load: returns the module, or raises whatever the module raises.
        installed: whether pingyi finds it by itself.
        word: by which it was found; another process finds it by the same word.
    """

    name: str
    load: Callable[[], object]
    installed: bool = False
    word: str = ""


def find_targets(word: str) -> list[Target]:
    """Find what a user means.

    Args:
        word: name of an installed plugin or distribution; a module that can be imported; a folder with a
            `pyproject.toml`; a .py file.

    Raises:
        UsageError: nothing is called so, or the folder brings no plugin.
    """
    path = Path(word)
    if path.suffix == ".py" and path.is_file():
        return [Target(path.stem, lambda: _load_file(path), word=word)]
    if path.is_dir() and ((path / "pyproject.toml").exists() or not word.isidentifier()):
        return _find_in_folder(path, word)
    points = metadata.entry_points(group=ENTRY_POINT_GROUP)
    named = [point for point in points if word in (point.name, point.value, point.dist and point.dist.name)]
    if named:
        return [Target(point.name, point.load, installed=True, word=word) for point in named]
    if all(part.isidentifier() for part in word.split(".")) and _exists(word):
        return [Target(word.removeprefix("pingyi_"), lambda: importlib.import_module(word), word=word)]
    raise UsageError(
        _("There is no plugin “{name}”.").format(name=word),
        cure=_("Name an installed plugin ({known}), a module, a package folder or a .py file.").format(
            known=", ".join(sorted(point.name for point in points))
        ),
    )


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _load_file(path: Path) -> object:
    spec = importlib.util.spec_from_file_location(f"{SINGLE_FILE}{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(path.name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _find_in_folder(folder: Path, word: str) -> list[Target]:
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        declared = project["project"]["entry-points"][ENTRY_POINT_GROUP].items()
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise UsageError(
            _("The folder “{folder}” brings no plugin.").format(folder=folder),
            cure=_("It needs a pyproject.toml with [project.entry-points.pingyi]; “pingyi plugin new” writes one."),
        ) from error
    installed = {point.name for point in metadata.entry_points(group=ENTRY_POINT_GROUP)}
    return [Target(name, _import_from(folder, str(module)), name in installed, word) for name, module in declared]


def _import_from(folder: Path, module: str) -> Callable[[], object]:
    def load() -> object:
        for place in (folder / "src", folder):
            if place.is_dir() and str(place.resolve()) not in sys.path:
                sys.path.insert(0, str(place.resolve()))
        return importlib.import_module(module.partition(":")[0])

    return load
