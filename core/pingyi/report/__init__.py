"""Coverage and status, the papers that sum a campaign up, and the step into the next year.

All of it is computed from the plan and the records of its campaign; nothing is kept.
"""

from pingyi.report.coverage import Coverage, Covered, State
from pingyi.report.evidence import Evidence
from pingyi.report.judging import measure_coverage
from pingyi.report.rollover import Rollover, roll_over
from pingyi.report.status import Status, list_status, read_status, write_reminder
from pingyi.report.writing import Reports, write_reports
from pingyi.strokes import StrokeOrder

__all__ = [
    "Coverage",
    "Covered",
    "Evidence",
    "Reports",
    "Rollover",
    "State",
    "Status",
    "StrokeOrder",
    "list_status",
    "measure_coverage",
    "read_status",
    "roll_over",
    "write_reminder",
    "write_reports",
]
