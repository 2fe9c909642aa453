"""`pingyi forms`."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pingyi.cli.options import AsJson
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.errors import Problem
    from pingyi.forms import TemplateShelf
    from pingyi.model.config.settings import Settings
    from pingyi.plugins import Plugins


def forms(
    form: Annotated[str | None, typer.Argument(metavar="FORM", help=_("Show the fields of this form."))] = None,
    copy: Annotated[
        bool, typer.Option("--copy", help=_("Copy its template into the campaign's templates/, to change it in Word."))
    ] = False,
    as_json: AsJson = False,
) -> int:
    """List the forms."""
    from pingyi.campaign import find_campaign, load_campaign_plugins
    from pingyi.campaign.folder import TEMPLATES
    from pingyi.cli.console import print_json, print_problems, print_table
    from pingyi.errors import Severity, UsageError
    from pingyi.forms import TemplateShelf, list_fields
    from pingyi.model.config.settings import Settings
    from pingyi.plugins import load_plugins

    folder = find_campaign(Path.cwd())
    if folder is not None:
        plugins, settings, _findings = load_campaign_plugins(folder)
    else:
        plugins, settings = load_plugins(), Settings()
    shelf = TemplateShelf(plugins, settings, folder / TEMPLATES if folder is not None else None)
    if form is None:
        if copy:
            raise UsageError(_("--copy needs the name of a form."), cure=_("“pingyi forms” lists them."))
        rows = [_describe(shelf, plugins, settings, name) for name in sorted(plugins.forms)]
        wrong = [item for name in sorted(plugins.forms) for item in _find_mistakes(shelf, name)]
        if as_json:
            print_json({"forms": rows, "problems": [item.to_json() for item in wrong]})
        else:
            print_table(
                [_("form"), _("title"), _("copies"), _("template"), _("from"), _("filled by")],
                [
                    [
                        row["id"],
                        row["title"],
                        _show_copies(row["copies"], settings),
                        row["template"],
                        row["origin"],
                        _show_way(row),
                    ]
                    for row in rows
                ],
            )
            print_problems(wrong)
        return 1 if wrong else 0
    source = shelf.find(form)
    if copy:
        return _copy_template(source.content, source.form.file_name, folder)
    problems = shelf.check(form)
    fields = list_fields(source.form, settings)
    about = _describe(shelf, plugins, settings, form)
    if as_json:
        print_json(
            {
                "form": about,
                "fields": [item.to_json() for item in fields],
                "problems": [item.to_json() for item in problems],
            }
        )
    else:
        typer.echo(f"{about['title']}  {source.path}")
        typer.echo(_("Filled by: {way}").format(way=_show_way(about)))
        print_table(
            [_("field"), _("label"), _("filled by people"), _("characters"), _("posted")],
            [
                [
                    item.name,
                    item.label,
                    "√" if item.fill else "",
                    str(item.budget or ""),
                    {True: "√", False: "", "year": _("year only")}[item.public],
                ]
                for item in fields
            ],
        )
        print_problems(problems)
    return 1 if any(item.severity is Severity.ERROR for item in problems) else 0


def _find_mistakes(shelf: TemplateShelf, name: str) -> list[Problem]:
    """The errors in a template that the institution changed; those of plugins are tested by whoever wrote them."""
    from pingyi.errors import Severity

    if shelf.find(name).origin != "campaign":
        return []
    return [item for item in shelf.check(name) if item.severity is Severity.ERROR]


def _show_copies(copies: list[str], settings: Settings) -> str:
    """The copies, each with the word that stands in file names."""
    known = settings.copies
    return ", ".join(f"{name} {known[name].label}" if name in known else name for name in copies)


def _describe(shelf: TemplateShelf, plugins: Plugins, settings: Settings, name: str) -> dict[str, Any]:
    from pingyi.errors import FileKindError

    form = plugins.forms[name]
    source = shelf.find(name)
    filled_by, reasons = "unusable", tuple[str, ...]()
    with contextlib.suppress(FileKindError):  # its mistakes are listed
        reasons = shelf.list_rich_tags(name)
        filled_by = "docxtpl" if reasons else "compiled"
    return {
        "id": form.id,
        "title": form.title.replace("{activity}", settings.campaign.activity),
        "label": form.label,
        "copies": list(form.copies),
        "template": form.file_name,
        "path": source.path,
        "origin": source.origin,
        "plugin": plugins.form_plugins[name],
        "filled_by": filled_by,
        "reasons": list(reasons),
    }


def _show_way(row: dict[str, Any]) -> str:
    """Who fills a template, and for docxtpl the tags that need it; nobody, where it is no template."""
    if row["filled_by"] == "unusable":
        return _("nobody: it is damaged")
    return " ".join([row["filled_by"], ", ".join(row["reasons"])]).rstrip()


def _copy_template(content: bytes, file_name: str, folder: Path | None) -> int:
    from pingyi.campaign.folder import TEMPLATES
    from pingyi.disk.atomic import write_whole
    from pingyi.errors import UsageError

    if folder is None:
        raise UsageError(
            _("There is no campaign.toml here or above."),
            cure=_("Change into a campaign folder, or make one with “pingyi init DIR”."),
        )
    target = folder / TEMPLATES / file_name
    if target.exists():
        raise UsageError(
            _("“{path}” is there already.").format(path=target), cure=_("Change it in Word, or move it away first.")
        )
    target.parent.mkdir(exist_ok=True)
    write_whole(target, content)
    typer.echo(_("Copied to {path}. Change it in Word; “pingyi check” tests it.").format(path=target))
    return 0
