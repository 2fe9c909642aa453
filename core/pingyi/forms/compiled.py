"""A template compiled once and filled many times: one run of compiled Jinja code for each part that changes."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Template, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateRuntimeError
from lxml import etree

from pingyi.errors import RenderError
from pingyi.forms import contents, dialect, labels, properties, repair
from pingyi.forms.container import FIXED_LEVEL, Container, Member
from pingyi.forms.filters import Mark
from pingyi.forms.package import Package
from pingyi.forms.printing import OUTPUT_FILTERS, prepare_tree
from pingyi.forms.sandbox import Budget, FormEnvironment, TooManyRoundsError, list_forbidden
from pingyi.forms.values import UnprintableError, clean_text, make_context
from pingyi.model.forms import Form, FormData
from pingyi.model.identity import Identity
from pingyi.texts import translate as _

MAX_PIECES = 400_000
MAX_CHARACTERS = 20 * 2**20
MAX_SHAPES = 256
_SEAM = "\x00"  # no XML holds it
_DECLARATION = properties.DECLARATION.encode()
_FOOTNOTES = "footnotes"


class ForbiddenError(Exception):
    """A part says something that a template may not say; the text names it."""


class ChangingPart:
    """One part of a template that has tags.

    Args:
        name: name of the part.
        title: what messages call it.
        source: its Jinja source, without XML declaration.
        environment: what the source may use.
        body: whether it is the document's body, which docxtpl treats further than the other parts.
        root: the part as it was written in Word.

    Raises:
        ForbiddenError: the source says what no template may say.
        TemplateSyntaxError: it is not Jinja.
    """

    def __init__(
        self,
        name: str,
        title: str,
        source: str,
        environment: FormEnvironment,
        root: etree._Element | None = None,
        *,
        body: bool = False,
    ) -> None:
        self.name = name
        self._title = title
        tree = environment.parse(source)
        for node, what in list_forbidden(tree):
            raise ForbiddenError(what) from TemplateSyntaxError(what, node.lineno)
        self._prepared = prepare_tree(tree, environment)
        self._constants = frozenset(node.data for node in tree.find_all(nodes.TemplateData))
        self._template: Template = environment.from_string(tree)
        self._flexible = body and root is not None and dialect.changes_columns(root)
        self._risks = frozenset[str]() if root is None else repair.list_risks(root)
        self._pictures = body and "<wp:docPr" in source
        self._shapes: dict[tuple[str, ...], tuple[str, ...]] = {}

    def fill(self, values: Mapping[str, Any]) -> bytes:
        """The part filled with the values of one document.

        Whether the result is well-formed and whole depends on which pieces of the template came out in which order, and
        never on the values, which are escaped. So an order that passed all checks once need not be checked again.

        Raises:
            RenderError: it cannot be filled, or the result would be no valid part.
        """
        pieces = self._run(values)
        fixed = [piece in self._constants for piece in pieces]
        shape = tuple(itertools.compress(pieces, fixed))
        known = self._shapes.get(shape)
        if known is None or any("<" in piece for piece in pieces if piece not in self._constants):
            return self._fill_unknown(pieces, fixed, shape)
        if known is not shape:
            numbered = iter(known)
            pieces = [next(numbered) if is_fixed else piece for piece, is_fixed in zip(pieces, fixed, strict=True)]
        return _DECLARATION + "".join(pieces).encode()

    def _fill_unknown(self, pieces: list[str], fixed: list[bool], shape: tuple[str, ...]) -> bytes:
        xml = "".join(pieces)
        if self._prepared.needs_search and ("\n" in xml or "\t" in xml):
            xml = dialect.search_breaks(xml)
        if self._prepared.repeats_bookmarks:
            xml = repair.number_bookmarks(xml)
        content = _DECLARATION + xml.encode()
        repair.check_filled(self._title, content)
        if self._flexible or self._pictures or repair.may_need_mending(xml, self._risks):
            return self._mend(content)
        if not self._prepared.needs_search and len(self._shapes) < MAX_SHAPES:
            self._shapes[shape] = self._number_pieces(pieces, fixed) if self._prepared.repeats_bookmarks else shape
        return content

    def _number_pieces(self, pieces: list[str], fixed: list[bool]) -> tuple[str, ...]:
        """The template's own pieces with their bookmarks numbered: values hold none."""
        own = [piece if is_fixed else "" for piece, is_fixed in zip(pieces, fixed, strict=True)]
        numbered = repair.number_bookmarks(_SEAM.join(own)).split(_SEAM)
        return tuple(itertools.compress(numbered, fixed))

    def _mend(self, content: bytes) -> bytes:
        root = self._fit_columns(content) if self._flexible else etree.fromstring(content)
        mended = repair.mend_structure(self._title, root)
        if self._pictures:
            repair.number_pictures(root)
        if mended or self._flexible or self._pictures:
            return etree.tostring(root, encoding="UTF-8", standalone=True)
        return content

    def _fit_columns(self, content: bytes) -> etree._Element:
        try:
            return dialect.fit_columns(content)
        except (ValueError, TypeError, AttributeError) as error:
            raise RenderError(
                _("{part}: the columns of a table cannot be counted ({error})").format(part=self._title, error=error),
                cure=_("See that {% colspan %} gets a number."),
            ) from error

    def _run(self, values: Mapping[str, Any]) -> list[str]:
        context = self._template.new_context({**values, "_budget": Budget()})
        try:
            pieces = list(itertools.islice(self._template.root_render_func(context), MAX_PIECES))
        except TooManyRoundsError:
            pieces = []
        except TemplateRuntimeError as error:
            raise RenderError(
                _("{part}: {error}").format(part=self._title, error=error.message),
                cure=_("Correct the template, or the plugin that fills this field."),
            ) from error
        except Exception as error:  # whatever a value does in an expression, only this document is lost
            raise RenderError(
                _("{part}: {error}").format(part=self._title, error=error),
                cure=_("Correct the expression in the template."),
            ) from error
        if not 0 < len(pieces) < MAX_PIECES or sum(map(len, pieces)) > MAX_CHARACTERS:
            raise RenderError(
                _("{part} becomes far too long").format(part=self._title),
                cure=_("Look at the loops of the template, and at the length of the texts."),
            )
        return pieces


class CompiledTemplate:
    """A checked template, ready to be filled any number of times, in any number of threads.

    Nothing of one document is kept for the next: all that changes lives in the call of `render`.

    Attributes:
        form: the form it is the template of.
        version: hash of the template, for the identity of its documents.
    """

    def __init__(self, package: Package, form: Form, version: str, empty: str) -> None:
        self.form = form
        self.version = version
        self._mark = Mark(empty)
        self._custom = properties.CustomProperties(package)
        environment = FormEnvironment(OUTPUT_FILTERS)
        self._parts = list(_compile_parts(package, environment))
        self._container = Container(_list_fixed(package, {part.name for part in self._parts}))

    def render(self, data: FormData, identity: Identity) -> bytes:
        """Fill the template with one form's data.

        Args:
            data: of the form's model, or a subclass of it.
            identity: what the document will be recognised by when it comes back.

        Returns:
            A whole .docx: the same input gives the same bytes.

        Raises:
            RenderError: this document cannot be made; no other is touched.
        """
        members = self.fill_parts(make_context(data, self._mark))
        members.append((properties.CUSTOM, self._write_identity(identity)))
        return self._container.pack([Member(name, content) for name, content in members])

    def fill_parts(self, values: Mapping[str, Any]) -> list[tuple[str, bytes]]:
        """The changing parts, by name, filled with plain values; each is filled exactly once."""
        return [(part.name, part.fill(values)) for part in self._parts]

    def _write_identity(self, identity: Identity) -> bytes:
        try:
            for value in identity.properties().values():
                clean_text(value)
        except UnprintableError as error:
            raise RenderError(
                _("the document's identity: {error}").format(error=error),
                cure=_("Correct the person's number, name or branch in the roster."),
            ) from error
        return self._custom.write(identity)


def hash_template(content: bytes) -> str:
    """The version of a template: sixteen digits of its content's hash."""
    return hashlib.sha256(content).hexdigest()[:16]


def list_changing(package: Package) -> tuple[str, ...]:
    """The parts that are filled: the body, headers, footers and footnotes that the document uses."""
    return (package.main, *package.targets("header", "footer", _FOOTNOTES))


def _compile_parts(package: Package, environment: FormEnvironment) -> Iterable[ChangingPart]:
    footnotes = package.targets(_FOOTNOTES)
    for name in list_changing(package):
        source = dialect.patch_part(package.name, name, package.parts[name], keep_blanks=name in footnotes)
        body = name == package.main
        if body or dialect.OPENING.search(source):
            yield ChangingPart(
                name, labels.name_part(package, name), source, environment, package.parse(name), body=body
            )
    core = properties.write_core(properties.read_core(package))
    if dialect.OPENING.search(core):
        yield ChangingPart(properties.CORE, labels.name_part(package, properties.CORE), core, environment)


def _list_fixed(package: Package, changing: set[str]) -> list[Member]:
    """The members that are the same in every document, packed as small as they get."""
    dropped = contents.list_unneeded(package)
    parts: dict[str, bytes] = {name: content for name, content in package.parts.items() if name not in dropped}
    parts |= contents.register_parts(package, dropped)
    parts[properties.APP] = properties.APP_CONTENT.encode()
    parts[properties.CORE] = _DECLARATION + properties.write_core(properties.read_core(package)).encode()
    # readers look for the table of contents first
    names = sorted(parts, key=lambda name: (not name.startswith("["), name))
    return [Member(name, parts[name], FIXED_LEVEL) for name in names if name not in changing]
