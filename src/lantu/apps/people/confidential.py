"""Sensitive values: encrypted in the database, found by keyed hash, salted in the audit trail.

The key stands in LANTU_HOME/field.key or comes from LANTU_FIELD_KEY: never in the database, never
in a backup. Several keys, parted by commas: the first writes, all read, so that a key can be
changed. Without the key nothing is written and nothing is made up.
"""

import hashlib
import hmac
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from lantu.kernel.errors import Unavailable

KEY_FILE = "field.key"


def new_key() -> str:
    """A key, as it stands in the file."""
    return Fernet.generate_key().decode("ascii")


def _keys() -> list[str]:
    given: str = settings.FIELD_KEY
    path = settings.HOME / KEY_FILE
    if not given and path.is_file():
        given = path.read_text(encoding="ascii")
    keys = [key.strip() for key in given.split(",") if key.strip()]
    if not keys:
        raise Unavailable(
            "people.field_key.missing",
            "没有敏感字段的密钥。",
            f"把密钥放到 {path}，或设置 LANTU_FIELD_KEY；密钥与备份分开保管。",
        )
    return keys


def _cipher() -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in _keys()])
    except ValueError as error:
        raise Unavailable(
            "people.field_key.unusable", "敏感字段的密钥不能用。", "请核对 LANTU_FIELD_KEY。"
        ) from error


def encrypt(words: str) -> str:
    return _cipher().encrypt(words.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Unavailable when none of the keys fits, or the token was changed."""
    try:
        return _cipher().decrypt(token.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as error:
        raise Unavailable(
            "people.field_key.wrong",
            "敏感字段不能解密。",
            "密钥与数据不是一套，或数据被改动。请换上写入时的密钥。",
        ) from error


def keyed_hash(words: str, purpose: str) -> str:
    """The same words give the same hash, to be searched for; without the key it tells nothing.

    purpose: the column, so that equal values of two columns do not show as equal. Made with the
    last of the keys, the oldest, so that adding a key leaves hashes as they are.
    """
    material = hashlib.sha256(b"lantu-search:" + _keys()[-1].encode("ascii")).digest()
    return hmac.new(material, f"{purpose}\n{words}".encode(), hashlib.sha256).hexdigest()


def salted(words: str) -> dict[str, str]:
    """What the audit trail holds of a sensitive value: it proves the value and does not show it."""
    salt = secrets.token_hex(16)
    return {"salt": salt, "sha256": _salted(salt, words)}


def proves(digest: dict[str, str], words: str) -> bool:
    """Whether `digest` was made of `words`."""
    return hmac.compare_digest(digest["sha256"], _salted(digest["salt"], words))


def _salted(salt: str, words: str) -> str:
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()


class EncryptedField(models.TextField):  # type: ignore[type-arg]
    """Text that the database never sees. Not to be searched: keep a `keyed_hash` beside it."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value in (None, "") else encrypt(str(value))

    def from_db_value(self, value: str | None, *_context: object) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is encrypted: look for its keyed_hash instead")
        return super().get_lookup(lookup_name)
