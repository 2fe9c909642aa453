"""How a batch runs: which documents are wanted, in which parts, where they are made, and what became of each.

The engine knows no form and no branch type; it asks the plan for documents and the output folder to keep them.
"""

from pingyi.engine.batch import Batch, Job
from pingyi.engine.engine import Engine, SerialEngine
from pingyi.engine.engines import ENGINES, choose_engine
from pingyi.engine.order import Order, Words, split_order
from pingyi.engine.press import Press, open_press
from pingyi.engine.run import run_order, run_sources
from pingyi.engine.selection import Selection
from pingyi.engine.summary import Result, Summary

__all__ = [
    "ENGINES",
    "Batch",
    "Engine",
    "Job",
    "Order",
    "Press",
    "Result",
    "Selection",
    "SerialEngine",
    "Summary",
    "Words",
    "choose_engine",
    "open_press",
    "run_order",
    "run_sources",
    "split_order",
]
