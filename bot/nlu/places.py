"""Rasa component: the place or police force that a message names."""

from __future__ import annotations

from functools import lru_cache
from typing import Mapping

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.access import current_snapshot
from bot.nlu.base import MessageComponent
from bot.nlu.keys import PLACE
from bot.understanding.places import PlaceFinder, PlaceFound


@lru_cache(maxsize=1)
def place_finder() -> PlaceFinder:
    """The finder over the current index, built at its first use."""
    return PlaceFinder(current_snapshot())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Places(MessageComponent):
    """Adds the place that is meant, or the ones to ask about."""

    def read(self, text: str, message: Message) -> None:
        found = place_finder().find(text)
        places = {"place": place_dict(found.place), "candidates": [place_dict(one) for one in found.candidates]}
        message.set(PLACE, places, add_to_output=True)


def place_dict(place: PlaceFound | None) -> Mapping[str, str | None] | None:
    """A place as name, force and local authority."""
    if place is None:
        return None
    return {"name": place.name, "force": place.force_id, "local_authority": place.local_authority}
