"""The steps of the notice by their ids: whoever gives a step one of these has its progress counted and proved."""

from __future__ import annotations

import enum


class StepId(enum.StrEnum):
    """Ids that `pingyi status` knows; a branch type may have further steps, of which it says only that they are due.

    What shows that a step is done stands beside each.
    """

    SELF_SUMMARY = "self-summary"  # every aspect is written (R16)
    EVALUATION_MEETING = "evaluation-meeting"  # the meeting was held (R18)
    COLLECTIVE_EVALUATION = "collective-evaluation"  # ballots came back (R22)
    ORGANISATION_REVIEW = "organisation-review"  # the comments on organisation and secretary (R25)
    THEMATIC_MEETING = "thematic-meeting"  # the comments on the member (R26-R28)
    VISIT = "visit"  # the visit, or the comments (R43)
    BRANCH_REVIEWS = "branch-reviews"  # the comments on the branches below (R8)
    MEMBER_REVIEWS = "member-reviews"  # the committee's comments on the members below (R9, R28)
    FILL_FORMS = "fill-forms"  # nothing: the forms themselves (R30)
    LEDGER = "ledger"  # the ledger was written (R31)
    TALLIES = "tallies"  # all ballots are counted, and the workbook was written (R32)
    NOTIFICATION = "notification"  # the notice was written; whether it was posted nobody knows (R33)
    PLEDGES = "pledges"  # pledges are written, or made by word of mouth (R34)
    GUIDE_PLEDGES = "guide-pledges"  # name and day of who guided them (R37)
    APPROVE_PLEDGES = "approve-pledges"  # name and day of who approved them (R36)
    REPORT = "report"  # the report was written; whether it was sent nobody knows (R45)
