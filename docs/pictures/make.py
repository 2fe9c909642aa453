"""Draw the pictures of the forms: `python docs/pictures/make.py`. LibreOffice and poppler's pdftoppm are needed.

The forms name fonts that Debian does not have. A fontconfig file maps them to Noto CJK and AR PL fonts, for these
pictures only: fonts are never part of a form.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import samples

from pingyi.forms import compile_template, find_template
from pingyi.model.config.settings import Settings
from pingyi.model.papers.identity import Identity
from pingyi.plugins import load_plugins

FOLDER = Path(__file__).parent
WIDTH = 1000
FONTS = {
    "宋体": "Noto Serif CJK SC",
    "仿宋": "AR PL SungtiL GB",  # as light as 仿宋
    "Times New Roman": "Noto Serif CJK SC",
}


def map_fonts(folder: Path) -> Path:
    """Write a fontconfig file that gives each font of the forms a free one."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{other}</string></edit></match>'
        for name, other in FONTS.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><include>/etc/fonts/fonts.conf</include>{rules}</fontconfig>",
        encoding="utf-8",
    )
    return path


def render(form_id: str, values: Mapping[str, object], target: Path) -> Path:
    """Fill a form."""
    plugins, settings = load_plugins(), Settings()
    form = plugins.forms[form_id]
    template = compile_template(find_template(form, plugins.form_plugins[form_id], None), settings)
    identity = Identity(settings.campaign.id, form_id, template.version, f"sample:{target.stem}", "organisation")
    data = form.data(**values, code=identity.code)
    target.write_bytes(template.render(data, identity))
    return target


def to_pdf(source: Path, folder: Path) -> Path:
    """Convert with LibreOffice, in a profile of its own, with the fonts of the pictures."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(map_fonts(folder))}
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=environment)
    return source.with_suffix(".pdf")


def to_pictures(pdf: Path) -> list[bytes]:
    """Draw each page in sixteen shades of grey: a quarter of the size of pdftoppm's own PNG, and nobody sees it."""
    command = ["pdftoppm", "-gray", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
    subprocess.run([*command, str(pdf), str(pdf.with_suffix(""))], check=True, timeout=60)
    return [to_png(path.read_bytes()) for path in sorted(pdf.parent.glob(f"{pdf.stem}-*.pgm"))]


def to_png(picture: bytes) -> bytes:
    """Turn a grey picture of pdftoppm into a PNG of four bits a dot."""
    _, size, _, dots = picture.split(b"\n", 3)
    width, height = map(int, size.split())
    shades = bytes((value + 8) // 17 for value in range(256))
    lines = bytearray()
    for start in range(0, width * height, width):
        line = dots[start : start + width].translate(shades)
        lines += b"\0" + bytes(left << 4 | right for left, right in zip(line[::2], line[1::2], strict=True))
    header = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def main(names: list[str], target: Path = FOLDER) -> None:
    """Draw the pictures that are named, all of them where none is."""
    for program in ("soffice", "pdftoppm"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is not installed: apt-get install libreoffice-writer-nogui poppler-utils")
    for pages, form_id, values in samples.SAMPLES:
        if names and not set(names).intersection(pages):
            continue
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            drawn = to_pictures(to_pdf(render(form_id, values, folder / f"{form_id}.docx"), folder))
            for name, picture in zip(pages, drawn, strict=True):
                (target / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    main(sys.argv[1:])
