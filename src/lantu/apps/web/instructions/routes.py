"""Addresses of the pages of written instructions."""

from django.urls import path

from lantu.apps.web.instructions import listing, steps, writing

urlpatterns = [
    path("instructions/", listing.listing, name="instructions"),
    path("instructions.xlsx", listing.as_file, name="instruction-file"),
    path("instructions/new/", writing.form, name="instruction-form"),
    path("instructions/<row:pk>/", steps.instruction_page, name="instruction"),
    path("instructions/<row:pk>/reply/", steps.answer, name="instruction-answer"),
    path("instructions/<row:pk>/decide/", steps.decide, name="instruction-decide"),
]
