"""Data by checksum: a trial on other images than these would be another trial.

The checksums stand in the source, and a specification covers the source; so evidence on other images never counts,
wherever the files lie.
"""

import hashlib

__all__ = ["MissingImagesError", "WrongImagesError", "checked"]


class MissingImagesError(ImportError):
    """The images are not there; the message says what to install, or which file was looked for where."""


class WrongImagesError(ValueError):
    """A file holds something else than the images that its name promises."""


def checked(content: bytes, sha256: str, name: str) -> bytes:
    """The content, if it has the checksum.

    Raises:
        WrongImagesError: If it has another one; the message names the file and gives both.
    """
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise WrongImagesError(f"{name} has the SHA-256 checksum {found}, not {sha256}: it holds other images")
    return content
