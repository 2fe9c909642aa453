"""What a run over the returned files found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pingyi.errors import Problem
from pingyi.model.papers.forms import FormData
from pingyi.model.papers.identity import Identity
from pingyi.model.results.meetings import Meeting
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKey


@dataclass(frozen=True)
class Returned:
    """One returned form.

    Attributes:
        path: where it lies in the folder; in a pack `pack.zip!name.docx`.
        identity: which document it is.
        form: id of the form.
        subject: kind and id.
        copy: id of the copy.
        data: the form's model with what people wrote.
        counts: of several forms of one subject this is the one that is used.
        problems: what is wrong with it.
        modified: when it was last saved, as the file says.
        ticks: of a ballot, the grades ticked for each line, by its printed text.
        category: of a ballot, which voters the one who cast it belongs to; empty where that was not ticked.
        written: whether anything was filled in.
    """

    path: str
    identity: Identity
    form: str
    subject: SubjectKey
    copy: str
    data: FormData
    counts: bool
    problems: tuple[Problem, ...] = ()
    modified: str = ""
    ticks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    category: str = ""
    written: bool = False


@dataclass(frozen=True)
class Collected:
    """Everything that came back.

    Attributes:
        records: what is known from returned files, by subject.
        documents: the returned forms, in the order of their paths.
        problems: all of them, also those of the forms.
        missing: subjects whose form or typed text has not come back, in the order of the plan.
        files: how many files were read.
        expected: how many subjects have a form to return.
        meetings: what was held, from workbooks and record forms.
        unread_events: what could not be read of meetings and visits, for those who count on them; among the problems
            too.
        blank: subjects whose form came back with nothing filled in, and of whom no workbook says anything.
    """

    records: dict[SubjectKey, Record] = field(default_factory=dict)
    documents: list[Returned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing: list[SubjectKey] = field(default_factory=list)
    files: int = 0
    expected: int = 0
    meetings: tuple[Meeting, ...] = ()
    blank: list[SubjectKey] = field(default_factory=list)
    unread_events: tuple[Problem, ...] = ()
