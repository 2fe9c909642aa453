"""What `build.py` draws the official forms with: building blocks, and one module per form.

`package` makes a light .docx file, `blocks` its paragraphs and tables; neither is imported when forms are rendered.
"""

from __future__ import annotations

from pingyi_forms.drawing.ballots import draw_member_ballot, draw_organisation_ballot
from pingyi_forms.drawing.member import draw_member, draw_retired_member, draw_student_member
from pingyi_forms.drawing.organisation import draw_organisation

__all__ = [
    "draw_member",
    "draw_member_ballot",
    "draw_organisation",
    "draw_organisation_ballot",
    "draw_retired_member",
    "draw_student_member",
]
