"""Files of a backup: kept as they are, or encrypted for keys that lie elsewhere.

The format is that of age (age-encryption.org), so that its own program opens them, too.
"""

import hashlib
from pathlib import Path

import pyrage
from django.core.management import CommandError

_AT_A_TIME = 1024 * 1024


class Counted:
    """Passes on what is read or written, and knows how much and what it was."""

    def __init__(self, stream):
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def read(self, size=-1):
        return self._counted(self._stream.read(size))

    def write(self, part):
        self._stream.write(self._counted(part))
        return len(part)

    def flush(self):
        self._stream.flush()

    def _counted(self, part):
        self._digest.update(part)
        self.size += len(part)
        return part

    @property
    def sha256(self):
        return self._digest.hexdigest()


def recipients(keys):
    """The public keys that the settings name."""
    try:
        return [pyrage.x25519.Recipient.from_str(key) for key in keys]
    except pyrage.RecipientError as error:
        raise CommandError(
            "SAM_BACKUP_KEYS must name public keys of age, which begin with age1."
        ) from error


def identities(path):
    """The private keys in a file as `age-keygen` writes it."""
    if not path:
        return []
    try:
        lines = Path(path).read_text().splitlines()
        return [
            pyrage.x25519.Identity.from_str(line.strip())
            for line in lines
            if line.strip() and not line.startswith("#")
        ]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise CommandError(f"{path} holds no private key of age.") from error


def seal(source, target, keys):
    if keys:
        pyrage.encrypt_io(source, target, keys)
    else:
        pour(source, target)


def unseal(source, target, keys, *, is_encrypted):
    if not is_encrypted:
        pour(source, target)
        return
    if not keys:
        raise CommandError(
            "The backup is encrypted. Name the file with the private key: --identity FILE."
        )
    try:
        pyrage.decrypt_io(source, target, keys)
    except pyrage.DecryptError as error:
        raise CommandError("The private key does not open the backup.") from error


def pour(source, target):
    while part := source.read(_AT_A_TIME):
        target.write(part)
