"""What stands on the two tally forms: collective evaluation of an organisation, and evaluation of members (R32)."""

from __future__ import annotations

from typing import Annotated

from pingyi.model.fields.base import Cell, Model
from pingyi.model.papers.forms import FormData


class TallyRow(Model):
    """One line of a tally: `cells` stand under the columns of the form."""

    number: str
    text: str
    cells: tuple[str, ...]


class TallyGroup(Model):
    """The voters of one category, or all together; without rows where results are withheld."""

    title: str
    rows: tuple[TallyRow, ...] = ()


class TallyForm(FormData):
    """A tally as it is reported (R32, R45): numbers of papers, votes and shares by grade, who counted."""

    org_name: Annotated[str, Cell("党组织名称", public=True)] = ""
    attendance: Annotated[str, Cell("到会情况", public=True)] = ""
    papers: Annotated[str, Cell("票数", public=True)] = ""
    columns: Annotated[tuple[str, ...], Cell("等级等各栏", public=True)] = ()
    groups: Annotated[tuple[TallyGroup, ...], Cell("评议结果", public=True)] = ()
    basis: Annotated[str, Cell("计算说明", public=True)] = ""
    counters: Annotated[str, Cell("计票人")] = ""
    supervisors: Annotated[str, Cell("监票人")] = ""


class OrganisationTally(TallyForm):
    """The tally of a collective evaluation: aspects by grades."""


class MemberTally(TallyForm):
    """The tally of the members of one branch: people by grades, and the branch's verdict beside the votes."""
