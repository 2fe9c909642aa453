"""One part of a template, compiled once: filling it runs Jinja's code, and looks at each order of its pieces once."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Template, TemplateSyntaxError
from jinja2.exceptions import TemplateRuntimeError
from lxml import etree

from pingyi.errors import RenderError
from pingyi.forms.filling import repair
from pingyi.forms.filling.escaping import SEAM, prepare_tree
from pingyi.forms.filling.gaps import Gap, Uses
from pingyi.forms.filling.sandbox import Budget, FormEnvironment, TooManyRoundsError, list_forbidden
from pingyi.forms.word import dialect
from pingyi.forms.word.container import Member
from pingyi.forms.word.package import DECLARATION
from pingyi.forms.word.skeleton import Skeleton
from pingyi.texts import translate as _

MAX_PIECES = 400_000
MAX_CHARACTERS = 20 * 2**20
MAX_ORDERS = 256
"""How many orders of pieces are kept: a template whose loops differ in every document has no end of them."""
_DECLARATION = DECLARATION.encode()
_Order = tuple[str | None, ...]


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
        shared: paths of the fields that have few values: see `Skeleton`.

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
        shared: frozenset[str] = frozenset(),
    ) -> None:
        self.name = name
        self._title = title
        tree = environment.parse(source)
        for node, what in list_forbidden(tree):
            raise ForbiddenError(what) from TemplateSyntaxError(what, node.lineno)
        self._prepared = prepare_tree(tree, environment, shared)
        self._own = self._prepared.pieces
        self._environment = environment
        self._template: Template = environment.from_string(tree)
        self._flexible = body and root is not None and dialect.changes_columns(root)
        self._risks = frozenset[str]() if root is None else repair.list_risks(root)
        self._pictures = body and "<wp:docPr" in source
        self._orders: dict[_Order, Skeleton] = {}

    def fill(self, values: Mapping[str, Any]) -> bytes:
        """The part filled with the values of one document.

        Raises:
            RenderError: it cannot be filled, or the result would be no valid part.
        """
        content, skeleton, printed = self._fill(values)
        return content if skeleton is None else skeleton.fill(printed)

    def pack(self, values: Mapping[str, Any]) -> Member:
        """The part filled with the values of one document, as a member of its container.

        Raises:
            RenderError: as `fill`.
        """
        content, skeleton, printed = self._fill(values)
        return Member(self.name, content) if skeleton is None else skeleton.pack(self.name, printed)

    @property
    def uses(self) -> Uses:
        """What the part does with the names it says."""
        return self._prepared.uses

    def settle(self, values: Mapping[str, Any]) -> tuple[Skeleton, list[Gap]] | None:
        """What is the same in all documents that differ only in what they print, and the gaps for that.

        Args:
            values: of one of these documents.

        Returns:
            Nothing where each document needs a look of its own.

        Raises:
            RenderError: as `fill`.
        """
        _content, skeleton, printed = self._fill(values)
        if skeleton is None:
            return None
        pieces = self._run(values)
        gaps = [
            self._prepared.gaps.get(before) for before, piece in itertools.pairwise(pieces) if piece not in self._own
        ]
        settled = [None if gap is not None else value for gap, value in zip(gaps, printed, strict=True)]
        return skeleton.settle(settled), [gap for gap in gaps if gap is not None]

    def print(self, values: Mapping[str, Any]) -> str:
        """The text of the part as Jinja gives it, without checks and without repair."""
        return "".join(self._own.get(piece, piece) for piece in self._run(values))

    def _fill(self, values: Mapping[str, Any]) -> tuple[bytes, Skeleton | None, list[bytes]]:
        """The content, or the skeleton and the values that make it.

        Whether the result is well-formed and whole depends on which pieces of the template came out in which order, and
        never on the values, which are escaped. So an order that passed all checks once need not be checked again.
        """
        pieces = self._run(values)
        order: _Order = tuple(map(self._own.get, pieces))
        printed = SEAM.join([piece for piece, own in zip(pieces, order, strict=True) if own is None])
        skeleton = self._orders.get(order)
        if skeleton is None or "<" in printed:
            content = self._fill_unknown(pieces, order)
            if content:
                return content, None, []
            if skeleton is None:
                skeleton = self._remember(pieces, order)
        if skeleton.size + len(printed) > MAX_CHARACTERS:
            raise self._refuse_length()
        return b"", skeleton, printed.encode().split(SEAM.encode()) if None in order else []

    def _fill_unknown(self, pieces: Sequence[str], order: _Order) -> bytes:
        """The content, where only a look at all of it makes it whole; nothing where all may stay as it was printed."""
        xml = "".join([piece if own is None else own for piece, own in zip(pieces, order, strict=True)])
        if len(xml) > MAX_CHARACTERS:
            raise self._refuse_length()
        if self._prepared.needs_search and ("\n" in xml or "\t" in xml):
            xml = dialect.search_breaks(xml)
        if self._prepared.repeats_bookmarks:
            xml = repair.number_bookmarks(xml)
        content = _DECLARATION + xml.encode()
        repair.check_filled(self._title, content)
        if self._flexible or self._pictures or repair.may_need_mending(xml, self._risks):
            return self._mend(content)
        return content if self._prepared.needs_search else b""

    def _remember(self, pieces: Sequence[str], order: _Order) -> Skeleton:
        """The skeleton of an order of pieces that passed all checks."""
        own = "".join([SEAM if piece is None else piece for piece in order])
        if self._prepared.repeats_bookmarks:  # values hold none
            own = repair.number_bookmarks(own)
        marks = self._prepared.shared
        announced = [before in marks for before, piece in itertools.pairwise(pieces) if piece not in self._own]
        skeleton = Skeleton((DECLARATION + own).split(SEAM), announced)
        if len(self._orders) < MAX_ORDERS:
            self._orders[order] = skeleton
        return skeleton

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
        # what `Template.new_context` does, without looking for shared and local names
        context = self._environment.context_class(self._environment, {**values, "_budget": Budget()}, None, {})
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
        if not 0 < len(pieces) < MAX_PIECES:
            raise self._refuse_length()
        return pieces

    def _refuse_length(self) -> RenderError:
        return RenderError(
            _("{part} becomes far too long").format(part=self._title),
            cure=_("Look at the loops of the template, and at the length of the texts."),
        )
