"""Files of several documents: where they lie in an output folder, and what makes them again."""

from __future__ import annotations

from collections.abc import Mapping

from pingyi.deliver.entry import Entry

PACKS: Mapping[str, str] = {"branch": "工作包", "general_branch": "工作包_按党总支"}
"""The folders of packs, by what `--packs` says."""
PRINTS, ALL = "打印", "全部"
PACK, PRINT, DUPLEX = "pack", "print", "print-duplex"
"""What the manifest calls them in the place of a form."""
EXCERPT = "（部分："
"""Stands in the names of those that a selection left incomplete."""
KINDS = (PACK, PRINT, DUPLEX)


def name_options(entry: Entry) -> str:
    """The options of `pingyi render` that make a file again; empty for one of a single document."""
    folder, _slash, name = entry.path.partition("/")
    if entry.form == PACK:
        return f"--packs {next((by for by, place in PACKS.items() if place == folder), 'branch')}"
    if entry.form in (PRINT, DUPLEX):
        by = "all" if "/" not in name and name.startswith((f"{ALL}.", f"{ALL}（")) else "branch"
        return f"--print {by}" + (" --duplex" if entry.form == DUPLEX else "")
    return ""
