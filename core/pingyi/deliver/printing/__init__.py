"""The print file: many finished forms in one .docx, each in its own section, with an index page -> person.

It is put together from the parts of the finished forms; no form is laid out or filled again.
"""

from pingyi.deliver.printing.entry import PrintedPlace, PrintEntry
from pingyi.deliver.printing.index import write_print_index
from pingyi.deliver.printing.print_file import PrintFile

__all__ = ["PrintEntry", "PrintFile", "PrintedPlace", "write_print_index"]
