"""The way back: returned Word forms and workbooks into the records they were made from, with everything that is wrong.

The folder is the only source, and nothing in it is ever changed; what is kept in `.pingyi/` only saves time.
"""

from pingyi.collect.collect import collect_forms
from pingyi.collect.loading import load_plan, load_returned
from pingyi.collect.records import merge_records
from pingyi.collect.result import Collected, Returned

__all__ = ["Collected", "Returned", "collect_forms", "load_plan", "load_returned", "merge_records"]
