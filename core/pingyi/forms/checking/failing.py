"""Which tag it is that fails when a form is filled for trial: each is tried by itself."""

from __future__ import annotations

from jinja2 import TemplateSyntaxError, meta

from pingyi.errors import RenderError
from pingyi.forms.checking.objects import Names
from pingyi.forms.checking.tags import Tag, list_tags
from pingyi.forms.fields import Schema
from pingyi.forms.filling.compiled import list_changing
from pingyi.forms.filling.escaping import OUTPUT_FILTERS
from pingyi.forms.filling.parts import ChangingPart, ForbiddenError
from pingyi.forms.filling.sandbox import FormEnvironment
from pingyi.forms.word.findings import Findings


def find_failing(findings: Findings, schema: Schema) -> tuple[Tag, RenderError] | None:
    """The first tag that cannot be filled with sample values, and why; nothing where none fails by itself.

    Args:
        findings: of the template, whose tags can be understood.
        schema: the form's fields, as `describe_model` gives them.
    """
    environment = FormEnvironment(OUTPUT_FILTERS)
    names = Names(schema)
    for tag in list_tags(findings, list_changing(findings.package)):
        try:
            tree = environment.parse(tag.fragment)
            values = names.list_samples()
            if meta.find_undeclared_variables(tree) <= values.keys():  # `loop` is known only inside of one
                # a full stop: what prints nothing at all counts as a failure too
                ChangingPart(tag.part, tag.raw, f"{tag.fragment}.", environment).print(values)
        except RenderError as error:
            return tag, error
        except (TemplateSyntaxError, SyntaxError, RecursionError, ForbiddenError):
            continue
        names.bind(tree)
    return None
