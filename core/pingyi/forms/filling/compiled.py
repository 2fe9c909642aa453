"""A template compiled once and filled many times: one run of compiled Jinja code for each part that changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from pingyi.errors import RenderError
from pingyi.forms.filling.escaping import OUTPUT_FILTERS
from pingyi.forms.filling.filters import Mark
from pingyi.forms.filling.parts import ChangingPart
from pingyi.forms.filling.sandbox import FormEnvironment
from pingyi.forms.filling.settled import SettledForms
from pingyi.forms.filling.values import UnprintableError, clean_text, make_context
from pingyi.forms.word import contents, dialect, labels, properties
from pingyi.forms.word.container import FIXED_LEVEL, Container, Member, order_parts
from pingyi.forms.word.package import DECLARATION, Package
from pingyi.model.fields.base import list_shared
from pingyi.model.papers.forms import Form, FormData
from pingyi.model.papers.identity import Identity
from pingyi.texts import translate as _

_DECLARATION = DECLARATION.encode()
_FOOTNOTES = "footnotes"


class CompiledTemplate:
    """A checked template, ready to be filled any number of times, in any number of threads.

    Nothing that one document prints is kept for the next, but what documents of one kind have in common.

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
        shared = list_shared(form.data)
        self._parts = list(_compile_parts(package, environment, shared))
        self._settled = SettledForms(self._parts, shared, form.data, self._mark)
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
        members = self._settled.pack(data)
        if members is None:
            values = make_context(data, self._mark)
            members = [part.pack(values) for part in self._parts]
            self._settled.learn(data, values)
        members.append(Member(properties.CUSTOM, self._write_identity(identity)))
        return self._container.pack(members)

    def fill_parts(self, values: Mapping[str, Any]) -> list[tuple[str, bytes]]:
        """The changing parts, by name, filled with plain values; each is filled exactly once."""
        return [(part.name, part.fill(values)) for part in self._parts]

    def fill_body(self, values: Mapping[str, Any]) -> bytes:
        """The main part alone, as `fill_parts` fills it."""
        return self._parts[0].fill(values)

    def _write_identity(self, identity: Identity) -> bytes:
        try:
            clean_text("".join(identity.properties().values()))
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


def _compile_parts(package: Package, environment: FormEnvironment, shared: frozenset[str]) -> Iterable[ChangingPart]:
    footnotes = package.targets(_FOOTNOTES)
    for name in list_changing(package):
        source = dialect.patch_part(package.name, name, package.parts[name], keep_blanks=name in footnotes)
        body = name == package.main
        if body or dialect.OPENING.search(source):
            yield ChangingPart(
                name,
                labels.name_part(package, name),
                source,
                environment,
                package.parse(name),
                body=body,
                shared=shared,
            )
    core = properties.write_core(properties.read_core(package))
    if dialect.OPENING.search(core):
        yield ChangingPart(properties.CORE, labels.name_part(package, properties.CORE), core, environment)


def _list_fixed(package: Package, changing: set[str]) -> list[Member]:
    """The members that are the same in every document, packed as small as they get."""
    parts = contents.keep_parts(package)
    parts[properties.CORE] = _DECLARATION + properties.write_core(properties.read_core(package)).encode()
    return [Member(name, parts[name], FIXED_LEVEL) for name in order_parts(parts) if name not in changing]
