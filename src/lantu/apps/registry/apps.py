"""Django's name for this application."""

from django.apps import AppConfig


class Registry(AppConfig):
    name = "lantu.apps.registry"
    label = "registry"
