"""Names of documents from data: each of one folder gets a name of its own, in the order of the plan."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from pingyi.disk.names import are_plain, clean_name, fold, take

_EMPTY_BRACKETS = re.compile(r"（）|\(\)|【】|\[\]")


class Namer:
    """Gives every document of one folder a name of its own, in the order of the plan.

    Names depend on the whole folder and not on what is selected from it, so a later run for one person finds the same
    file.

    Args:
        pattern: `forms.name_pattern` of the settings.
        folder: where the documents go, relative to the output folder.
    """

    def __init__(self, pattern: str, folder: PurePosixPath) -> None:
        self._pattern = pattern
        self._prefix = f"{folder}/" if folder.parts else ""
        self._taken: set[str] = set()

    def place(self, documents: Sequence[Mapping[str, str]]) -> list[str]:
        """Return the paths, relative to the output folder, of the next documents.

        Args:
            documents: for each a text for each field a pattern can name; an empty one takes its separator or brackets
                with it.
        """
        names = [self._pattern.format_map(fields) for fields in documents]
        if are_plain(names):
            folded = fold("\n".join(names)).split("\n")
        else:
            names = [clean_name(_drop_empty(name)) for name in names]
            folded = [fold(name) for name in names]
        both = zip(names, folded, strict=True)
        return [f"{self._prefix}{take(name, fold, self._taken)}.docx" for name, fold in both]


def _drop_empty(name: str) -> str:
    name = _EMPTY_BRACKETS.sub("", name)
    while "__" in name:
        name = name.replace("__", "_")
    return name
