"""Ballots to tallies: entry sheets and electronic ballots counted by pure functions, each number with its sources.

Collective evaluation of organisations and evaluation of members are two tallies (R32); the books balance, or a problem
says where they do not.
"""

from pingyi.evaluate.ballots import Shape, Source
from pingyi.evaluate.loading import Evaluation, load_evaluation
from pingyi.evaluate.results import GroupTally, LineTally, Tallies, Tally, TopGrade
from pingyi.evaluate.tallying import tally_ballots

__all__ = [
    "Evaluation",
    "GroupTally",
    "LineTally",
    "Shape",
    "Source",
    "Tallies",
    "Tally",
    "TopGrade",
    "load_evaluation",
    "tally_ballots",
]
