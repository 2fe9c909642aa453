"""Reads an .xls in a process of its own, because a hostile one can stop or exhaust the process that reads it.

Run as a script: the argument is the file, the answer on standard output is JSON. It imports nothing of pingyi.
"""

import datetime as dt
import json
import sys

_MEMORY = 1 << 30


def _tell(value: object) -> object:
    """JSON for the values that JSON lacks."""
    if isinstance(value, dt.date | dt.time):
        return {type(value).__name__: value.isoformat()}
    return str(value)


def main(path: str) -> int:
    """Print every visible sheet of the workbook at `path`."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no such limit; the time limit of the parent remains
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError:
        sys.stdout.write('{"password": true}')
        return 0
    sheets = []
    for meta in book.sheets_metadata:
        if meta.visible == SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_name(meta.name)
            merges = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
            sheets.append({"name": meta.name, "start": sheet.start, "merges": merges, "rows": sheet.to_python()})
    json.dump({"sheets": sheets}, sys.stdout, default=_tell)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
