"""Row versions of accounts, posts and organisations; when an account was closed and erased; counts
of visits; what a row said beside its version in the trail.

Rows that are there get their first version, and an event each that explains it.
"""

from typing import Any

from django.db import migrations, models
from django.utils import timezone

VERSIONED = ("user", "membership", "organisation")


def begin(apps: Any, schema_editor: Any) -> None:
    """One event a row, and the day of today for accounts that are closed."""
    event = apps.get_model("people", "AuditEvent")
    for name in VERSIONED:
        rows = apps.get_model("people", name).objects.order_by("pk").values_list("pk", flat=True)
        event.objects.bulk_create(
            (
                event(
                    actor_name="系统",
                    action="people.first_version",
                    object_kind=f"people.{name}",
                    object_id=str(pk),
                    object_version=1,
                )
                for pk in rows.iterator(chunk_size=1000)
            ),
            batch_size=1000,
        )
    closed = apps.get_model("people", "User").objects.filter(is_active=False)
    closed.update(closed_on=timezone.localdate())


class Migration(migrations.Migration):
    dependencies = [("people", "0003_audit_files_inbox")]

    operations = [
        *(
            migrations.AddField(name, "row_version", models.PositiveIntegerField(default=1))
            for name in VERSIONED
        ),
        migrations.AddField("user", "closed_on", models.DateField(null=True)),
        migrations.AddField("user", "erased_on", models.DateField(null=True)),
        migrations.AddField(
            "auditevent", "row_digest", models.CharField(max_length=100, null=True)
        ),
        migrations.CreateModel(
            name="VisitCount",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("until", models.BigIntegerField(db_index=True)),
                ("n", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
