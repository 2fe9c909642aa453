"""Reading returned files one by one: what each says, against the paper that was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pingyi.collect import office
from pingyi.collect.ballots import read_ballot, read_category
from pingyi.collect.cache import Cache, hash_content
from pingyi.collect.findings import Findings
from pingyi.collect.folder import File
from pingyi.collect.form import Reading, fill_in, read_form
from pingyi.collect.paper import read_paper
from pingyi.collect.press import LayoutPress
from pingyi.collect.recognise import Directory, Head, Place, read_head
from pingyi.collect.result import Returned
from pingyi.errors import FileKindError, PingyiError, Problem, Severity
from pingyi.forms import CompiledTemplate, Package, read_package
from pingyi.forms.filters import Mark
from pingyi.model.forms import BallotForm, FormData
from pingyi.plan import Plan, fill_document
from pingyi.texts import choose_language
from pingyi.texts import translate as _

_READER = "3"
"""Changes whenever the same file would be read differently, so that nothing old comes from the cache."""


class Templates(Protocol):
    """Compiled templates by form id."""

    def __getitem__(self, form_id: str, /) -> CompiledTemplate: ...


@dataclass
class Draft:
    """One recognised form before it is decided whether it counts, and what it was sent with."""

    returned: Returned
    sent: FormData


@dataclass
class _Opened:
    """A file that is being read; its package is opened only where the cache does not know it."""

    path: str
    content: bytes
    head: Head
    package: Package | None


class FileReader:
    """Reads files; one that cannot be read becomes a problem.

    Args:
        plan: what was sent, and to whom.
        templates: the compiled templates.
        directory: finds whose form a file is.
        cache: what is known of files already.

    Attributes:
        drafts: the recognised forms.
        problems: what was found.
    """

    def __init__(self, plan: Plan, templates: Templates, directory: Directory, cache: Cache) -> None:
        self._plan = plan
        self._templates = templates
        self._directory = directory
        self._cache = cache
        self._press = LayoutPress(Mark(plan.campaign.settings.forms.empty))
        self._pending: dict[str, tuple[str, bytes]] = {}
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []

    def read(self, file: File) -> None:
        """Read one file now, or keep it to be converted."""
        digest = hash_content(file.content)
        if file.content[:4] == b"PK\x03\x04" and not office.name_kind(file.content):
            self._read_document(file.path, digest, file.content)
            return
        converted = self._cache.load_converted(digest)
        if converted is not None:
            self._read_document(file.path, digest, converted)
        elif office.name_kind(file.content):
            self._pending[file.path] = (digest, file.content)
        else:
            self._read_document(file.path, digest, file.content)  # says what it is

    def finish(self) -> None:
        """Turn the documents of other kinds into .docx, all of them at once."""
        if not self._pending:
            return
        program = office.find_office()
        contents = dict(self._pending.values())
        made = office.convert_documents(contents, program) if program else {}
        for path, (digest, content) in self._pending.items():
            converted = made.get(digest)
            if converted is not None:
                self._cache.save_converted(digest, converted)
                self._read_document(path, digest, converted)
                continue
            findings = Findings()
            kind = office.name_kind(content)
            findings.error(
                "office-missing" if not program else "conversion-failed",
                _("a file of the kind {kind} can only be read with LibreOffice, which is not installed here").format(
                    kind=kind
                )
                if not program
                else _("LibreOffice could not turn this file into .docx"),
                _("Open it in Word or WPS, save it as a Word document (.docx), and put that into the folder."),
            )
            self._keep(findings.problems, path, "")

    def _read_document(self, path: str, digest: str, content: bytes) -> None:
        findings = Findings()
        person = ""
        known = self._cache.get(digest)
        was_known = bool(known)
        try:
            package: Package | None = None
            if "head" in known:
                head = Head(**known["head"])
            else:
                package = read_package(content, path)
                head = read_head(package)
                known["head"] = head.to_json()
            place = self._directory.recognise(head, findings)
            if place is not None:
                person = place.subject.name
                self._read_place(_Opened(path, content, head, package), known, place)
        except FileKindError as error:
            findings.error("file-unreadable", error.message, error.cure)
        except PingyiError as error:
            if error.code == "template":
                raise
            findings.error("form-unreadable", error.message, error.cure)
        except (RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
            if was_known:  # the cache may be at fault
                known.clear()
                self._read_document(path, digest, content)
                return
            # whatever a hostile file does, only this file is lost
            findings.error(
                "file-unreadable",
                _("the file is built in a way that cannot be read ({error})").format(error=type(error).__name__),
                _("Open it in Word or WPS, save it again as .docx, or ask for a fresh form."),
            )
        self._keep(findings.problems, path, person)

    def _read_place(self, file: _Opened, known: dict[str, Any], place: Place) -> None:
        template = self._templates[place.document.form]
        sent = fill_document(self._plan, place.subject, place.document)
        key = _make_key(sent, template.version, place.identity.version)
        if known.get("key") != key:
            package = read_package(file.content, file.path) if file.package is None else file.package
            fonts = b"ingdings" in package.parts[package.main]
            paper = read_paper(package.parse(package.main), fonts=fonts)
            layout = self._press.lay_out(template, sent)
            is_same = place.identity.version in ("", template.version)
            reading = read_form(layout, paper, fixed=is_same)
            ticks = read_ballot(sent, paper, reading) if isinstance(sent, BallotForm) else {}
            known |= {
                "key": key,
                "ticks": {name: list(made) for name, made in ticks.items()},
                "category": read_category(sent, layout.paper, paper, reading) if isinstance(sent, BallotForm) else "",
                "reading": _to_json(reading),
            }
        reading = _from_json(known["reading"])
        ticks = {name: tuple(made) for name, made in known["ticks"].items()}
        data = fill_in(sent, reading.values)
        kept = [replace(item, file=file.path, person=place.subject.name) for item in reading.problems]
        self.problems.extend(kept)
        written = bool(reading.values or any(ticks.values()) or known["category"])
        returned = Returned(
            path=file.path,
            identity=place.identity,
            form=place.document.form,
            subject=(place.subject.kind, place.subject.id),
            copy=place.document.copy,
            data=data,
            counts=not reading.is_other and (written or not isinstance(sent, BallotForm)),  # a blank ballot is no vote
            problems=tuple(kept),
            modified=file.head.modified,
            ticks=ticks,
            category=known["category"],
            written=written,
        )
        self.drafts.append(Draft(returned, sent))

    def _keep(self, problems: Iterable[Problem], path: str, person: str) -> None:
        self.problems.extend(replace(item, file=path, person=person) for item in problems)


def _make_key(sent: FormData, version: str, own: str) -> str:
    """What the reading of a file depends on, besides the file."""
    told = "\x1f".join((_READER, choose_language(), version, own, type(sent).__name__, sent.model_dump_json()))
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()[:24]


def _to_json(reading: Reading) -> dict[str, Any]:
    problems = [item.to_json() for item in reading.problems]
    return {"values": reading.values, "problems": problems, "is_other": reading.is_other}


def _from_json(value: Mapping[str, Any]) -> Reading:
    problems = [Problem(**{**item, "severity": Severity(item["severity"])}) for item in value["problems"]]
    return Reading(dict(value["values"]), problems, value["is_other"])
