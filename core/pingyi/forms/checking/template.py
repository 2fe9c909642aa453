"""Checking a template before the first form is made of it, and compiling it."""

from __future__ import annotations

from jinja2 import TemplateSyntaxError

from pingyi.errors import FileKindError, Problem, RenderError, Severity, TemplateError
from pingyi.forms.checking import conventions, lint, tags
from pingyi.forms.checking.failing import find_failing
from pingyi.forms.fields import Schema, describe_model, list_fields, make_empty, make_sample
from pingyi.forms.filling.compiled import CompiledTemplate, hash_template, list_changing
from pingyi.forms.filling.fallback import FallbackTemplate
from pingyi.forms.filling.parts import ForbiddenError
from pingyi.forms.filling.values import to_plain
from pingyi.forms.source import TemplateSource
from pingyi.forms.word import dialect, hazards
from pingyi.forms.word.findings import Findings
from pingyi.forms.word.package import Package, read_package
from pingyi.forms.word.reading import read_part
from pingyi.model.config.settings import Settings
from pingyi.texts import translate as _

# docxtpl's and docxtpl-lint's searches are slow on hostile text; no form comes near these limits
_MAX_FILLED = 2 * 2**20
_MAX_TAGS = 1500
_MAX_SEARCH = 20_000_000  # paragraphs times characters, where a tag is not closed


def check_template(source: TemplateSource, settings: Settings) -> list[Problem]:
    """Find everything that is wrong with a template, each mistake by its cell's printed label.

    Args:
        source: the template.
        settings: the campaign's settings; budgets and the empty mark are looked at.

    Returns:
        Errors, which keep it from being used, and warnings, in the order of the template.
    """
    return _examine(source, settings)[1]


def list_rich_tags(source: TemplateSource) -> tuple[str, ...]:
    """The tags of a template that print more than text: where there are some, docxtpl itself fills it.

    Raises:
        FileKindError: the template is no .docx, or a damaged one.
    """
    findings = Findings(read_package(source.content, source.name))
    filled = list_changing(findings.package)
    if _is_monstrous(findings, findings.package, filled):
        return ()
    return tags.check_tags(findings, filled, describe_model(source.form.data))


def compile_template(source: TemplateSource, settings: Settings) -> CompiledTemplate:
    """Check a template and compile it.

    Raises:
        TemplateError: it has errors; `problems` has one for each.
    """
    compiled, problems = _examine(source, settings)
    if compiled is None:
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        raise TemplateError(
            _("the template {path} has {count} mistakes; the first: {first}").format(
                path=source.path, count=len(errors), first=errors[0].message
            ),
            cure=errors[0].cure,
            problems=errors,
        )
    return compiled


def _examine(source: TemplateSource, settings: Settings) -> tuple[CompiledTemplate | None, list[Problem]]:
    try:
        package = read_package(source.content, source.name)
        findings = Findings(package)
        schema = describe_model(source.form.data)
        rich = _check_all(findings, source, settings, schema)
        compiled = None if findings.has_errors() else _compile(findings, source, settings, schema, rich)
    except FileKindError as error:
        return None, [Problem(Severity.ERROR, error.code, error.message, error.cure, file=source.name)]
    return compiled, findings.problems


def _check_all(findings: Findings, source: TemplateSource, settings: Settings, schema: Schema) -> tuple[str, ...]:
    """Look at everything, and return the tags for which docxtpl itself must fill the template."""
    package = findings.package
    for part in package.parts:
        if part.endswith((".xml", ".rels")):
            package.parse(part)
    filled = list_changing(package)
    if _is_monstrous(findings, package, filled):
        return ()
    fields = frozenset(schema["properties"])
    hazards.check_links(findings)
    hazards.check_changes(findings, filled)
    hazards.check_fields(findings, filled)
    hazards.check_unfilled(findings, filled)
    tags.check_braces(findings, filled, fields)
    rich = tags.check_tags(findings, filled, schema)
    lint.check_lint(findings, filled, schema)
    conventions.check_conventions(findings, list_fields(source.form, settings))
    return rich


def _is_monstrous(findings: Findings, package: Package, filled: tuple[str, ...]) -> bool:
    size = sum(len(package.parts[part]) for part in filled)
    texts = [text for part in filled for text in read_part(package.parse(part))]
    count = sum(len(dialect.OPENING.findall(text)) for text in texts)
    is_open = any(dialect.OPENING.search(dialect.TAG.sub("", text)) for text in texts)
    search = len(texts) * sum(map(len, texts)) if is_open else 0
    if size <= _MAX_FILLED and count <= _MAX_TAGS and search <= _MAX_SEARCH:
        return False
    findings.error(
        "template-too-large",
        _("the template has {count} tags in {size} kB of XML; a form has a few hundred").format(
            count=count, size=size >> 10
        ),
        _("Copy the form into a new Word document, and leave out what is not part of it."),
    )
    return True


def _compile(
    findings: Findings, source: TemplateSource, settings: Settings, schema: Schema, rich: tuple[str, ...]
) -> CompiledTemplate | None:
    """Compile the template, and fill it twice for trial: with every field filled, and with none."""
    form = source.form
    try:
        version, empty = hash_template(source.content), settings.forms.empty
        if rich:
            compiled: CompiledTemplate = FallbackTemplate(findings.package, source.content, form, version, empty)
        else:
            compiled = CompiledTemplate(findings.package, form, version, empty)
        compiled.fill_parts(make_sample(schema))
    except ForbiddenError as error:
        findings.error(
            "expression-forbidden",
            _("a template may not contain {what}").format(what=error),
            _("A template prints values, chooses with if, and repeats with for; remove the rest."),
        )
    except RenderError as error:
        # where docxtpl itself fills, a tag that prints more than text cannot be tried by itself
        found = None if rich else find_failing(findings, schema)
        if found is None:
            findings.error("trial-failed", error.message, error.cure)
        else:
            tag, why = found
            findings.error("trial-failed", why.message, why.cure, part=tag.part, at=tag.paragraph, value=tag.raw)
    except (TemplateSyntaxError, SyntaxError, RecursionError) as error:
        findings.error(
            "tag-syntax",
            _("the template cannot be understood as a whole: {error}").format(error=error),
            _("Look for a tag that is cut by formatting or hidden in a picture's description, and type it anew."),
        )
    if findings.has_errors():
        return None
    try:
        compiled.fill_parts(to_plain(make_empty(form.data)))
    except RenderError as error:
        findings.warning(
            "trial-empty",
            _("where nothing is known, no form can be made: {error}").format(error=error.message),
            error.cure,
        )
    return compiled
