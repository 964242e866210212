"""Django's name for this application."""

from django.apps import AppConfig


class People(AppConfig):
    name = "lantu.apps.people"
    label = "people"
