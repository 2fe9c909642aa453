"""What `build.py` draws the official forms with: building blocks, and one module per form.

`package` makes a light .docx file, `blocks` its paragraphs and tables; neither is imported when forms are rendered.
"""

from __future__ import annotations

from pingyi_forms.drawing.ballots import draw_member_ballot, draw_organisation_ballot
from pingyi_forms.drawing.meetings import (
    draw_evaluation_agenda,
    draw_evaluation_record,
    draw_thematic_agenda,
    draw_thematic_record,
)
from pingyi_forms.drawing.member import draw_member, draw_retired_member, draw_retired_visit, draw_student_member
from pingyi_forms.drawing.organisation import draw_organisation
from pingyi_forms.drawing.pledges import draw_member_pledge, draw_organisation_pledge
from pingyi_forms.drawing.tallies import draw_member_tally, draw_organisation_tally
from pingyi_forms.drawing.visit import draw_visit_record

__all__ = [
    "draw_evaluation_agenda",
    "draw_evaluation_record",
    "draw_member",
    "draw_member_ballot",
    "draw_member_pledge",
    "draw_member_tally",
    "draw_organisation",
    "draw_organisation_ballot",
    "draw_organisation_pledge",
    "draw_organisation_tally",
    "draw_retired_member",
    "draw_retired_visit",
    "draw_student_member",
    "draw_thematic_agenda",
    "draw_thematic_record",
    "draw_visit_record",
]
