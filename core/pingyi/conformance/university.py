"""A university as small as a campaign can be: one general branch, one branch of each type, officers named by post."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from pingyi.errors import UsageError
from pingyi.model.branch_type import BranchType
from pingyi.model.campaign import Campaign
from pingyi.model.config.faults import suggest_key
from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import list_columns
from pingyi.model.people.organisation import Officer, Organisation, OrgKind, SchoolLeader
from pingyi.model.people.person import Person
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.texts import translate as _

ROOT = "中共示例大学委员会"
GENERAL_BRANCH = "示例学院党总支"
LEADER, GENERAL_SECRETARY, COMMITTEE_MEMBER, SECRETARY = "周校长", "李书记", "赵委员", "王书记"
"""Who reviews in it: a school leader, the general branch's secretary and committee member, each branch's secretary."""
_SPOKEN = {"年龄": "age", "支部类型": "branch_type"}
"""Words for fields that no roster column has."""


def build_university(
    people: Iterable[Mapping[str, Any]],
    branch_types: Mapping[str, BranchType],
    settings: Settings | None = None,
    *,
    branch_type: str = "faculty",
) -> Campaign:
    """Build a campaign in memory.

    Args:
        people: one mapping a member, by field name or by a header that a roster may have; `branch_type` (or 支部类型)
            puts a member into the branch of that type; `record` is what is known about the review.
        branch_types: the loaded ones.
        settings: of the campaign; the notice's own when left out.
        branch_type: of members that do not say another.

    Raises:
        UsageError: a branch type or a field is not known, and the message suggests one; or a value does not fit.
    """
    settings = settings or Settings()
    members: dict[str, Person] = {}
    records: dict[tuple[SubjectKind, str], Record] = {}
    organisations = _build_tree()
    for number, given in enumerate(people, start=1):
        values = dict(given)
        record = values.pop("record", None)
        said = str(values.get("branch_type") or values.get("支部类型") or branch_type)
        kind = _find_type(said, branch_types)
        values = _name_fields(values, kind.member_model)
        branch = organisations.setdefault(kind.NAME, _build_branch(kind))
        member = _build_member(values, kind, branch, number, settings)
        members[member.id] = member
        if record is not None:
            records[SubjectKind.MEMBER, member.id] = Record.model_validate(record)
    tree = {item.id: item for item in organisations.values()}
    leader = SchoolLeader(name=LEADER, post="校长", in_charge_of=(GENERAL_BRANCH,))
    return Campaign(settings, tree, members, (leader,), records)


def _build_tree() -> dict[str, Organisation]:
    return {
        ROOT: Organisation(id=ROOT, name=ROOT, kind=OrgKind.COMMITTEE),
        GENERAL_BRANCH: Organisation(
            id=GENERAL_BRANCH,
            name=GENERAL_BRANCH,
            kind=OrgKind.GENERAL_BRANCH,
            parent_id=ROOT,
            secretary=Officer(name=GENERAL_SECRETARY, post="党总支书记"),
            committee=(Officer(name=COMMITTEE_MEMBER, post="党总支委员"),),
        ),
    }


def _build_branch(kind: BranchType) -> Organisation:
    name = f"示例学院{kind.LABEL}"
    return Organisation(
        id=name,
        name=name,
        kind=OrgKind.BRANCH,
        parent_id=GENERAL_BRANCH,
        branch_type=kind.NAME,
        secretary=Officer(name=SECRETARY, post="党支部书记"),
    )


def _find_type(said: str, branch_types: Mapping[str, BranchType]) -> BranchType:
    for kind in branch_types.values():
        if said in kind.words:
            return kind
    near = suggest_key(said, list(branch_types)) or ", ".join(sorted(branch_types))
    raise UsageError(
        _("There is no branch type “{name}”.").format(name=said), cure=_("Did you mean: {names}?").format(names=near)
    )


@functools.cache
def _list_words(model: type[Person]) -> Mapping[str, str]:
    words = {name: name for name in model.model_fields} | _SPOKEN
    for name, column in list_columns(model).items():
        for title in (column.title, *column.aliases):
            words.setdefault(title, name)
    return words


def _name_fields(given: Mapping[str, Any], model: type[Person]) -> dict[str, Any]:
    words = _list_words(model)
    for word in given:
        if word not in words:
            near = suggest_key(word, list(words)) or "、".join(model.model_fields)
            raise UsageError(
                _("A member has no field “{name}”.").format(name=word),
                cure=_("Did you mean: {names}?").format(names=near),
            )
    return {words[word]: _as_written(model, words[word], value) for word, value in given.items()}


def _as_written(model: type[Person], name: str, value: Any) -> Any:
    """A number where a text is wanted: whoever writes 学工号: 1001 means the text."""
    field = model.model_fields.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if field is not None and field.annotation is str and is_number else value


def _build_member(
    values: dict[str, Any], kind: BranchType, branch: Organisation, number: int, settings: Settings
) -> Person:
    usual = {"id": f"m{number}", "name": f"党员{number}"}
    place = {"branch_type": kind.NAME, "branch_id": branch.id}
    try:
        member = kind.member_model.model_validate({**usual, **values, **place})
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        name = str(detail["loc"][0]) if detail["loc"] else ""
        raise UsageError(
            _("“{value}” does not fit the field “{name}”.").format(value=values.get(name, ""), name=name),
            cure=detail["msg"],
        ) from error
    if member.age is None and member.birth is not None:
        member = member.model_copy(update={"age": member.birth.years_until(settings.deadlines.review)})
    return member
