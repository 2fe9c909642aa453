"""What the index of a print file says about one document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintEntry:
    """One document, as people call it.

    Attributes:
        person: name of the person; empty for the papers of an organisation, such as form 1 and ballots.
        organisation: full name of the organisation it belongs to.
        form: label or title of the form.
        copy: label of the copy, empty for ballots.
        code: the code printed in its footer.
    """

    person: str
    organisation: str
    form: str
    copy: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """Where a document stands in a print file.

    Attributes:
        entry: the document.
        page: its first page, counted through the whole file from 1.
        pages: how many pages it takes, without the blank back of its last sheet.
        section: number of its section: `s12` in Word's print dialog prints the twelfth section alone.
    """

    entry: PrintEntry
    page: int
    pages: int
    section: int
