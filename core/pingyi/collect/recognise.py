"""Whose document a returned file is: by its properties, else by the code printed in its footer."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from pingyi.collect.papers.findings import Findings
from pingyi.collect.papers.paragraph import W
from pingyi.forms.word.package import Package
from pingyi.forms.word.properties import CORE, CUSTOM, find_properties
from pingyi.model.papers.identity import PROPERTY_PREFIX, Identity, is_valid_code, make_code
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan import Plan, identify
from pingyi.texts import translate as _

_KINDS = frozenset(SubjectKind)
_Planned = tuple[SubjectPlan, PlannedDocument]
_CODE = re.compile(r"(?<![A-Z0-9])[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z0-9](?![A-Z0-9])")
_MODIFIED = re.compile(rb":modified[^>]*>\s*([0-9TZ:.+-]+)\s*<")


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says about itself.

    Attributes:
        properties: the identity written at rendering, without prefix; some or all may be gone.
        codes: the codes printed in it, those of the footer first.
        modified: when it was last saved, as ISO text; empty where the file does not say.
    """

    properties: dict[str, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    modified: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what the cache keeps."""
        return {"properties": self.properties, "codes": self.codes, "modified": self.modified}


def read_head(package: Package) -> Head:
    """Read what a file says about itself.

    Raises:
        FileKindError: a part of it is damaged.
    """
    properties: dict[str, str] = {}
    custom = find_properties(package, "custom-properties", CUSTOM)
    if custom in package.parts:
        for element in package.parse(custom):
            name = str(element.get("name", ""))
            if name.startswith(PROPERTY_PREFIX):
                value = "".join(str(text) for text in element.itertext()).strip()
                properties[name.removeprefix(PROPERTY_PREFIX)] = value
    found = _MODIFIED.search(package.parts.get(find_properties(package, "core-properties", CORE), b""))
    codes: list[str] = []
    if "code" not in properties:
        for part in (*package.targets("footer"), *package.targets("header"), package.main):
            codes.extend(_list_codes(package.parse(part)))
    return Head(properties, codes, found[1].decode() if found else "")


def _list_codes(root: etree._Element) -> list[str]:
    codes: list[str] = []
    for paragraph in root.iter(W + "p"):
        text = "".join(item.text or "" for item in paragraph.iter(W + "t"))
        codes.extend(code for code in _CODE.findall("".join(text.upper().split("\u3000"))) if is_valid_code(code))
    return codes


@dataclass(frozen=True, slots=True)
class Place:
    """The planned document that a file is."""

    subject: SubjectPlan
    document: PlannedDocument
    identity: Identity


class Directory:
    """Every document of a plan, by its code.

    Args:
        plan: the campaign's plan.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._campaign = plan.campaign.settings.campaign.id
        self.subjects = {(subject.kind, subject.id): subject for subject in plan.subjects()}

    @functools.cached_property
    def _codes(self) -> Mapping[str, _Planned]:
        """Every document by its code; needed only where a file says nothing else."""
        return {
            identify(self._plan, subject, document, "").code: (subject, document)
            for subject in self.subjects.values()
            for document in (*subject.documents, *subject.on_request)
        }

    def recognise(self, head: Head, findings: Findings) -> Place | None:
        """Find the planned document; where there is none it is said why."""
        given = head.properties
        campaign = given.get("campaign", "")
        if campaign and campaign != self._campaign:
            findings.error(
                "campaign-other",
                _("this form belongs to another campaign, “{campaign}”").format(campaign=campaign),
                _("Move it to the folder of that campaign."),
                value=campaign,
            )
            return None
        known = self._find_told(given) or self._find_coded(head)
        if known is not None:
            return Place(*known, identify(self._plan, *known, given.get("version", "")))
        self._tell_unknown(head, findings)
        return None

    def _find_told(self, given: Mapping[str, str]) -> _Planned | None:
        """The document of which a file says form, subject and copy, if its code says the same."""
        kind, _colon, subject_id = given.get("subject", "").partition(":")
        subject = self._find_subject(kind, subject_id)
        form, copy = given.get("form", ""), given.get("copy", "")
        if subject is None or given.get("code") != make_code(self._campaign, form, given["subject"], copy):
            return None
        documents = itertools.chain(subject.documents, subject.on_request)
        found = next((item for item in documents if (item.form, item.copy) == (form, copy)), None)
        return (subject, found) if found is not None else None

    def _find_coded(self, head: Head) -> _Planned | None:
        return next((known for code in self._list_codes(head) if (known := self._codes.get(code)) is not None), None)

    def _find_subject(self, kind: str, subject_id: str) -> SubjectPlan | None:
        return self.subjects.get((SubjectKind(kind), subject_id)) if kind in _KINDS else None

    def _list_codes(self, head: Head) -> list[str]:
        given = head.properties
        codes = [given["code"]] if "code" in given else []
        if {"form", "subject", "copy"} <= given.keys():
            codes.append(make_code(self._campaign, given["form"], given["subject"], given["copy"]))
        return codes + head.codes

    def _tell_unknown(self, head: Head, findings: Findings) -> None:
        given = head.properties
        if not given and not head.codes:
            findings.error(
                "identity-missing",
                _("this file has neither the identity nor the code of a form; nobody can tell whose it is"),
                _("Have the form itself filled in, not a copy of its text; or enter what it says into the workbook."),
            )
            return
        kind, _colon, subject_id = given.get("subject", "").partition(":")
        subject = self._find_subject(kind, subject_id)
        if subject is not None:
            findings.error(
                "form-unplanned",
                _("the plan has no form “{form}” in the copy “{copy}” for “{name}” any more").format(
                    form=given.get("form", ""), copy=given.get("copy", ""), name=subject.name
                ),
                _(
                    "“pingyi why {name}” says which form it is now; render that one, or enter what this one says."
                ).format(name=subject.name),
                value=given.get("form", ""),
            )
            return
        findings.error(
            "person-unknown",
            _("the form belongs to nobody in the roster: “{subject}”").format(
                subject=subject_id or "、".join(head.codes) or given.get("code", "")
            ),
            _("Whoever left the roster or got another number is not known; correct the roster if that is wrong."),
            value=subject_id or given.get("code", ""),
        )
