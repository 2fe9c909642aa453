"""From a plan to what one document prints: what is known is filled in, the rest stays blank for the pen."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from pingyi.errors import PluginError
from pingyi.model.papers.forms import BallotForm, Form, FormData, MemberForm
from pingyi.model.papers.identity import Identity
from pingyi.model.papers.meeting_forms import MeetingForm
from pingyi.model.papers.pledge_forms import PledgeForm
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan.fields.ballots import fill_ballot
from pingyi.plan.fields.meeting_fields import fill_meeting
from pingyi.plan.fields.member_fields import fill_member, fill_paper
from pingyi.plan.fields.organisation_fields import fill_organisation
from pingyi.plan.fields.pledge_fields import fill_pledge
from pingyi.plan.hooks import ask
from pingyi.plan.plan import Plan
from pingyi.texts import translate as _


def identify(plan: Plan, subject: SubjectPlan, document: PlannedDocument, version: str) -> Identity:
    """Say which document of which campaign this is; a copy that does not show everything names nobody in its file.

    Args:
        plan: the plan it comes from.
        subject: whom it is about.
        document: form and copy.
        version: hash of the template.
    """
    settings = plan.campaign.settings
    copy = settings.copies.get(document.copy)
    return Identity(
        settings.campaign.id,
        document.form,
        version,
        subject.kind + ":" + subject.id,
        document.copy,
        anonymous=copy is not None and copy.shows != "all",
    )


def fill_document(plan: Plan, subject: SubjectPlan, document: PlannedDocument, code: str = "") -> FormData:
    """Return what one document prints, in the copy it is (R54, Q8).

    Args:
        plan: the plan it comes from.
        subject: whom it is about.
        document: form and copy.
        code: its printed code, where somebody has identified it already.

    Raises:
        PluginError: a plugin failed, named a field the form does not have, or gave a value that does not fit.
    """
    form = plan.plugins.forms[document.form]
    last = plan.last_filled
    if last is not None and last[0] is subject and last[1] == form.id:
        known = last[2]
    else:
        known = _fill(plan, subject, form)
        plan.last_filled = (subject, form.id, known)
    copy = plan.campaign.settings.copies.get(document.copy)
    own: dict[str, Any] = {"code": code or identify(plan, subject, document, "").code}
    if copy is not None and "copy_label" in form.data.model_fields:
        own["copy_label"] = copy.label
    # the core's own values need no second check
    data = _blank(form.data).model_copy(update={**known, **own})
    return data if copy is None else data.for_copy(copy)


def _fill(plan: Plan, subject: SubjectPlan, form: Form) -> Mapping[str, Any]:
    """What all copies of a form have in common."""
    model = form.data
    info = plan.campaign.settings.campaign
    values: dict[str, Any] = {
        "institution": plan.institution,
        "activity": info.activity,
        "year": info.year,
        "doc_number": info.doc_number,
    }
    item: Organisation | Person
    if subject.kind is SubjectKind.MEMBER:
        item = plan.campaign.people[subject.id]
        known = fill_member(plan, subject, item, form)
        if not issubclass(model, MemberForm):
            known = _select({**fill_paper(plan, item), **known}, model)
        values |= known
        branch = plan.campaign.organisations[subject.organisation_id]
        kind = plan.plugins.branch_types[subject.branch_type]
        answer = ask(kind, "fill", item, branch, plan.context)
        if form.id != kind.member_form and isinstance(answer, Mapping):
            answer = _select(answer, model)  # a form that a rule chose need not have the type's own fields
        _take(values, form, answer, kind.plugin)
    else:
        item = plan.campaign.organisations[subject.organisation_id]
        if issubclass(model, MeetingForm):
            known = fill_meeting(plan, subject, item, form)
        elif issubclass(model, BallotForm):
            known = fill_ballot(plan, item, model)
        else:
            known = fill_organisation(plan, subject, item, form)
        values |= _select(known, model)
    if issubclass(model, PledgeForm):
        values |= _select(fill_pledge(plan, subject, form), model)
    if plan.fills:
        for plugin, answer in plan.plugins.call("pingyi_fill", form=form, subject=item, context=plan.context):
            _take(values, form, answer, plugin)
    written = plan.campaign.record_of(subject.kind, subject.id).fields
    if written and not issubclass(model, MeetingForm):  # what people wrote where only their form has a place for it
        _take(values, form, _select(written, model), "pingyi")
    return values


@functools.cache
def _blank(model: type[FormData]) -> FormData:
    return model.model_construct()


def _select(known: Mapping[str, Any], model: type[FormData]) -> dict[str, Any]:
    """The values a form has a field for: a plugin's own form need not have all of them."""
    return {name: value for name, value in known.items() if name in model.model_fields}


def _take(values: dict[str, Any], form: Form, answer: object, plugin: str) -> None:
    """Take a plugin's values, each checked against its field."""
    if not isinstance(answer, Mapping):
        raise PluginError(
            _("plugin “{plugin}” must return field values by name for the form “{form}”.").format(
                plugin=plugin, form=form.id
            ),
            cure=_("Tell its author, or uninstall it."),
        )
    for name, value in answer.items():
        if name not in form.data.model_fields:
            raise PluginError(
                _("plugin “{plugin}” fills “{field}”, which the form “{form}” does not have.").format(
                    plugin=plugin, field=name, form=form.id
                ),
                cure=_("Fields: {known}.").format(known=", ".join(form.data.model_fields)),
            )
        try:
            values[name] = _adapt(form.data, name).validate_python(value)
        except ValidationError as error:
            raise PluginError(
                _("plugin “{plugin}” fills “{field}” of the form “{form}” with a value that does not fit.").format(
                    plugin=plugin, field=name, form=form.id
                ),
                cure=error.errors(include_url=False, include_input=False)[0]["msg"],
            ) from error


@functools.cache
def _adapt(model: type[FormData], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    annotation: Any = Annotated[field.annotation, field]  # with the constraints a plugin's model may set
    return TypeAdapter(annotation)
