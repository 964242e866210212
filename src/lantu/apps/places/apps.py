"""Django's name for this application."""

from django.apps import AppConfig


class Places(AppConfig):
    name = "lantu.apps.places"
    label = "places"
