"""Tallies as people get them: the workbook with its charts, and the tally forms.

Nothing is counted here.
"""

from pingyi.evaluate.output.writing import write_tallies

__all__ = ["write_tallies"]
