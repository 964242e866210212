"""What happens around every page: language, content security policy, errors as pages."""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation

from lantu.apps.web.answers import answer
from lantu.kernel.errors import LantuError

Answer = Callable[[HttpRequest], HttpResponse]

NUL = "\0"


def policy(tiles: Iterable[str] = ()) -> str:
    """The content security policy. tiles: addresses whose hosts, and no others, give map tiles.

    >>> policy(["https://tiles.example/{z}/{x}/{y}"]).count(" https://tiles.example")
    2
    """
    hosts = sorted({f"{urlsplit(tile).scheme}://{urlsplit(tile).netloc}" for tile in tiles})
    beside = "".join(f" {host}" for host in hosts)
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob:{beside}",
            f"connect-src 'self'{beside}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def language(get_response: Answer) -> Answer:
    """Chinese, unless the visitor has switched: what the browser asks for is not asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        with translation.override(wanted if wanted in known else settings.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response

    return middleware


def legible(get_response: Answer) -> Answer:
    """Drops NUL from addresses and forms: pasting brings it along, PostgreSQL cannot keep it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]
        return get_response(request)

    return middleware


def _without_nul(given: QueryDict) -> QueryDict:
    if not any(NUL in value for _, values in given.lists() for value in values):
        return given
    clean = given.copy()
    for name, values in given.lists():
        clean.setlist(name, [value.replace(NUL, "") for value in values])
    return clean


def content_security(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(settings.MAP_TILES))
        return response

    return middleware


class answers:  # noqa: N801 (named like the functions beside it)
    """Turns an error that Lantu raised on purpose into its page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request, error) if isinstance(error, LantuError) else None
