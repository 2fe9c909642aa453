"""Write `strokes.txt` anew: `npm pack cnchar-order@3.2.6`, unpack it, `python -m pingyi.strokes.make PACKAGE`.

The source is `cnchar.order.min.js` of npm `cnchar-order` 3.2.6 (MIT, its licence lies beside this file): each
character's strokes as letters, in the order they are written. Only the five classes by which name lists are ordered
are kept: 横 提 = 1, 竖 竖钩 = 2, 撇 = 3, 点 捺 = 4, every other stroke, which bends, = 5. Characters of the same
classes stand in one line, 横 before 提, 竖 before 竖钩, 点 before 捺.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

_TABLE = re.compile(r"JSON\.parse\('(\{\"一\":.*?\})'\)", re.DOTALL)
_CLASSES = {"j": "1", "i": "1", "f": "2", "g": "2", "s": "3", "k": "4", "l": "4"}
_BENT = "5"
_SECONDARY = "igl"
"""提, 竖钩, 捺: the lesser forms of their classes."""


def convert(script: str) -> str:
    """Turn the script into lines `strokes characters`, in the order of name lists.

    Args:
        script: text of `cnchar.order.min.js`.

    Raises:
        ValueError: it holds no table of strokes.
    """
    found = _TABLE.search(script)
    if found is None:
        raise ValueError("no table of strokes")
    characters: dict[str, list[tuple[str, str]]] = {}
    for character, letters in json.loads(found[1]).items():
        strokes = "".join(_CLASSES.get(letter, _BENT) for letter in letters)
        forms = "".join("1" if letter in _SECONDARY else "0" for letter in letters)
        characters.setdefault(strokes, []).append((forms, character))
    ordered = sorted(characters.items(), key=lambda item: (len(item[0]), item[0]))
    lines = ((strokes, "".join(character for _forms, character in sorted(group))) for strokes, group in ordered)
    return "".join(f"{strokes} {group}\n" for strokes, group in lines)


if __name__ == "__main__":
    source = Path(sys.argv[1]) / "cnchar.order.min.js"
    target = Path(__file__).with_name("strokes.txt")
    target.write_text(convert(source.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(target)
