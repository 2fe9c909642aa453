"""Forms: finding, checking and compiling Word templates, and filling them with the data of one document.

A template speaks docxtpl's dialect, is checked against its form's data model, compiled once and filled many times.
"""

from pingyi.forms.checking.template import check_template, compile_template
from pingyi.forms.fields import Field, check_budgets, count_characters, list_fields
from pingyi.forms.filling.compiled import CompiledTemplate
from pingyi.forms.shelf import TemplateShelf
from pingyi.forms.source import TemplateSource, find_template
from pingyi.forms.word.fonts import list_fonts
from pingyi.forms.word.package import Package, read_package
from pingyi.forms.word.reading import read_text

__all__ = [
    "CompiledTemplate",
    "Field",
    "Package",
    "TemplateShelf",
    "TemplateSource",
    "check_budgets",
    "check_template",
    "compile_template",
    "count_characters",
    "find_template",
    "list_fields",
    "list_fonts",
    "read_package",
    "read_text",
]
