"""Draw the official forms anew: `python -m pingyi_forms.build`. Word is where they are changed from day to day.

The .docx files beside this script are what is used; a test draws them again and compares every part, so that script
and files tell the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pingyi_forms import drawing

FORMS: dict[str, Callable[[], bytes]] = {
    "organisation.docx": drawing.draw_organisation,
    "member.docx": drawing.draw_member,
    "member_student.docx": drawing.draw_student_member,
    "member_retired.docx": drawing.draw_retired_member,
    "member_retired_visit.docx": drawing.draw_retired_visit,
    "ballot_organisation.docx": drawing.draw_organisation_ballot,
    "ballot_members.docx": drawing.draw_member_ballot,
    "tally_organisation.docx": drawing.draw_organisation_tally,
    "tally_members.docx": drawing.draw_member_tally,
    "evaluation_agenda.docx": drawing.draw_evaluation_agenda,
    "evaluation_record.docx": drawing.draw_evaluation_record,
    "thematic_agenda.docx": drawing.draw_thematic_agenda,
    "thematic_record.docx": drawing.draw_thematic_record,
    "visit_record.docx": drawing.draw_visit_record,
    "pledge_organisation.docx": drawing.draw_organisation_pledge,
    "pledge_member.docx": drawing.draw_member_pledge,
}


def write_forms(folder: Path) -> list[Path]:
    """Write every form into a folder, over what is there."""
    paths = [folder / name for name in FORMS]
    for path, draw in zip(paths, FORMS.values(), strict=True):
        path.write_bytes(draw())
    return paths


if __name__ == "__main__":
    write_forms(Path(__file__).parent)
