"""Whether the settings fit the plugins: names in `campaign.toml` that only an installed plugin can know."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from pingyi.disk.names import clean_name, fold
from pingyi.errors import Problem, SettingsError, Severity
from pingyi.model.config.faults import SETTINGS_FILE, key_text, suggest_key, toml_value
from pingyi.model.config.settings import DEFAULT_COPIES, Settings
from pingyi.model.fields.base import list_cells
from pingyi.plugins import Plugins
from pingyi.texts import translate as _

_POSTED = "public"
"""The copy that is posted (R54)."""


def check_settings(settings: Settings, plugins: Plugins) -> list[Problem]:
    """Compare names in the settings with what the plugins bring.

    Returns:
        Warnings: settings that are allowed but seldom meant.

    Raises:
        SettingsError: a setting names a copy, field or branch type that does not exist, or two copies have one label;
            all at once.
    """
    problems = [*_check_branch_types(settings, plugins)]
    if plugins.forms:  # a plugin that could not be loaded is reported as such, not through what it lacks
        problems += [
            *_check_copies(settings, plugins),
            *_check_labels(settings, plugins),
            *_check_budgets(settings, plugins),
        ]
    if problems:
        message = _("{file} has {count} wrong settings.").format(file=SETTINGS_FILE, count=len(problems))
        cure = _("Correct them in a text editor and run the command again.")
        raise SettingsError(message, cure=cure, problems=problems)
    return list(_list_doubts(settings))


def _check_branch_types(settings: Settings, plugins: Plugins) -> Iterator[Problem]:
    known = list(plugins.branch_types)
    words = [word for kind in plugins.branch_types.values() for word in kind.words]
    table = settings.branch_types
    named = {"branch_types.default": table.default}
    named |= {f"branch_types.assign.{branch}": value for branch, value in table.assign.items()}
    for key, value in named.items():
        if known and value not in words:
            yield _tell_unknown(key, value, known, _("no branch type is called “{value}”"), words)


def _check_copies(settings: Settings, plugins: Plugins) -> Iterator[Problem]:
    fields: dict[str, set[str]] = {}
    for form in plugins.forms.values():
        for copy_id in form.copies:
            fields.setdefault(copy_id, set()).update(form.data.model_fields)
    for name, copy in settings.copies.items():
        if name not in fields:
            yield _tell_unknown(f"copies.{name}", name, sorted(fields), _("no form has a copy “{value}”"))
        elif not isinstance(copy.shows, str):
            for index, field in enumerate(copy.shows):
                if field not in fields[name]:
                    key = key_text(("copies", name, "shows", index))
                    yield _tell_unknown(key, field, sorted(fields[name]), _("no form has a field “{value}”"))


def _check_labels(settings: Settings, plugins: Plugins) -> Iterator[Problem]:
    """Two copies of one label: nobody could tell the full one from the one that may be posted."""
    known = {copy for form in plugins.forms.values() for copy in form.copies}
    copies = [(name, copy) for name, copy in settings.copies.items() if name in known]
    seen: dict[str, str] = {}
    # a default label is not in the file: the one that was written there is the one to change
    for name, copy in sorted(copies, key=lambda item: DEFAULT_COPIES.get(item[0]) != item[1]):
        first = seen.setdefault(fold(clean_name(copy.label)), name)
        if first != name:
            key = f"copies.{name}.label"
            message = _("“{key}”: the copy “{other}” has the same label.").format(key=key, other=first)
            yield Problem(
                Severity.ERROR,
                "setting-wrong",
                message,
                _("Give each copy a label of its own: by it people tell which one may be posted."),
                file=SETTINGS_FILE,
                column=key,
                value=toml_value(copy.label),
            )


def _check_budgets(settings: Settings, plugins: Plugins) -> Iterator[Problem]:
    cells = itertools.chain.from_iterable(list_cells(form.data).items() for form in plugins.forms.values())
    fillable = sorted({name for name, cell in cells if cell.fill})
    for field in settings.forms.budgets:
        if field not in fillable:
            yield _tell_unknown(
                f"forms.budgets.{field}", field, fillable, _("no form has a field “{value}” that people fill in")
            )


def _tell_unknown(key: str, value: str, known: Sequence[str], reason: str, words: Sequence[str] = ()) -> Problem:
    near = suggest_key(value, words or known)
    cure = _("Did you mean “{key}”?").format(key=near) if near else _("Known: {known}.").format(known=", ".join(known))
    message = _("“{key}”: {reason}.").format(key=key, reason=reason.format(value=value))
    return Problem(
        Severity.ERROR, "setting-unknown-name", message, cure, file=SETTINGS_FILE, column=key, value=toml_value(value)
    )


def _list_doubts(settings: Settings) -> Iterator[Problem]:
    posted = settings.copies.get(_POSTED)
    if posted is not None and posted.shows == "all":
        yield Problem(
            Severity.WARNING,
            "public-shows-all",
            _("The copy that is posted shows every field, private ones too."),
            _('Write shows = "public", or list the fields that may be posted (Q8).'),
            file=SETTINGS_FILE,
            column=f"copies.{_POSTED}.shows",
        )
    year, review = settings.campaign.year, settings.deadlines.review
    if review.year - year not in (0, 1):
        yield Problem(
            Severity.WARNING,
            "year-doubtful",
            _("The campaign is of {year}, but its review ends on {day}.").format(year=year, day=review.isoformat()),
            _("Correct campaign.year or the dates under [deadlines]; ages are counted on that day."),
            file=SETTINGS_FILE,
            column="deadlines.review",
            value=review.isoformat(),
        )
