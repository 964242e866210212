"""The part of the password policy that Django does not bring: characters of three sorts.

The rest (length, common passwords, likeness to the account's name) stands in the settings.
"""

import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SORTS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
LEAST = 3


class MixedCharacters:
    """At least `LEAST` of: small letters, capitals, digits, other characters."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if sum(bool(re.search(sort, password)) for sort in SORTS) < LEAST:
            raise ValidationError(self.get_help_text(), code="password_sorts")

    def get_help_text(self) -> str:
        return _("密码须含小写字母、大写字母、数字、其他字符中的三种。")
