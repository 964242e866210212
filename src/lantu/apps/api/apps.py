"""Django's name for this application."""

from django.apps import AppConfig


class Api(AppConfig):
    name = "lantu.apps.api"
    label = "api"
