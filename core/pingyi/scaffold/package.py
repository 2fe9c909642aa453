"""The package that `pingyi plugin new` writes."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterator, Mapping
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pingyi.disk.folders import stage
from pingyi.disk.problems import describe
from pingyi.errors import DeliveryError, UsageError
from pingyi.forms import find_template
from pingyi.plugins import Plugins, load_plugins
from pingyi.scaffold.form import add_row
from pingyi.texts import translate as _

KINDS = ("rule", "branch-type")
"""What a new plugin can be: hooks that change decisions, or a branch type of its own."""
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MAX_NAME = 30
_MAX_LABEL = 40
_MODEL_FORM = "member"
"""The form the new one is made from."""
_ROWS = {"rule": ("点评安排", "{{ arrangement }}"), "branch-type": ("值班安排", "{{ duty }}")}
_SUFFIX = ".tmpl"


def write_plugin(name: str, folder: Path, *, kind: str = "rule", label: str = "") -> list[Path]:
    """Write a new plugin as the folder `pingyi-NAME`.

    Args:
        name: letters, digits and hyphens; the module is `pingyi_NAME`.
        folder: where the new folder is made.
        kind: one of `KINDS`.
        label: what a branch type is called on forms, such as 医护党支部.

    Returns:
        The files that were written; the new folder is the parent of the first.

    Raises:
        UsageError: the name or the label does not fit or is taken, or the folder is there already: nothing is ever
            overwritten.
        DeliveryError: the files could not be written; nothing was left behind.
    """
    name = name.removeprefix("pingyi-")
    if kind not in KINDS:
        raise UsageError(
            _("There is no kind “{kind}”.").format(kind=kind), cure=_("Known: {known}.").format(known=", ".join(KINDS))
        )
    plugins = load_plugins()
    words = _list_words(name, label)
    _check_name(name, words["name"], plugins)
    if kind == "branch-type":
        _check_label(words["label"], plugins)
    target = folder / words["distribution"]
    if os.path.lexists(target):
        raise UsageError(
            _("“{path}” is here already.").format(path=target), cure=_("Choose another name, or another folder.")
        )
    form = find_template(plugins.forms[_MODEL_FORM], plugins.form_plugins[_MODEL_FORM], None)
    files = {place: text.encode() for place, text in _list_files(kind, words)}
    files[f"{words['package']}/{words['name']}_member.docx"] = add_row(form.content, *_ROWS[kind])
    try:
        with stage(target, mode=0o777) as new:
            for place, content in files.items():
                path = new / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    except OSError as error:
        raise DeliveryError(
            _("“{path}” could not be written: {error}.").format(path=target, error=describe(error)),
            cure=_("Check the free space and your rights to the folder, then run again."),
        ) from error
    return [target / place for place in sorted(files, key=lambda place: (place.count("/"), place))]


def _check_name(name: str, identifier: str, plugins: Plugins) -> None:
    if not _NAME.fullmatch(name) or len(name) > _MAX_NAME:
        raise UsageError(
            _("“{name}” is no name for a plugin.").format(name=name),
            cure=_("Use up to {limit} small letters, digits and single hyphens, beginning with a letter.").format(
                limit=_MAX_NAME
            ),
        )
    taken = {info.name for info in plugins.infos} | set(plugins.branch_types) | {"pingyi", "testing"}
    if identifier in taken:
        raise _refuse_taken(identifier, taken)


def _check_label(label: str, plugins: Plugins) -> None:
    # it stands between quotes in the code
    if not label.strip() or not label.isprintable() or set(label) & set('"\\') or len(label) > _MAX_LABEL:
        raise UsageError(
            _("“{label}” is no label for a branch type.").format(label=label),
            cure=_('Use up to {limit} characters on one line, without " and \\: forms print it.').format(
                limit=_MAX_LABEL
            ),
        )
    labels = {kind.LABEL for kind in plugins.branch_types.values()}
    words = {word for kind in plugins.branch_types.values() for word in kind.words}
    if {label, label.removesuffix("党支部")} & words:
        raise _refuse_taken(label, labels)


def _refuse_taken(name: str, taken: set[str]) -> UsageError:
    return UsageError(
        _("A plugin or branch type “{name}” is installed already.").format(name=name),
        cure=_("Choose another name; taken are: {names}.").format(names=", ".join(sorted(taken))),
    )


def _list_words(name: str, label: str) -> dict[str, str]:
    identifier = name.replace("-", "_")
    title = "".join(part.capitalize() for part in name.split("-"))
    return {
        "name": identifier,
        "distribution": f"pingyi-{name}",
        "package": f"pingyi_{identifier}",
        "title": title,
        "label": label or f"{title}党支部",
        "version": metadata.version("pingyi"),
    }


def _list_files(kind: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    data = resources.files("pingyi.scaffold").joinpath("data")
    for folder in ("common", kind.replace("-", "_")):
        for place, file in _walk(data.joinpath(folder), ""):
            text = string.Template(file.read_text(encoding="utf-8")).substitute(words)
            yield place.removesuffix(_SUFFIX).replace("PACKAGE", words["package"]).replace("NAME", words["name"]), text


def _walk(folder: Traversable, place: str) -> Iterator[tuple[str, Traversable]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _walk(item, f"{place}{item.name}/")
        elif item.name.endswith(_SUFFIX):
            yield f"{place}{item.name}", item
