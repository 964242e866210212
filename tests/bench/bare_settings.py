"""Settings of the bare program of `bench_http`: no middleware, one module of views."""

from lantu.settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.bare_program"
