"""How a batch runs: which documents are wanted, one after another, and what became of each.

The engine knows no form and no branch type; it asks the plan for documents and the output folder to keep them.
"""

from pingyi.engine.batch import Batch, Job, Summary
from pingyi.engine.selection import Selection
from pingyi.engine.templates import TemplateShelf

__all__ = ["Batch", "Job", "Selection", "Summary", "TemplateShelf"]
