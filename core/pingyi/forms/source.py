"""Where the template of a form comes from: the campaign's own `templates/`, else the package that brings the form."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pingyi.disk.problems import describe
from pingyi.errors import Problem, Severity, TemplateError
from pingyi.forms.word.package import MAX_FILE
from pingyi.model.papers.forms import Form
from pingyi.texts import translate as _


@dataclass(frozen=True)
class TemplateSource:
    """A template as it was found.

    Attributes:
        form: the form it belongs to.
        content: the whole file.
        path: where it is: a path, or `package:file.docx`.
        origin: `campaign`, or the name of the plugin that brings it.
    """

    form: Form
    content: bytes
    path: str
    origin: str

    @property
    def name(self) -> str:
        """What messages call it."""
        return Path(self.path.rpartition(":")[2]).name if self.origin != "campaign" else Path(self.path).name


def find_template(form: Form, plugin: str, templates: Path | None) -> TemplateSource:
    """Find the template of a form.

    Args:
        form: the form.
        plugin: the plugin that brings it, for listings and messages.
        templates: the campaign's folder of own templates; a file of the form's `file_name` in it replaces the
            official one. Word's lock files (`~$...`) never have that name.

    Raises:
        TemplateError: there is none, or what bears its name is no ordinary file.
    """
    if templates is not None:
        own = templates / form.file_name
        if own.is_symlink() or own.exists():
            return TemplateSource(form, _read_own(own), str(own), "campaign")
    package, _colon, file_name = form.template.partition(":")
    try:
        content = resources.files(package).joinpath(file_name).read_bytes()
    except (ModuleNotFoundError, OSError, ValueError, TypeError) as error:
        raise _refuse(
            form.template,
            _("the template {template} of the form “{form}” from plugin “{plugin}” is missing").format(
                template=form.template, form=form.id, plugin=plugin
            ),
            _("Reinstall the plugin, or put {file} into the campaign's templates folder.").format(
                file=file_name or form.id
            ),
        ) from error
    return TemplateSource(form, content, form.template, plugin)


def _read_own(path: Path) -> bytes:
    state = path.lstat()
    if not stat.S_ISREG(state.st_mode):
        raise _refuse(
            path.name,
            _("“{path}” is a folder or a link, not a file").format(path=path),
            _("Put the Word file itself there, or remove it to use the official template."),
        )
    if state.st_size > MAX_FILE:
        raise _refuse(
            path.name,
            _("“{path}” is larger than {limit} MB").format(path=path, limit=MAX_FILE >> 20),
            _("Shrink its pictures."),
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise _refuse(
            path.name,
            _("“{path}” cannot be read: {error}").format(path=path, error=describe(error)),
            _("Close it in Word, and see that you may read it."),
        ) from error


def _refuse(file: str, message: str, cure: str) -> TemplateError:
    problem = Problem(Severity.ERROR, "template-missing", message, cure, file=file)
    return TemplateError(message, cure=cure, problems=[problem])
