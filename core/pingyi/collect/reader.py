"""Reading returned files one by one: what each says, against the paper that was sent."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pingyi.collect import office
from pingyi.collect.cache import Cache
from pingyi.collect.folder import File
from pingyi.collect.papers.ballots import read_ballot, read_category
from pingyi.collect.papers.findings import Findings
from pingyi.collect.papers.form import Reading, fill_in, read_form
from pingyi.collect.papers.paper import read_paper
from pingyi.collect.papers.press import LayoutPress
from pingyi.collect.recognise import Directory, Head, Place, read_head
from pingyi.collect.result import Returned
from pingyi.errors import FileKindError, PingyiError, Problem, Severity
from pingyi.forms import CompiledTemplate, Package, read_package
from pingyi.forms.filling.filters import Mark
from pingyi.model.papers.forms import BallotForm, FormData
from pingyi.plan import Plan, fill_document
from pingyi.texts import choose_language
from pingyi.texts import translate as _

_READER = "5"
"""Changes whenever the same file would be read differently, so that nothing old comes from the cache."""


class Templates(Protocol):
    """Compiled templates by form id."""

    def __getitem__(self, form_id: str, /) -> CompiledTemplate: ...

    def version(self, form_id: str, /) -> str:
        """The version of one, without compiling it."""


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
        # whether a template is right depends on the settings too: one that is wrong is told, whatever the cache knows
        settings = plan.campaign.settings.model_dump_json(exclude={"campaign"})
        self._common = "\x1f".join((_READER, choose_language(), settings))
        self._pending: dict[str, tuple[str, bytes]] = {}
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []

    def read(self, file: File) -> None:
        """Read one file now, or keep it to be converted."""
        digest = file.digest
        if _is_document(file.content):
            self._read_document(file.path, digest, file.content)
            return
        converted = self._cache.load_converted(digest)
        if converted is not None:
            self._read_document(file.path, digest, converted)
        elif office.name_kind(file.content):
            self._pending[file.path] = (digest, file.content)
        else:
            self._read_document(file.path, digest, file.content)  # says what it is

    def is_new(self, file: File) -> bool:
        """Whether nothing is known of a file yet."""
        return not self._cache.has(file.digest)

    def find(self, files: Iterable[File]) -> dict[str, dict[str, Any]]:
        """What the cache would keep of each file, by hash; nothing of one that cannot be read here and now."""
        found = {}
        for file in files:
            if _is_document(file.content):
                with contextlib.suppress(PingyiError):  # told where it is read again
                    self._read_document(file.path, file.digest, file.content)
                found[file.digest] = self._cache.get(file.digest)
        self.drafts.clear()
        self.problems.clear()
        return found

    def learn(self, found: Mapping[str, dict[str, Any]]) -> None:
        """Take over what another reader found."""
        self._cache.add(found)

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
        form = place.document.form
        sent = fill_document(self._plan, place.subject, place.document)
        key = self._make_key(sent, self._templates.version(form), place.identity.version)
        if known.get("key") != key:
            known |= {"key": key, **self._compare(file, self._templates[form], sent, place.identity.version)}
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

    def _make_key(self, sent: FormData, version: str, own: str) -> str:
        """What the reading of a file depends on, besides the file."""
        told = "\x1f".join((self._common, version, own, type(sent).__name__, sent.model_dump_json()))
        return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()[:24]

    def _compare(self, file: _Opened, template: CompiledTemplate, sent: FormData, version: str) -> dict[str, Any]:
        """Read a file against the paper that was sent, as the cache keeps it."""
        package = read_package(file.content, file.path) if file.package is None else file.package
        main = package.parts[package.main]
        body = self._press.fill(template, sent)
        ballot = sent if isinstance(sent, BallotForm) else None
        if main == body and ballot is None:
            return {"ticks": {}, "category": "", "reading": _to_json(Reading())}  # nobody wrote on it
        paper = read_paper(package.parse(package.main), fonts=b"ingdings" in main)
        layout = self._press.lay_out(template, sent, body)
        reading = read_form(layout, paper, fixed=version in ("", template.version))
        ticks = read_ballot(ballot, paper, reading) if ballot else {}
        category = read_category(ballot, layout.paper, paper, reading) if ballot else ""
        ticked = {name: list(made) for name, made in ticks.items()}
        return {"ticks": ticked, "category": category, "reading": _to_json(reading)}

    def _keep(self, problems: Iterable[Problem], path: str, person: str) -> None:
        self.problems.extend(replace(item, file=path, person=person) for item in problems)


def _is_document(content: bytes) -> bool:
    """Whether it can be read as it is."""
    return content[:4] == b"PK\x03\x04" and not office.name_kind(content)


def _to_json(reading: Reading) -> dict[str, Any]:
    problems = [item.to_json() for item in reading.problems]
    return {"values": reading.values, "problems": problems, "is_other": reading.is_other}


def _from_json(value: Mapping[str, Any]) -> Reading:
    problems = [Problem(**{**item, "severity": Severity(item["severity"])}) for item in value["problems"]]
    return Reading(dict(value["values"]), problems, value["is_other"])
