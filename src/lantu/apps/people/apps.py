"""Django's name for this application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class People(AppConfig):
    name = "lantu.apps.people"
    label = "people"

    def ready(self) -> None:
        """Triggers after every migrate; handlers and periodic jobs from every app's `jobs`."""
        from lantu.apps.people.audit.guarding import lay

        post_migrate.connect(lay, sender=self)
        autodiscover_modules("jobs")
