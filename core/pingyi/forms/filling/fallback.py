"""Templates that docxtpl itself fills: those that print pictures, documents or formatted text.

Such a value must be tied to the document it stands in, with a part of its own or a style brought along, so nothing can
be compiled once for all. Everything else a compiled template promises holds here too: the same checks, the same
expressions, the same escaping, the same identity, the same bytes for the same values.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any, cast

from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2.runtime import Context
from lxml import etree

from pingyi.errors import FileKindError, PingyiError, RenderError
from pingyi.forms.filling import escaping, repair
from pingyi.forms.filling.compiled import CompiledTemplate, list_changing
from pingyi.forms.filling.filters import show
from pingyi.forms.filling.parts import ChangingPart
from pingyi.forms.filling.rich import print_rich, protect_braces
from pingyi.forms.filling.sandbox import FormEnvironment, with_context
from pingyi.forms.filling.values import make_context
from pingyi.forms.word import contents, labels, properties
from pingyi.forms.word.container import Container, Member, order_parts
from pingyi.forms.word.dialect import W
from pingyi.forms.word.package import DECLARATION, Package, read_package
from pingyi.model.papers.forms import Form, FormData
from pingyi.model.papers.identity import Identity
from pingyi.model.papers.rich import RichValue
from pingyi.texts import translate as _

_NUMBERING = "numbering"
_FILLING = "_filling"  # no template can name it


@with_context
def _print_text(context: Context, value: Any, path: str, formatting: str) -> str:
    if isinstance(value, RichValue):
        return print_rich(value, context.parent[_FILLING], path)
    return protect_braces(escaping.print_text(value, path, formatting))


@with_context
def _print_plain(context: Context, value: Any, path: str) -> str:
    if isinstance(value, RichValue):
        return print_rich(value, context.parent[_FILLING], path)
    return protect_braces(escaping.print_plain(value, path))


class FallbackTemplate(CompiledTemplate):
    """A checked template that docxtpl fills.

    Args:
        package: the template.
        content: the whole file.
        form: the form it is the template of.
        version: hash of the template.
        empty: the mark of the settings for empty values.
    """

    def __init__(self, package: Package, content: bytes, form: Form, version: str, empty: str) -> None:
        super().__init__(package, form, version, empty)  # compiling refuses what no template may say
        self._package = package
        self._content = content
        self._core = next((part for part in self._parts if part.name == properties.CORE), None)
        self._environment = FormEnvironment({"_print_text": _print_text, "_print_plain": _print_plain, "_show": show})
        self._known: dict[tuple[str, str], _Part] = {}
        self._own_lists = frozenset(_list_signs(package))

    def render(self, data: FormData, identity: Identity) -> bytes:
        """Fill the template with one form's data, as `CompiledTemplate.render` does."""
        parts = self._fill(make_context(data, self._mark))
        parts[properties.CUSTOM] = self._write_identity(identity)
        return Container(()).pack([Member(name, parts[name]) for name in order_parts(parts)])

    def fill_parts(self, values: Mapping[str, Any]) -> list[tuple[str, bytes]]:
        """The changing parts, the body first, filled with plain values."""
        parts = self._fill(values)
        return [(name, parts[name]) for name in list_changing(self._package)]

    def fill_body(self, values: Mapping[str, Any]) -> bytes:
        """The main part alone, as `fill_parts` fills it."""
        return self._fill(values)[self._package.main]

    def prepare(self, name: str, source: str) -> _Part:
        """A part as docxtpl read it, ready to be filled; compiled once, unless documents inside renumber it."""
        key = (name, source)
        if key not in self._known:
            if len(self._known) >= len(self._package.parts):
                self._known.clear()
            self._known[key] = _Part(name, labels.name_part(self._package, name), source, self._environment)
        return self._known[key]

    def _fill(self, values: Mapping[str, Any]) -> dict[str, bytes]:
        """All parts of the filled document but its identity, by name."""
        try:
            filled = _Filling(self, self._content, self._package).fill(values)
            package = read_package(filled, self._package.name)
            parts = contents.keep_parts(package)
            for name in list_changing(package):
                parts[name] = _mend(labels.name_part(package, name), parts[name])
            for name in package.targets(_NUMBERING):
                parts[name] = self._sign_lists(parts[name])
        except FileKindError as error:
            raise RenderError(error.message, cure=error.cure) from error
        except PingyiError:
            raise
        except Exception as error:  # whatever a value does in docxtpl, only this document is lost
            raise RenderError(
                _("docxtpl cannot fill this form: {error}").format(error=str(error) or type(error).__name__),
                cure=_("Look at the pictures and documents that the plugin gave for it."),
            ) from error
        if self._core is None:
            core = DECLARATION + properties.write_core(properties.read_core(self._package))
            parts[properties.CORE] = core.encode()
        else:
            parts[properties.CORE] = self._core.fill(values)
        return parts

    def _sign_lists(self, content: bytes) -> bytes:
        """Number the lists that documents brought along: the program that adds them signs them by chance."""
        root = parse_xml(content)
        for number, sign in enumerate(root.iter(W + "nsid"), 1):
            if sign.get(W + "val") not in self._own_lists:
                sign.set(W + "val", f"{number:08X}")
        return etree.tostring(root, encoding="UTF-8", standalone=True)


def _list_signs(package: Package) -> list[str]:
    parts = package.targets(_NUMBERING)
    return [str(sign.get(W + "val")) for part in parts for sign in package.parse(part).iter(W + "nsid")]


def _mend(title: str, content: bytes) -> bytes:
    text = content.decode()
    numbers = re.findall(r'<w:bookmarkStart\b[^>]*?\bw:id="([^"]*)"', text)
    if len(numbers) != len(set(numbers)):
        content = repair.number_bookmarks(text).encode()
    root = etree.fromstring(content)
    if repair.mend_structure(title, root):
        return etree.tostring(root, encoding="UTF-8", standalone=True)
    return content


class _Part(ChangingPart):
    """One part of a template in the form in which docxtpl gives it to Jinja."""

    def render(self, context: Mapping[str, Any]) -> str:
        """What docxtpl calls."""
        try:
            return self.print(context)
        except RenderError as error:
            if isinstance(error.__cause__, RenderError):  # a value that cannot be printed has said why
                raise error.__cause__ from error
            raise


class _Filling(DocxTemplate):  # type: ignore[misc]
    """One document while docxtpl fills it; for docxtpl it is the Jinja environment too.

    Attributes:
        printed: the XML of the documents inside that were printed already, by the value's `id`.
    """

    def __init__(self, template: FallbackTemplate, content: bytes, package: Package) -> None:
        super().__init__(io.BytesIO(content))
        self._template = template
        self._package = package
        self._filled: dict[str, str] = {}
        self.printed: dict[int, str] = {}

    def fill(self, values: Mapping[str, Any]) -> bytes:
        """The whole .docx as docxtpl writes it."""
        self.render({**values, _FILLING: self}, jinja_env=self)
        buffer = io.BytesIO()
        self.save(buffer)
        return buffer.getvalue()

    def from_string(self, source: str) -> _Part:
        """The part that is being filled, as Jinja's environment would give it."""
        return self._template.prepare(self._name_part(), source)

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: Any = None) -> str:
        """Fill a part once, though docxtpl asks for footnotes in each section, and check it strictly."""
        self.current_rendering_part = part
        name = self._name_part()
        if name not in self._filled:
            xml = cast("str", super().render_xml_part(src_xml, part, context, jinja_env))
            repair.check_filled(labels.name_part(self._package, name), xml.encode())
            self._filled[name] = xml
        return self._filled[name]

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Nothing: all properties are written anew."""

    def _name_part(self) -> str:
        return str(self.current_rendering_part.partname).lstrip("/")
