"""Django's name for this application."""

from django.apps import AppConfig


class Web(AppConfig):
    name = "lantu.apps.web"
    label = "web"
