"""The files of several documents that a batch can be made into: packs, and files to print."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import IO, cast

from pingyi.deliver.bundles import ALL, DUPLEX, PACK, PACKS, PRINT, PRINTS
from pingyi.deliver.packs import PackDocument, write_pack
from pingyi.deliver.printing import PrintEntry, PrintFile, write_print_index
from pingyi.engine.batch import Batch, Made
from pingyi.engine.excerpts import name_excerpt
from pingyi.model.review.procedure import SubjectKind


class Writer(ABC):
    """Writes files of several documents.

    Attributes:
        KIND: what the manifest calls such a file.
        COMPANIONS: endings of the files that are written beside it.
    """

    KIND: str
    COMPANIONS: tuple[str, ...] = ()

    @abstractmethod
    def group(self, batch: Batch, organisations: Sequence[str]) -> list[tuple[str, ...]]:
        """Which organisations share a file, in the order of the plan."""

    @abstractmethod
    def place(self, batch: Batch, organisations: Sequence[str]) -> PurePosixPath:
        """Where their file goes, relative to the output folder; one that lacks some has its own name."""

    @abstractmethod
    def write(
        self, stream: IO[bytes], batch: Batch, organisations: Sequence[str], documents: Iterable[Made]
    ) -> Mapping[str, bytes]:
        """Write their file, and return its companions by ending; documents are made while they are read."""


class PackWriter(Writer):
    """One zip for each branch, or for each general branch with its branches."""

    KIND = PACK

    def __init__(self, by: str) -> None:
        self._by = by

    def group(self, batch: Batch, organisations: Sequence[str]) -> list[tuple[str, ...]]:
        """As `Writer` says: a general branch leads its branches, whether it has documents or not."""
        campaign = batch.plan.campaign
        groups: dict[str, dict[str, None]] = {}
        for organisation_id in organisations:
            above = campaign.general_branch_of(campaign.organisations[organisation_id])
            lead = above.id if above is not None and self._by == "general_branch" else organisation_id
            groups.setdefault(lead, {lead: None})[organisation_id] = None
        return [tuple(group) for group in groups.values()]

    def place(self, batch: Batch, organisations: Sequence[str]) -> PurePosixPath:
        """As `Writer` says; packs of branches and those of general branches have folders of their own."""
        lead = organisations[0]
        whole = list_below(batch, lead) if self._by == "general_branch" else (lead,)
        return _beside(PACKS[self._by], batch.places.folder_of(lead), name_excerpt(batch, organisations, whole), ".zip")

    def write(
        self, stream: IO[bytes], batch: Batch, organisations: Sequence[str], documents: Iterable[Made]
    ) -> Mapping[str, bytes]:
        """As `Writer` says."""
        packed = (PackDocument(made.job.name, made.content, made.job.subject.organisation_id) for made in documents)
        write_pack(stream, batch.plan, organisations, packed, batch.list_kinds(organisations))
        return {}


class PrintWriter(Writer):
    """One Word file for each branch, or for all, with its index as a workbook beside it."""

    COMPANIONS = (".xlsx",)

    def __init__(self, by: str, *, duplex: bool = False) -> None:
        self._by = by
        self._duplex = duplex
        self.KIND = DUPLEX if duplex else PRINT  # the same file name, another content

    def group(self, batch: Batch, organisations: Sequence[str]) -> list[tuple[str, ...]]:
        """As `Writer` says."""
        if self._by == "all":
            return [tuple(organisations)] if organisations else []
        return [(organisation_id,) for organisation_id in organisations]

    def place(self, batch: Batch, organisations: Sequence[str]) -> PurePosixPath:
        """As `Writer` says."""
        if self._by == "all":
            whole = tuple(organisation.id for organisation in batch.plan.organisations)
            return PurePosixPath(PRINTS, f"{ALL}{name_excerpt(batch, organisations, whole)}.docx")
        excerpt = name_excerpt(batch, organisations, organisations)
        return _beside(PRINTS, batch.places.folder_of(organisations[0]), excerpt, ".docx")

    def write(
        self, stream: IO[bytes], batch: Batch, organisations: Sequence[str], documents: Iterable[Made]
    ) -> Mapping[str, bytes]:
        """As `Writer` says."""
        with PrintFile(cast("io.BufferedRandom", stream), duplex=self._duplex) as file:
            for made in documents:
                file.add(made.content, _describe(batch, made))
        index = io.BytesIO()
        write_print_index(index, file.places)
        return {".xlsx": index.getvalue()}


def list_below(batch: Batch, organisation_id: str) -> tuple[str, ...]:
    """An organisation and all below it, in the order of the roster."""
    children = batch.plan.campaign.children_of(organisation_id)
    return (organisation_id, *(name for child in children for name in list_below(batch, child.id)))


def _beside(folder: str, place: PurePosixPath, excerpt: str, ending: str) -> PurePosixPath:
    return PurePosixPath(folder, place.parent, f"{place.name}{excerpt}{ending}")


def _describe(batch: Batch, made: Made) -> PrintEntry:
    campaign, subject, document = batch.plan.campaign, made.job.subject, made.job.document
    organisation = campaign.organisations[subject.organisation_id].name
    copy = campaign.settings.copies.get(document.copy)
    return PrintEntry(
        person=subject.name if subject.kind is SubjectKind.MEMBER else "",
        organisation=organisation,
        form=batch.plan.plugins.forms[document.form].label,
        copy=copy.label if copy is not None else "",
        code=made.entry.code,
    )
