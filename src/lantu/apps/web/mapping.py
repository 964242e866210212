"""What a map in the browser is told: the base map of the deployment, outlines as GeoJSON.

A map is an addition: the page shows its drawing and its list whether a script runs or not.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import JsonResponse

from lantu.apps.people.actor import Actor
from lantu.apps.places.outlines import Outline


@dataclass(frozen=True, slots=True)
class Basemap:
    """tiles: addresses as a JSON list, "[]" for none. datum: what they refer to. review: the review
    number, "" for none."""

    tiles: str
    datum: str
    review: str


def basemap() -> Basemap:
    """As the settings say."""
    return Basemap(json.dumps(settings.MAP_TILES), settings.MAP_DATUM, settings.MAP_REVIEW)


def feature_collection(outlines: Iterable[Outline]) -> JsonResponse:
    """GeoJSON, with the review number and the datum beside the features."""
    return JsonResponse(
        {
            "type": "FeatureCollection",
            "features": [_feature(outline) for outline in outlines],
            "datum": "CGCS2000",
            "review_number": settings.MAP_REVIEW,
        }
    )


def _feature(outline: Outline) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": outline.id,
        "properties": {
            "id": outline.id, "name": outline.name, "code": outline.code, "own": outline.own,
            "depth": outline.path.count("/"),
        },
        "geometry": outline.geometry,
    }  # fmt: skip


def reached(actor: Actor) -> frozenset[str] | None:
    """The area paths of the actor's posts; None for everywhere."""
    held = [post.area_paths for post in actor.posts]
    return None if not held or None in held else frozenset().union(*(p for p in held if p))
