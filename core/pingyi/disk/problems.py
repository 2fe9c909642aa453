"""What is said to the user when the disk refuses."""

from __future__ import annotations

import errno
import os
from pathlib import Path, PurePath

from pingyi.errors import DeliveryError, DiskError
from pingyi.texts import translate as _

_ENDING = (errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC))
"""After these every further file would fail too."""
_IN_THE_WAY = (errno.EISDIR, errno.ENOTDIR, errno.EEXIST)


_REFUSING = (errno.EROFS, errno.EPERM, *(() if os.name == "nt" else (errno.EACCES,)))
"""Rights are lacking; on Windows the same number may mean that another program holds the file."""


def describe(error: OSError) -> str:
    """What the system said, in the user's language; the system's own words where its number is a rare one."""
    sayings = {
        errno.EPERM: _("you have no right to do that"),
        errno.EACCES: _("access is denied"),
        errno.ENOENT: _("it does not exist"),
        errno.EEXIST: _("something of this name is there already"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("a part of the path is a file, not a folder"),
        errno.ENOTEMPTY: _("the folder is not empty"),
        errno.ENOSPC: _("the disk is full"),
        errno.EROFS: _("the disk can only be read"),
        errno.EIO: _("the disk is damaged or does not answer"),
        errno.EBUSY: _("another program uses it"),
        errno.ELOOP: _("links lead in a circle"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EFBIG: _("the file is larger than this disk allows"),
        errno.EMFILE: _("too many files are open"),
        errno.ETIMEDOUT: _("no answer came in time"),
        errno.ECONNREFUSED: _("the other machine refuses the connection"),
        errno.EXDEV: _("it is on another disk"),
    }
    if hasattr(errno, "EDQUOT"):
        sayings[errno.EDQUOT] = _("your share of the disk is used up")
    return sayings.get(error.errno or 0) or error.strerror or str(error)


def explain(path: Path | str, error: OSError, *, ending: bool = False) -> DeliveryError:
    """The error that tells a user what the system said of a file or folder.

    Args:
        path: the file or folder.
        error: what the system said.
        ending: whether every further file would fail too, whatever the error's number says.
    """
    message = _("“{path}” could not be written: {error}.").format(path=path, error=describe(error))
    if error.errno in _REFUSING:
        cure = _("Get the right to write there, or choose another folder with --out, and run again.")
    elif error.errno in _ENDING:
        cure = _("Make room there, or choose another folder with --out, and run again.")
    elif error.errno in _IN_THE_WAY:
        cure = _("Move away what stands in its place, or choose another folder with --out, and run again.")
    else:
        cure = _("Close it in Word or WPS, check the free space and your rights in the folder, then run again.")
    return (DiskError if ending or error.errno in _ENDING else DeliveryError)(message, cure=cure)


def explain_reading(path: PurePath | str, error: OSError) -> DeliveryError:
    """The error that tells a user why a file or folder could not be read."""
    return DeliveryError(
        _("“{path}” could not be read: {error}.").format(path=path, error=describe(error)),
        cure=_("Check your rights to it, and that it is a file, then run again."),
    )


def explain_folder(path: PurePath | str) -> DeliveryError:
    """The error that refuses to write a file where a folder stands."""
    return DeliveryError(
        _("A folder stands in the place of the file “{path}”.").format(path=path),
        cure=_("Move the folder away and run again."),
    )


def explain_link(path: PurePath | str) -> DeliveryError:
    """The error that refuses to write through a symbolic link."""
    return DeliveryError(
        _("“{path}” is a link to another place and is not written through.").format(path=path),
        cure=_("Remove the link and run again."),
    )
