"""The campaign folder: what lies where, and what lies there that nobody will use."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from pingyi.disk.problems import describe
from pingyi.errors import DataError, Problem, Severity
from pingyi.model.config.faults import SETTINGS_FILE
from pingyi.plugins import Plugins
from pingyi.plugins.guard import RULES_FOLDER
from pingyi.texts import translate as _

TEMPLATES, RETURNED, OUTPUT = "templates", "returned", "out"
"""Folders for an institution's own templates, for the forms that come back, and for what is made."""
REPORTS = PurePath(OUTPUT, "report")
READ_ME = "请先读我.txt"
CHECKED_MARK = "_检查结果"
"""Ends the names of the marked copies that `pingyi check` writes, which may lie beside rosters."""
_ROSTER_SUFFIXES = (".xlsx", ".xls", ".csv")
_NOT_THEIRS = ("~$", ".")
"""How the names of files begin that Office, or a system, leaves beside those of people."""
_OWN_BOOKS = ("点评安排", "评议结果汇总", "点评工作台账")
"""How the names of workbooks begin that we write and people put beside their roster."""
_SHOWN = 5


def find_campaign(start: Path) -> Path | None:
    """Return the nearest folder with a `campaign.toml`, `start` itself or one above it."""
    start = start.absolute()
    for folder in (start, *start.parents):
        try:
            if (folder / SETTINGS_FILE).is_file():
                return folder
        except OSError:  # a folder above that one may not look into
            return None
    return None


def find_roster(folder: Path, name: str) -> Path:
    """Return the campaign's roster.

    Args:
        folder: the campaign.
        name: the setting `roster.file`, relative to it.

    Raises:
        DataError: it is not there, or another program holds it; the cure lists what is there instead.
    """
    path = folder / name
    if not path.is_file():
        raise _tell_missing(folder, name)
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        problem = Problem(
            Severity.ERROR,
            "roster-locked",
            _("The roster cannot be opened: {error}.").format(error=describe(error)),
            _("Close it in Excel or WPS, check your rights to it, and run the command again."),
            file=path.name,
        )
        raise DataError(problem.message, cure=problem.cure, problems=[problem]) from error


def list_rosters(folder: Path) -> list[Path]:
    """The files of a folder that can be rosters, sorted; neither lock files nor the copies `pingyi check` marks."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in _ROSTER_SUFFIXES
        and path.is_file()
        and not path.name.startswith(_NOT_THEIRS)
        and CHECKED_MARK not in path.name
    )


def _list_likely(folder: Path, name: str) -> list[str]:
    """The files that may be the roster, those whose names are most like its own first; none that we wrote ourselves."""
    found = [path.name for path in list_rosters(folder) if not path.name.startswith(_OWN_BOOKS)]
    wanted = PurePath(name).stem.casefold()
    return sorted(
        found, key=lambda item: -difflib.SequenceMatcher(None, wanted, PurePath(item).stem.casefold()).ratio()
    )


def _tell_missing(folder: Path, name: str) -> DataError:
    found = _list_likely(folder, name)
    if not found:
        cure = _("Put your roster into {folder} under this name, or run “pingyi init” there for an empty one.").format(
            folder=folder
        )
    elif len(found) == 1:
        cure = _('If “{found}” is the roster, write file = "{found}" under [roster] in campaign.toml.').format(
            found=found[0]
        )
    else:
        cure = _(
            'Write under [roster] in campaign.toml which of these is the roster, such as file = "{first}": {found}.'
        ).format(first=found[0], found="、".join(found[:_SHOWN]) + ("……" if len(found) > _SHOWN else ""))
    problem = Problem(
        Severity.ERROR, "roster-missing", _("There is no roster “{name}”.").format(name=name), cure, file=name
    )
    return DataError(problem.message, cure=cure, problems=[problem])


def check_folder(folder: Path, roster: Path, plugins: Plugins) -> Iterator[Problem]:
    """Warn of everything in the folder that will not do what its owner expects."""
    if roster.with_name(f"~${roster.name}").exists():
        yield Problem(
            Severity.WARNING,
            "roster-open",
            _("The roster is open in Excel or WPS: what is not saved yet is not read."),
            _("Save it there and run the command again."),
            file=roster.name,
        )
    for path in _list_files(folder / RULES_FOLDER):
        if path.suffix != ".py":
            yield Problem(
                Severity.WARNING,
                "rules-unused",
                _("Only files that end in .py are rules; this one is not used."),
                _("Move it out of the folder, or correct its ending; Windows shows endings under View."),
                file=f"{RULES_FOLDER}/{path.name}",
            )
    known = {form.file_name for form in plugins.forms.values()}
    for path in _list_files(folder / TEMPLATES):
        if path.name not in known:
            yield _tell_unused_template(path, known)


def _tell_unused_template(path: Path, known: Iterable[str]) -> Problem:
    names = sorted(known)
    by_folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(path.name.casefold(), by_folded, n=1, cutoff=0.6)
    if path.suffix.lower() in (".doc", ".wps", ".dot", ".dotx", ".docm"):
        cure = _("Open it in Word or WPS and save it as .docx, under the name of the form it replaces: {names}.")
    elif near:
        cure = _("Did you mean “{near}”? Rename the file.")
    else:
        cure = _("Give it the name of the form it replaces: {names}; “pingyi forms” explains them.")
    return Problem(
        Severity.WARNING,
        "template-unused",
        _("No form uses a template of this name."),
        cure.format(names="、".join(names), near=by_folded[near[0]] if near else ""),
        file=f"{TEMPLATES}/{path.name}",
    )


def _list_files(folder: Path) -> list[Path]:
    """The files of a folder that people put there, without what editors leave behind."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith(_NOT_THEIRS) and path.suffix != ".txt"
    )
