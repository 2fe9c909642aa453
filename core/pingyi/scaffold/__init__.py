"""Writing a new plugin: a complete package with code, form, tests and README that passes its tests at once.

The text files lie in `data/`; the form is the official one of members with one more row.
"""

from pingyi.scaffold.form import add_row
from pingyi.scaffold.package import KINDS, write_plugin

__all__ = ["KINDS", "add_row", "write_plugin"]
