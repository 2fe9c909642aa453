"""`pingyi doctor`."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from importlib import metadata

import typer

from pingyi.cli.options import AsJson
from pingyi.texts import translate as _

_LIBRARIES = (
    "docxtpl",
    "python-docx",
    "jinja2",
    "pydantic",
    "pluggy",
    "python-calamine",
    "openpyxl",
    "xlsxwriter",
    "typer",
)


def doctor(as_json: AsJson = False) -> int:
    """Look at this machine."""
    from pingyi.cli.console import print_json, print_table
    from pingyi.collect.office import find_office
    from pingyi.forms import TemplateShelf, list_fonts, read_package
    from pingyi.model.config.settings import Settings
    from pingyi.plugins import load_plugins

    plugins = load_plugins()
    shelf = TemplateShelf(plugins, Settings(), None)
    sources = [shelf.find(form) for form in plugins.forms]
    named = sorted({font for source in sources for font in list_fonts(read_package(source.content, source.path))})
    installed = _installed_fonts()
    missing = [font for font in named if font not in installed] if installed else []
    facts = {
        "pingyi": metadata.version("pingyi"),
        "python": f"{platform.python_version()} {sys.executable}",
        "system": platform.platform(),
        "encoding": sys.stdout.encoding or "",
        **{name: metadata.version(name) for name in _LIBRARIES},
        "libreoffice": find_office() or _("not found: returned files other than .docx cannot be read"),
        "fonts_named": "、".join(named),
        "fonts_missing": "、".join(missing) if installed else _("this machine's fonts could not be listed"),
    }
    if as_json:
        print_json({"facts": facts, "fonts_missing": missing})
    else:
        print_table([_("what"), _("found")], [[key, value] for key, value in facts.items()])
        if missing:
            typer.echo(
                _(
                    "Word shows another font in place of a missing one: print on a machine that has it, "
                    "or change it in the template."
                )
            )
    return 0


def _installed_fonts() -> set[str]:
    """Names of the installed font families, or nothing where they cannot be listed."""
    if sys.platform == "win32":
        return _windows_fonts()
    if shutil.which("fc-list") is None:
        return set()
    done = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False, timeout=30)
    return {name.strip() for line in done.stdout.splitlines() for name in line.split(",")}


def _windows_fonts() -> set[str]:
    if sys.platform != "win32":
        return set()
    import winreg

    names: set[str] = set()
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts") as key:
        for index in range(winreg.QueryInfoKey(key)[1]):
            title = winreg.EnumValue(key, index)[0].rpartition(" (")[0]
            names.update(part.strip() for part in title.split("&"))
    # the registry lists the English names of the fonts that ship with Windows
    chinese = {"SimSun": "宋体", "SimHei": "黑体", "FangSong": "仿宋", "KaiTi": "楷体", "Microsoft YaHei": "微软雅黑"}
    return names | {chinese[name] for name in names if name in chinese}
