"""Django's settings, read from the environment only and from nothing else.

`SETTINGS` is the one table of what may be set; docs/reference/settings.md is made from it. A value
that cannot be used stops the start with a message that says how to put it right.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from lantu.kernel.errors import Invalid

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """name: the environment variable. default: as one would write it; None: must be given."""

    name: str
    meaning: str
    example: str
    default: str | None = ""


SETTINGS = (
    Setting("LANTU_HOME", "Folder of the deployment: database, files, static files.", "/srv/lantu",
            "var"),
    Setting("LANTU_SECRET_KEY", "Signs sessions and forms: 50 random characters, kept secret. "
            "`lantu demo` and `lantu serve` make one and keep it in LANTU_HOME/secret.key.",
            "$(openssl rand -base64 48)", None),
    Setting("DATABASE_URL", "PostgreSQL instead of LANTU_HOME/lantu.sqlite3.",
            "postgresql://lantu:password@127.0.0.1:5432/lantu"),
    Setting("LANTU_ALLOWED_HOSTS", "Host names that may be asked for, parted by commas.",
            "lantu.example.gov.cn", "localhost,127.0.0.1,[::1]"),
    Setting("LANTU_HTTPS", "1 when a proxy in front speaks HTTPS and sets X-Forwarded-Proto: "
            "cookies only over HTTPS, and browsers told to stay with it.", "1", "0"),
    Setting("LANTU_IDLE_MINUTES", "Minutes without a page after which an account is signed out.",
            "15", "30"),
    Setting("LANTU_TODAY", "Fixes the date of today for a demonstration, with a banner.",
            "2024-03-31"),
    Setting("LANTU_DEMO", "1 shows the demonstration accounts, the banner and the style guide.",
            "1", "0"),
    Setting("LANTU_SEAL_HEAD", "File that gets one line for each sealed batch of the audit trail, "
            "best on another machine: `lantu verify` compares.", "/mnt/audit/lantu-head.jsonl"),
    Setting("LANTU_FIELD_KEY", "Key of encrypted fields instead of LANTU_HOME/field.key; several "
            "parted by commas, the first writes.", "$(cat /etc/lantu/field.key)"),
    Setting("LANTU_FILE_LIMIT", "Largest file that is accepted, in MB.", "200", "50"),
    Setting("LANTU_URL", "Address of the deployment, for mails and chat messages.",
            "https://lantu.example.gov.cn"),
    Setting("LANTU_KEEP_ACCOUNTS", "Days after somebody has left (account closed, no post, no open "
            "task) until name, sign-in name, mail address, second factor and notices are erased. "
            "A term that begins later carries its first day: `730 2028-01-01=365`.",
            "730 2028-01-01=365", "730"),
    Setting("LANTU_KEEP_SIGN_INS", "Days that attempts to sign in are kept with address and "
            "browser: at least 184, as the Cybersecurity Law wants six months of logs. Dated like "
            "LANTU_KEEP_ACCOUNTS.", "365", "184"),
    Setting("LANTU_KEEP_MESSAGES", "Days that delivered or abandoned mails and chat messages, and "
            "other finished work of the background, are kept. Dated like LANTU_KEEP_ACCOUNTS.",
            "30", "90"),
    Setting("LANTU_MAIL", "Mail server for notices: smtp, smtp+starttls or smtps, with port.",
            "smtp+starttls://lantu:password@mail.example.gov.cn:587"),
    Setting("LANTU_MAIL_FROM", "Sender of notices.", "lantu@example.gov.cn", "lantu@localhost"),
    Setting("LANTU_ROBOTS", "Webhooks of chat groups (WeCom, DingTalk), parted by spaces.",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=..."),
    Setting("LANTU_MAP_TILES", "Raster tiles under the maps, in Web Mercator: addresses with {z}, "
            "{x} and {y}, the lowest first, parted by spaces. The key in them reaches every "
            "browser: bind it to your host name at the provider. None: outlines only, nothing is "
            "asked.",
            "https://t0.tianditu.gov.cn/DataServer?T=vec_w&x={x}&y={y}&l={z}&tk=KEY"),
    Setting("LANTU_MAP_DATUM", "What the tiles refer to: cgcs2000 or wgs84. GCJ-02 tiles are "
            "refused, as every point would stand beside its place.", "wgs84", "cgcs2000"),
    Setting("LANTU_MAP_REVIEW", "Review number (审图号) of the base map, shown on maps and in what "
            "is exported from them.", "GS(2024)0650号"),
    Setting("LANTU_DEBUG", "1 shows Django's own error pages; never where others can reach it.",
            "1", "0"),
)  # fmt: skip


def reference() -> str:
    """The table as docs/reference/settings.md."""
    rows = "\n".join(
        f"| `{s.name}` | {s.meaning} | {'required' if s.default is None else _code(s.default)} "
        f"| `{s.example}` |"
        for s in SETTINGS
    )
    return (
        "# Settings\n\nFrom the environment only. Made from `src/lantu/settings.py`; "
        "do not edit by hand.\n\n| variable | meaning | default | example |\n|---|---|---|---|\n"
        f"{rows}\n"
    )


def _code(text: str) -> str:
    return f"`{text}`" if text else "none"


def value(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """The setting's value or default. Invalid when it must be given and is not."""
    setting = next(s for s in SETTINGS if s.name == name)
    found = environ.get(name, "").strip() or setting.default
    if found is None:
        raise _refuse(setting, "没有设置。")
    return found


def _read(name: str, read: Callable[[str], T]) -> T:
    given = value(name)
    try:
        return read(given)
    except (ValueError, KeyError) as error:
        setting = next(s for s in SETTINGS if s.name == name)
        raise _refuse(setting, f"的值“{given}”不能用。") from error


def _refuse(setting: Setting, what: str) -> Invalid:
    return Invalid(
        "settings.value",
        f"环境变量 {setting.name} {what}",
        f"请这样设置：export {setting.name}={setting.example}",
        {"name": setting.name},
    )


def _flag(given: str) -> bool:
    return {"0": False, "1": True}[given]


def _whole(given: str) -> int:
    if int(given) < 1:
        raise ValueError(given)
    return int(given)


def _path(given: str) -> Path | None:
    return Path(given).absolute() if given else None


def _mail(given: str) -> str:
    parts = urlsplit(given)
    known = parts.scheme in ("smtp", "smtp+starttls", "smtps") and parts.hostname and parts.port
    if given and not known:
        raise ValueError(given)
    return given


def _web_addresses(given: str) -> list[str]:
    for address in given.split():
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise ValueError(address)
    return given.split()


def _tiles(given: str) -> list[str]:
    for address in _web_addresses(given):
        if any(word not in address for word in ("{z}", "{x}", "{y}")) or set(address) & set(
            "\"';,"
        ):
            raise ValueError(address)
    return given.split()


def _datum(given: str) -> str:
    return {"cgcs2000": "CGCS2000", "wgs84": "WGS-84"}[given]


def _minutes(given: str) -> int:
    found = int(given)
    if not 1 <= found <= 720:
        raise ValueError(given)
    return found


def _terms(given: str, least: int = 1) -> tuple[tuple[date | None, int], ...]:
    """Days to keep something, each with the day from which that term holds; None: always has."""
    terms: list[tuple[date | None, int]] = []
    for word in given.split():
        since, dated, days = word.rpartition("=")
        terms.append((date.fromisoformat(since) if dated else None, int(days)))
    begins = [since for since, _ in terms]
    later = [since for since in begins[1:] if since is not None]
    in_order = len(later) == len(begins) - 1 and later == sorted(set(later))
    if not terms or begins[0] is not None or not in_order or min(d for _, d in terms) < least:
        raise ValueError(given)
    return tuple(terms)


def _terms_of_logs(given: str) -> tuple[tuple[date | None, int], ...]:
    return _terms(given, 184)


def _today(given: str) -> date | None:
    return date.fromisoformat(given) if given else None


def database(url: str) -> dict[str, Any]:
    """Django's entry for `url`; for "" the deployment's own SQLite file."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "lantu.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


HOME = Path(value("LANTU_HOME")).absolute()
SECRET_KEY = value("LANTU_SECRET_KEY")
DEBUG = _read("LANTU_DEBUG", _flag)
DEMO = _read("LANTU_DEMO", _flag)
TODAY = _read("LANTU_TODAY", _today)
ALLOWED_HOSTS = [host.strip() for host in value("LANTU_ALLOWED_HOSTS").split(",")]
DATABASES = {"default": _read("DATABASE_URL", database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SEAL_HEAD = _read("LANTU_SEAL_HEAD", _path)
FIELD_KEY = value("LANTU_FIELD_KEY")
FILE_LIMIT = _read("LANTU_FILE_LIMIT", _whole)
KEEP_ACCOUNTS = _read("LANTU_KEEP_ACCOUNTS", _terms)
KEEP_SIGN_INS = _read("LANTU_KEEP_SIGN_INS", _terms_of_logs)
KEEP_MESSAGES = _read("LANTU_KEEP_MESSAGES", _terms)
URL = value("LANTU_URL")
MAIL = _read("LANTU_MAIL", _mail)
MAIL_FROM = value("LANTU_MAIL_FROM")
ROBOTS = _read("LANTU_ROBOTS", _web_addresses)
MAP_TILES = _read("LANTU_MAP_TILES", _tiles)
MAP_DATUM = _read("LANTU_MAP_DATUM", _datum)
MAP_REVIEW = value("LANTU_MAP_REVIEW")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "lantu.apps.places",
    "lantu.apps.people",
    "lantu.apps.registry",
    "lantu.apps.tracking",
    "lantu.apps.web",
    "lantu.apps.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lantu.apps.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "lantu.apps.web.guarding.idle",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lantu.apps.web.middleware.content_security",
    "lantu.apps.web.guarding.limits",
    "lantu.apps.web.middleware.answers",
    "lantu.apps.web.middleware.legible",
    "lantu.apps.web.guarding.must_change",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "lantu.urls"
WSGI_APPLICATION = "lantu.apps.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "lantu.apps.web.frame.frame",
            ],
            "builtins": ["lantu.apps.web.templatetags.lantu"],
        },
    }
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "lantu.apps.web.views.account.locked_out"
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "蓝图 Lantu"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "lantu.apps.people.passwords.UnlikeTheAccount",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {
        "NAME": "lantu.apps.people.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lantu.apps.people.passwords.MixedCharacters"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "overview"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

HTTPS = _read("LANTU_HTTPS", _flag)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE = timedelta(minutes=_read("LANTU_IDLE_MINUTES", _minutes))
# A proxy that speaks HTTPS in front of us is the one that we take the visitor's address from.
AXES_IPWARE_PROXY_COUNT = 1 if HTTPS else 0
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR"] if HTTPS else ["REMOTE_ADDR"]
LANGUAGE_COOKIE_AGE = 365 * 86_400
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lantu.apps.web.answers.stale_form"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
