"""Decrypt Office documents with the passwords that a person gave."""

from __future__ import annotations

import io

from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

from qa_bot.reading.errors import ReadingError, password_needed
from qa_bot.reading.parsed import RawFile


def unlock(file: RawFile) -> bytes:
    """Decrypt with the first password that fits.

    Raises:
        ReadingError: none fits.
    """
    for password in file.passwords:
        unlocked = io.BytesIO()
        try:
            locked = OfficeFile(io.BytesIO(file.data))
            locked.load_key(password=password, verify_password=True)
            locked.decrypt(unlocked)
        except (InvalidKeyError, DecryptionError):
            continue
        except FileFormatError as error:
            raise ReadingError("is encrypted in a way that is not read") from error
        return unlocked.getvalue()
    raise password_needed(file.passwords)
