"""The password policy: characters of three sorts, and Django's own rules in words of ours.

Which rules hold, and how long a password must be, stands in the settings.
"""

import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
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


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("密码至少要 %(least)s 个字符。") % {"least": self.min_length}


class UnlikeTheAccount(UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("密码与账号或名称太相似。")
