"""What is said to the user when the disk refuses."""

from __future__ import annotations

import errno
from pathlib import Path

from pingyi.errors import DeliveryError, DiskError
from pingyi.texts import translate as _

_ENDING = (errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC))
"""After these every further file would fail too."""


def explain(path: Path | str, error: OSError, *, ending: bool = False) -> DeliveryError:
    """The error that tells a user what the system said of a file or folder.

    Args:
        path: the file or folder.
        error: what the system said.
        ending: whether every further file would fail too, whatever the error's number says.
    """
    message = _("“{path}” could not be written: {error}.").format(path=path, error=error.strerror or error)
    if ending or error.errno in _ENDING:
        return DiskError(message, cure=_("Make room there, or choose another folder with --out, and run again."))
    return DeliveryError(
        message,
        cure=_("Close it in Word or WPS, check the free space and your rights in the folder, then run again."),
    )


def explain_link(path: Path | str) -> DeliveryError:
    """The error that refuses to write through a symbolic link."""
    return DeliveryError(
        _("“{path}” is a link to another place and is not written through.").format(path=path),
        cure=_("Remove the link and run again."),
    )
