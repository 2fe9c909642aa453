"""Writing a campaign folder: all of it or nothing, and never over anything that is there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from pingyi.campaign.demo import build_demo
from pingyi.campaign.folder import READ_ME, RETURNED, TEMPLATES
from pingyi.campaign.settings_file import load_settings
from pingyi.disk.folders import stage_in
from pingyi.disk.problems import describe
from pingyi.errors import DeliveryError, UsageError
from pingyi.model.config.faults import SETTINGS_FILE, toml_value
from pingyi.model.config.settings import Settings
from pingyi.plugins import Plugins, load_plugins
from pingyi.plugins.guard import RULES_FOLDER
from pingyi.roster import write_workbook
from pingyi.texts import translate as _

_FOLDERS = (RULES_FOLDER, TEMPLATES, RETURNED)
_DATA = resources.files("pingyi.campaign").joinpath("data")


def list_parts(folder: Path) -> list[Path]:
    """Every file and folder that `init_campaign` makes sure of; the roster's name is a setting."""
    settings = _load_existing(folder)
    return [
        *(folder / name for name in (SETTINGS_FILE, settings.roster.file, READ_ME)),
        *(folder / name for name in _FOLDERS),
    ]


def init_campaign(folder: Path, *, demo: bool = False) -> list[Path]:
    """Write what a campaign folder lacks; what is there stays as it is.

    Args:
        folder: made when missing.
        demo: fill the roster with an invented university.

    Returns:
        What was written, in the order of `list_parts`; nothing where everything was there.

    Raises:
        UsageError: the folder is a file, or the demo's people would get into a campaign of one's own.
        SettingsError: there is a `campaign.toml`, and it is wrong.
        DeliveryError: the disk is full or the folder read-only; nothing was left behind.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageError(
            _("“{path}” is a file, not a folder.").format(path=folder), cure=_("Choose another name for the folder.")
        )
    parts = list_parts(folder)
    for path in parts:
        if path.name in _FOLDERS and os.path.lexists(path) and not path.is_dir():
            raise UsageError(
                _("“{path}” is a file, but must be a folder.").format(path=path), cure=_("Rename it, then run again.")
            )
    missing = [path for path in parts if not os.path.lexists(path) and _can_write(folder, path)]
    settings_path, roster_path = parts[:2]
    if demo and (settings_path in missing) != (roster_path in missing):
        there = roster_path if settings_path in missing else settings_path
        raise UsageError(
            _("The demo needs a folder of its own: “{path}” is here already.").format(path=there),
            cure=_("Choose another folder, or leave out --demo."),
        )
    try:
        return _write(folder, missing, demo=demo)
    except OSError as error:
        raise DeliveryError(
            _("The campaign folder “{path}” could not be written: {error}.").format(path=folder, error=describe(error)),
            cure=_("Check the free space and your rights to the folder, then run again."),
        ) from error


def _can_write(folder: Path, path: Path) -> bool:
    """Whether it is ours to make: a roster that the settings look for elsewhere, or as .xls or .csv, is not."""
    return path.parent == folder and (path.suffix == ".xlsx" or path.name in (SETTINGS_FILE, READ_ME, *_FOLDERS))


def _load_existing(folder: Path) -> Settings:
    path = folder / SETTINGS_FILE
    return load_settings(path) if os.path.lexists(path) else Settings()


def _write(folder: Path, missing: list[Path], *, demo: bool) -> list[Path]:
    made: list[Path] = []
    # the slow and fallible part happens beside the target, so that only renames are left
    with stage_in(folder) as waiting, contextlib.ExitStack() as undo:
        _prepare(waiting, folder, missing, demo=demo)
        for path in missing:
            (waiting / path.name).replace(path)
            undo.callback(_remove, path)
            made.append(path)
        undo.pop_all()
    return made


def _prepare(waiting: Path, folder: Path, missing: list[Path], *, demo: bool) -> None:
    settings = _load_existing(folder)
    plugins = load_plugins(settings.plugins)
    for path in missing:
        target = waiting / path.name
        if path.name in _FOLDERS:
            target.mkdir()
            continue
        if path.name == SETTINGS_FILE:
            target.write_text(write_settings(plugins), encoding="utf-8", newline="\n")
        elif path.name == READ_ME:
            # with a mark and line ends that the oldest Notepad understands
            text = _DATA.joinpath("read_me_first.txt").read_text(encoding="utf-8")
            target.write_text(text, encoding="utf-8-sig", newline="\r\n")
        else:
            content = build_demo(path, settings, plugins) if demo else None
            write_workbook(target, settings, plugins, content)
        with target.open("rb+") as file:
            os.fsync(file.fileno())


def write_settings(plugins: Plugins) -> str:
    """Return the text of a new `campaign.toml`: the notice's own campaign, then what each branch type can be told."""
    return _DATA.joinpath(SETTINGS_FILE).read_text(encoding="utf-8") + "".join(_describe_plugins(plugins))


def _describe_plugins(plugins: Plugins) -> Iterator[str]:
    rule = "─"
    yield f"\n\n# {rule * 2} 各类支部自己的设置 {rule * 50}\n# 要改哪一项，去掉行首的 #。\n"
    for name, kind in sorted(plugins.branch_types.items()):
        fields = kind.settings_model.model_fields
        if not fields:
            continue
        yield f"\n[plugins.{name}]  # {kind.LABEL}\n"
        for key, field in fields.items():
            note = f"   # {field.description}" if field.description else ""
            value = "…" if field.is_required() else toml_value(field.get_default(call_default_factory=True))
            yield f"# {key} = {value}{note}\n"


def _remove(path: Path) -> None:
    if path.is_dir():
        with contextlib.suppress(OSError):  # somebody else has put something there: not ours to remove
            path.rmdir()
    else:
        path.unlink(missing_ok=True)
