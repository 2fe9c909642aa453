"""The compiled templates of one run: every one that is needed, checked before the first document is made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pingyi.errors import Problem, SettingsError, TemplateError
from pingyi.forms.checking.template import check_template, compile_template, list_rich_tags
from pingyi.forms.filling.compiled import CompiledTemplate, hash_template
from pingyi.forms.source import TemplateSource, find_template
from pingyi.model.config.settings import Settings
from pingyi.plugins import Plugins
from pingyi.texts import translate as _

_LIMIT = 64
_known: dict[tuple[object, ...], CompiledTemplate] = {}


def _compile(source: TemplateSource, settings: Settings) -> CompiledTemplate:
    """Compile a template, or take the one of another roster with the same settings: a province has hundreds."""
    key = (source.form, source.content, source.path, settings.model_dump_json(exclude={"campaign"}))
    if key not in _known:
        if len(_known) >= _LIMIT:
            _known.clear()
        _known[key] = compile_template(source, settings)
    return _known[key]


class TemplateShelf:
    """Finds and compiles templates by form id.

    Args:
        plugins: who brings the forms.
        settings: of the campaign.
        folder: the campaign's own `templates/`, if there is a campaign.
    """

    def __init__(self, plugins: Plugins, settings: Settings, folder: Path | None) -> None:
        self._plugins = plugins
        self._settings = settings
        self._folder = folder
        self._compiled: dict[str, CompiledTemplate] = {}
        self._versions: dict[str, str] = {}

    def find(self, form_id: str) -> TemplateSource:
        """Return where the template of a form comes from.

        Raises:
            SettingsError: no plugin brings such a form.
            FileKindError: the campaign's own file is not a Word template.
        """
        form = self._plugins.forms.get(form_id)
        if form is None:
            raise SettingsError(
                _("There is no form “{form}”.").format(form=form_id),
                cure=_("Known forms: {known}.").format(known="、".join(sorted(self._plugins.forms))),
            )
        return find_template(form, self._plugins.form_plugins[form_id], self._folder)

    def compile(self, form_ids: Iterable[str]) -> None:
        """Compile several templates, and report everything that is wrong with any of them at once.

        Raises:
            TemplateError: with the problems of all of them.
        """
        problems: list[Problem] = []
        for form_id in form_ids:
            try:
                self._compiled[form_id] = _compile(self.find(form_id), self._settings)
            except TemplateError as error:
                problems.extend(error.problems)
        if problems:
            raise TemplateError(
                _("1 mistake in the templates.")
                if len(problems) == 1
                else _("{count} mistakes in the templates.").format(count=len(problems)),
                cure=_("Correct them in Word; nothing was rendered."),
                problems=problems,
            )

    def __getitem__(self, form_id: str) -> CompiledTemplate:
        if form_id not in self._compiled:
            self.compile([form_id])
        return self._compiled[form_id]

    def version(self, form_id: str) -> str:
        """The version of a template, which need not be compiled for it.

        Raises:
            FileKindError: the campaign's own file is not a Word template.
        """
        if form_id not in self._versions:
            self._versions[form_id] = hash_template(self.find(form_id).content)
        return self._versions[form_id]

    def list_rich_tags(self, form_id: str) -> tuple[str, ...]:
        """The tags for which docxtpl itself fills the template, each with its kind of value; none where it is compiled.

        Raises:
            FileKindError: the template is no .docx, or a damaged one.
        """
        return list_rich_tags(self.find(form_id))

    def check(self, form_id: str) -> list[Problem]:
        """Return what is wrong with one template, without failing."""
        return check_template(self.find(form_id), self._settings)
