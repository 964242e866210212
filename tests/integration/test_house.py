"""Rules of the Django half that only Django can check, and the English catalogue."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import translation

SOURCE = Path(__file__).parents[2] / "src/lantu"
ORDER = ("places", "people", "registry", "tracking")
WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "update_or_create",
          "get_or_create"}  # fmt: skip
WRITERS = {
    "actions.py": "actions write",
    "acting.py": "the frame of every action writes its events",
    "audit/sealing.py": "closes the batches of what actions wrote",
    "background/outbox.py": "works off what actions left",
    "background/schedule.py": "notes when a job ran",
    "background/channels.py": "a job: writes down what people are told",
    "limits/counting.py": "counts visits, and clears what has ended",
    "places/loading.py": "laid down by the action import_areas",
    "cases/storing.py": "writes what the actions' steps have made of a case",
    "cases/opening.py": "writes the cases that actions open",
    "cases/tallying.py": "a job: counts anew what pages sum up",
    "enabling/linking.py": "carries out the actions that link systems",
    "records/storing.py": "lays down what the actions on records enter",
    "cases/papers.py": "counts papers in the transaction of a step",
    "registry/loading.py": "laid down by the action load_version",
    "registry/values.py": "laid down by the action load_version",
    "registry/matching.py": "laid down by the action load_version",
}


def _modules() -> list[Path]:
    return [p for p in (SOURCE / "apps").rglob("*.py") if "migrations" not in p.parts]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_foreign_keys_point_downwards() -> None:
    for label in ORDER:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                related = field.related_model if field.many_to_one or field.one_to_one else None
                if related is None or field.auto_created:
                    continue
                target = related._meta.app_label  # type: ignore[union-attr]
                assert ORDER.index(target) <= ORDER.index(label), field


def test_pages_own_no_models_and_touch_no_rows() -> None:
    assert list(apps.get_app_config("web").get_models()) == []
    for path in (SOURCE / "apps/web").rglob("*.py"):
        assert ".objects" not in path.read_text(encoding="utf-8"), path


def test_only_actions_write() -> None:
    for path in _modules():
        if any(path.as_posix().endswith(name) for name in WRITERS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                allowed = owner in ("book", "plain")  # a workbook, a picture
                assert node.func.attr not in WRITES or allowed, f"{path}:{node.lineno}"


def test_every_word_of_the_pages_has_its_english() -> None:
    catalogue = (SOURCE / "locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', catalogue, re.M)
    assert len(pairs) > 150
    with translation.override("en"):
        for chinese, english in pairs:
            plain = chinese.replace('\\"', '"')
            assert english, chinese
            assert translation.gettext(plain) == english.replace('\\"', '"'), "run compilemessages"
    known = {chinese for chinese, _ in pairs} | {"%(n)s 个"}
    for path in (SOURCE / "apps/web/templates").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        for words in re.findall(r"""{% translate ["']([^"']+)["'] %}""", page):
            assert words in known, f"{path.name}: {words}: run makemessages"
