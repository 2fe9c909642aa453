"""Proving that a plugin keeps its promises: hooks, schema, templates, decisions and forms, over people at the edge.

The test kit (`pingyi.testing`) builds its campaigns and reads its forms with the same parts.
"""

from pingyi.conformance.check import check_plugin
from pingyi.conformance.paper import Paper
from pingyi.conformance.papers import make_paper
from pingyi.conformance.report import Check, Report
from pingyi.conformance.target import Target, find_targets
from pingyi.conformance.university import build_university
from pingyi.plugins.signatures import list_hooks

__all__ = [
    "Check",
    "Paper",
    "Report",
    "Target",
    "build_university",
    "check_plugin",
    "find_targets",
    "list_hooks",
    "make_paper",
]
