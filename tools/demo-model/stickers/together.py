"""The judge of two things in one picture: one on another, and one beside another. Right is a picture in which both are
nearest to their own sticker of all that the place may hold.
"""

import random

import numpy as np

from match import distances_at, templates
from nouns import NOUNS
from picture import FLYING
from question import ASKED, Question, one, scene_with
from scene import MOUNTS, NATURAL, RIDERS, active

# In cells, as picture.py puts them: the sticker's side, its foot and its left edges.
TOP, UNDER = (8, (8,), (3, 4, 5)), (8, (15,), (3, 4, 5))
LEFT, RIGHT = (8, (14,), (0,)), (8, (14,), (8,))
ON = ("on top of", "riding", "on")


def stacked() -> Question:
    lot = random.Random(21)
    mounts = [kind for kind in active() if kind in MOUNTS]
    riders = [kind for kind in active() if NOUNS[kind].group in RIDERS and kind not in mounts]
    pairs = [(riders[i % len(riders)], lot.choice(mounts)) for i in range(ASKED)]
    prompts = [f"{one(a)} {ON[i % len(ON)]} {one(b)} in a meadow by day" for i, (a, b) in enumerate(pairs)]
    scenes = [scene_of_two(pair, ("top", "under"), i) for i, pair in enumerate(pairs)]

    def verdict(drawn: np.ndarray) -> float:
        above, below = nearest_at(drawn, riders, TOP), nearest_at(drawn, mounts, UNDER)
        return float(np.mean([pair == seen for pair, seen in zip(pairs, zip(above, below), strict=True)]))

    return Question("stacked", prompts, scenes, verdict)


def two() -> Question:
    """In either order: where they stand is not said."""
    lot = random.Random(22)
    kinds = [kind for kind in active() if kind not in FLYING]
    pairs = [tuple(lot.sample(kinds, 2)) for _ in range(ASKED)]
    prompts = [f"{one(a)} and {one(b)} in a meadow by day" for a, b in pairs]
    scenes = [scene_of_two(pair, ("left", "right"), i) for i, pair in enumerate(pairs)]

    def verdict(drawn: np.ndarray) -> float:
        sides = zip(nearest_at(drawn, kinds, LEFT), nearest_at(drawn, kinds, RIGHT))
        return float(np.mean([set(pair) == set(seen) for pair, seen in zip(pairs, sides, strict=True)]))

    return Question("two", prompts, scenes, verdict)


def scene_of_two(pair: tuple[str, str], sides: tuple[str, str], i: int) -> dict:
    things = [{**scene_with(kind, i)["things"][0], "side": side} for kind, side in zip(pair, sides, strict=True)]
    return scene_with(pair[0], i, things=things)


def nearest_at(drawn: np.ndarray, kinds: list[str], spot: tuple[int, tuple[int, ...], tuple[int, ...]]) -> list[str]:
    cells, feet, lefts = spot
    known = templates([(kind, NATURAL) for kind in kinds], cells * 8)
    spots = [(8 * left, 8 * (foot - cells)) for foot in feet for left in lefts]
    return [kinds[i] for i in distances_at(drawn, *known, spots).argmin(1)]
