"""A package that exists in memory alone: the files of `rules/`, under a name that nothing else has.

A file called `docx.py` is `pingyi_rules_….docx` and hides nothing; dataclasses find their module, relative imports
work, and what runs is exactly what was read and agreed to. Nothing is written beside the files.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path

from pingyi.plugins.guard import RULES_PACKAGE


@dataclass(frozen=True)
class Source:
    """A Python file as it was read."""

    path: Path
    content: bytes


class _Loader(InspectLoader):
    """Runs a file from memory."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def is_package(self, fullname: str) -> bool:
        return "." not in fullname

    def get_filename(self, fullname: str) -> str:
        return str(self._source.path)

    def get_source(self, fullname: str) -> str:
        return importlib.util.decode_source(self._source.content)

    def get_code(self, fullname: str) -> types.CodeType:
        # the bytes, not the text: Python itself then says on which line an encoding is wrong
        return compile(self._source.content, str(self._source.path), "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Finds the modules of all such packages."""

    def __init__(self) -> None:
        self.packages: dict[str, Mapping[str, Source]] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _dot, name = fullname.partition(".")
        sources = self.packages.get(package)
        if sources is None:
            return None
        source = sources.get(name or "__init__")
        if source is None and name:
            return None
        loader = _Loader(source or Source(Path(package), b""))
        spec = ModuleSpec(fullname, loader, origin=loader.get_filename(fullname), is_package=not name)
        spec.has_location = source is not None  # gives the module its __file__
        return spec


_FINDER = _Finder()


def add_package(sources: Mapping[str, Source]) -> str:
    """Make a package of some files importable.

    Args:
        sources: by module name; `__init__` is the package itself.

    Returns:
        Its name: the same files, unchanged, have the same name in every process.
    """
    digest = hashlib.sha256()
    for name, source in sources.items():
        for part in (name.encode(), str(source.path).encode(errors="surrogateescape"), source.content):
            digest.update(hashlib.sha256(part).digest())
    package = RULES_PACKAGE + digest.hexdigest()[:16]
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
    _FINDER.packages[package] = dict(sources)
    return package
