"""The identity of a document: what a returned file is recognised by, whatever its name."""

from __future__ import annotations

import functools
import hashlib
import itertools
from dataclasses import dataclass

from stdnum.iso7064 import mod_37_36

PROPERTY_PREFIX = "pingyi_"
"""Begins the names of the document properties that carry an identity."""
_PAIRS = [one + two for one, two in itertools.product("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", repeat=2)]  # base 32
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}


@dataclass(frozen=True, slots=True)
class Identity:
    """Which document of which campaign a file is.

    Attributes:
        campaign: id of the campaign.
        form: id of the form.
        version: hash of the template it was made from.
        subject: kind and id of the subject, as `member:20100001`.
        copy: id of the copy.
        anonymous: others may read the copy, so its properties name nobody: the code alone says whose it is.
    """

    campaign: str
    form: str
    version: str
    subject: str
    copy: str
    anonymous: bool = False

    @property
    def code(self) -> str:
        """The code printed in the footer: ten characters of a hash and a check character (ISO 7064 mod 37,36).

        It depends on campaign, form, subject and copy, not on the template's version, so a corrected template keeps
        its papers recognisable; and it tells nothing about the person to those who cannot recompute it.
        """
        return make_code(self.campaign, self.form, self.subject, self.copy)

    def properties(self) -> dict[str, str]:
        """The custom document properties that carry it through a re-saving editor."""
        properties = {
            PROPERTY_PREFIX + "campaign": self.campaign,
            PROPERTY_PREFIX + "form": self.form,
            PROPERTY_PREFIX + "version": self.version,
            PROPERTY_PREFIX + "subject": self.subject,
            PROPERTY_PREFIX + "copy": self.copy,
            PROPERTY_PREFIX + "code": self.code,
        }
        if self.anonymous:
            del properties[PROPERTY_PREFIX + "subject"]
        return properties


@functools.lru_cache(maxsize=256)
def make_code(campaign: str, form: str, subject: str, copy: str) -> str:
    """Return the printed code of a document, `XXXXX-XXXXX-C`."""
    digest = hashlib.sha256("\x1f".join((campaign, form, subject, copy)).encode()).digest()
    number = int.from_bytes(digest[:7]) >> 6
    body = "".join([_PAIRS[number >> shift & 1023] for shift in (40, 30, 20, 10, 0)])
    check = 18
    for sign in body:  # ISO 7064, as `mod_37_36.calc_check_digit` does in four times the time
        check = ((check or 36) * 2 % 37 + _VALUES[sign]) % 36
    return f"{body[:5]}-{body[5:]}-{_SIGNS[(1 - (check or 36) * 2 % 37) % 36]}"


def is_valid_code(code: str) -> bool:
    """Whether a code read from paper is free of single typing mistakes."""
    return mod_37_36.is_valid(code.replace("-", "").strip().upper())
