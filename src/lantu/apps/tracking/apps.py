"""Django's name for this application."""

from django.apps import AppConfig


class Tracking(AppConfig):
    name = "lantu.apps.tracking"
    label = "tracking"
