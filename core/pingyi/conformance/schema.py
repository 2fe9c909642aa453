"""What a plugin adds to the schema is total: a header, a label and a value where nobody gave one, for every field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, ValidationError

from pingyi.conformance.trial import Trial, tell
from pingyi.errors import Problem, Severity
from pingyi.model.branch_type import BranchType
from pingyi.model.config.settings import DEFAULT_COPIES
from pingyi.model.fields.base import Cell, Column, list_cells, list_columns
from pingyi.model.papers.forms import Form, FormData
from pingyi.model.people.person import Person
from pingyi.plugins.words import list_shared
from pingyi.texts import translate as _


def check_schema(trial: Trial) -> Iterator[Problem]:
    """Look at every branch type and form that the plugin brings."""
    for kind in trial.branch_types:
        yield from _check_type(kind, trial)
    for one, other, problem in list_shared(trial.plugins.branch_types.values()):
        if trial.name in (one.plugin, other.plugin):
            yield replace(problem, severity=Severity.ERROR)
    for form in trial.forms:
        yield from _check_form(form, trial)


def _check_type(kind: BranchType, trial: Trial) -> Iterator[Problem]:
    where = type(kind).__name__
    if not kind.LABEL.strip():
        yield tell(
            "label-missing", _("{where} has no LABEL").format(where=where), _("Forms print it."), value=kind.NAME
        )
    if not kind.NAME.isidentifier():
        yield tell(
            "name-unfit",
            _("the name “{name}” of {where} is no word").format(name=kind.NAME, where=where),
            _("Use letters, digits and underscores: it is a key of campaign.toml."),
            value=kind.NAME,
        )
    for attribute, form in (("member_form", kind.member_form), ("organisation_form", kind.organisation_form)):
        if form not in trial.plugins.forms:
            yield tell(
                "form-unknown",
                _("{where} names the form “{form}”, which no plugin brings").format(where=where, form=form),
                _("Bring it from pingyi_forms, or correct {attribute}.").format(attribute=attribute),
                value=form,
            )
    yield from _check_member(kind.member_model)
    yield from _check_defaults(kind.settings_model)
    yield from _check_defaults(kind.member_model)


def _check_member(model: type[Person]) -> Iterator[Problem]:
    if not issubclass(model, Person):
        yield tell(
            "member-model",
            _("{model} is no pingyi.Person").format(model=model.__name__),
            _("Write class {model}(Person).").format(model=model.__name__),
            value=model.__name__,
        )
        return
    taken = {title: name for name, item in list_columns(Person).items() for title in (item.title, *item.aliases)}
    for name, field in model.model_fields.items():
        if name in Person.model_fields:
            continue
        column = next((note for note in field.metadata if isinstance(note, Column)), None)
        if field.is_required():
            yield _tell_default(model.__name__, name)
        if column is None or not column.title.strip():
            yield tell(
                "column-missing",
                _("{model}.{field} has no roster column: nobody can fill it").format(model=model.__name__, field=name),
                _('Write Annotated[..., Column("表头")].'),
                value=name,
            )
            continue
        for title in (column.title, *column.aliases):
            if taken.setdefault(title, name) != name:
                yield tell(
                    "column-taken",
                    _("the header “{title}” of {model}.{field} already means “{other}”").format(
                        title=title, model=model.__name__, field=name, other=taken[title]
                    ),
                    _("Choose another header, or use that field."),
                    value=title,
                )


def _check_form(form: Form, trial: Trial) -> Iterator[Problem]:
    for copy in form.copies:
        if copy not in DEFAULT_COPIES:
            yield tell(
                "copy-unknown",
                _("the form “{form}” is made in the copy “{copy}”, which campaigns do not have").format(
                    form=form.id, copy=copy
                ),
                _("Known: {known}.").format(known=", ".join(DEFAULT_COPIES)),
                value=copy,
            )
    for other in trial.plugins.forms.values():
        # two forms may share one template: a campaign's own then replaces it for both, as is meant
        if other.id != form.id and other.file_name == form.file_name and other.template != form.template:
            yield tell(
                "template-name-taken",
                _("the template of “{form}” has the file name of “{other}”: {name}").format(
                    form=form.id, other=other.id, name=form.file_name
                ),
                _("Rename it: a file of this name in a campaign's templates/ would replace both."),
                value=form.file_name,
            )
    if not issubclass(form.data, FormData):
        yield tell(
            "form-model",
            _("{model} is no pingyi.FormData").format(model=form.data.__name__),
            _("Write class {model}(MemberForm).").format(model=form.data.__name__),
            value=form.data.__name__,
        )
        return
    yield from _check_cells(form.data)
    yield from _check_defaults(form.data)


def _check_cells(model: type[FormData]) -> Iterator[Problem]:
    cells = list_cells(model)
    for name, field in model.model_fields.items():
        if field.is_required():
            yield _tell_default(model.__name__, name)
        cell: Cell | None = cells.get(name)
        if cell is None or not cell.label.strip():
            yield tell(
                "cell-missing",
                _("{model}.{field} has no label: problems with it cannot be named").format(
                    model=model.__name__, field=name
                ),
                _('Write Annotated[..., Cell("栏目名称")].'),
                value=name,
            )


def _tell_default(model: str, field: str) -> Problem:
    return tell(
        "default-missing",
        _("{model}.{field} has no default: most rosters do not have it").format(model=model, field=field),
        _("Give it an empty value, such as = ''."),
        value=field,
    )


def _check_defaults(model: type[BaseModel]) -> Iterator[Problem]:
    """Pydantic takes a default on trust: a copy of the model that does not finds those that do not fit."""
    own = {"model_config": ConfigDict(validate_default=True), "__module__": model.__module__}
    doubtful: type[BaseModel] = type(model.__name__, (model,), own)
    try:
        doubtful.model_validate({"id": "m", "name": "党员"} if issubclass(model, Person) else {})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            if detail["type"] != "missing":
                field = str(detail["loc"][0]) if detail["loc"] else ""
                yield tell(
                    "default-unfit",
                    _("the default of {model}.{field} does not fit: {error}").format(
                        model=model.__name__, field=field, error=detail["msg"]
                    ),
                    _("Correct the default or the type."),
                    value=field,
                )
