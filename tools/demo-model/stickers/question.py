"""What the judge asks: prompts, the scenes that would be right, and who says so."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from match import plain_scene
from picture import FLYING
from scene import active

ASKED = 120


@dataclass(frozen=True)
class Question:
    name: str
    prompts: list[str]
    scenes: list[dict]
    """What is right, as the generator draws it."""
    verdict: Callable[[np.ndarray], float]
    """The share of pictures that show it."""


def standing() -> list[str]:
    """Nouns that are always on the ground, so that there is one place to look at."""
    known = [kind for kind in active() if kind not in FLYING]
    shuffled = random.Random(7).sample(known, len(known))
    return [shuffled[i % len(shuffled)] for i in range(ASKED)]


def one(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def scene_with(kind: str, i: int, **said) -> dict:
    """A thing in a meadow by day, unless something else is said of the thing or the scene."""
    scene = {**plain_scene(kind, i), "place": "meadow"}
    of_thing = {key: said.pop(key) for key in list(said) if key in ("side", "count", "size")}
    scene["things"][0].update({"size": "usual", **of_thing})
    return {**scene, **said}


def right(seen: list, asked: list) -> float:
    return float(np.mean([one == other for one, other in zip(seen, asked, strict=True)]))
