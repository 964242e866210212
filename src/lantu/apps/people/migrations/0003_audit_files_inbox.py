import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_organisations_posts_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditBatch",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("algorithm", models.CharField(max_length=20)),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("previous", models.CharField(blank=True, max_length=128)),
                ("digest", models.CharField(max_length=128)),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.BigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("stored_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name="auditevent",
            name="digest",
            field=models.CharField(max_length=128, null=True),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="object_version",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="outboxrow",
            name="dead_at",
            field=models.DateTimeField(db_index=True, null=True),
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_version", models.PositiveIntegerField(default=1)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_version", models.PositiveIntegerField(default=1)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("job", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("result", models.CharField(blank=True, max_length=200)),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("job", "day"), name="job_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="FileCitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_kind", models.CharField(max_length=60)),
                ("object_id", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("cited_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="people.file",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["object_kind", "object_id"], name="file_by_object")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file", "object_kind", "object_id"), name="file_cited_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboxItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("object_kind", models.CharField(max_length=60)),
                ("object_id", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("role", models.CharField(blank=True, max_length=20)),
                ("addressee", models.CharField(max_length=60)),
                ("due", models.DateField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "done_at"], name="inbox_by_user"),
                    models.Index(fields=["organisation", "role", "done_at"], name="inbox_by_post"),
                    models.Index(fields=["object_kind", "object_id"], name="inbox_by_object"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None)),
                        fields=("kind", "object_kind", "object_id", "addressee"),
                        name="inbox_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user", None),
                            models.Q(("organisation", None), ("role", "")),
                            _connector="OR",
                        ),
                        name="inbox_one_addressee",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "read_at"], name="notice_unread")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "source"), name="notice_once")
                ],
            },
        ),
    ]
