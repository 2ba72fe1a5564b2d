"""The figures of how things stand, and of the scene around them: side, count, one thing on another, two beside each other
and a noun that does not exist by the stickers themselves, place and hour by the backdrops. Nothing here was trained.
Adds to `DIR/figures.json` what it finds in the generator's own pictures, with 25 steps and, where the LCM-LoRA is there,
with 4.
"""

import json
import random

import numpy as np

from match import SEEN, distances_at, templates
from nouns import NOUNS
from options import options
from phrases import COUNTS, letters
from phrases import PLACES as WHERE
from phrases import SIDES as SAID_SIDES
from phrases import TIMES as WHEN
from picture import CELLS, SIDE_CELLS, picture
from question import ASKED, Question, one, right, scene_with, standing
from sampling import Painter
from scene import NATURAL, PLACES, TIMES, active
from together import stacked, two

SEED = 40_000
# In cells, as picture.py puts them: the left edges, and the side.
COUNTED = {1: ((4,), 8), 2: ((1, 9), 6), 3: ((0, 5, 11), 5)}
MIDDLES = {"left": 5, "middle": 8, "right": 11}
FEET = (14, 15)
BANDS = (1 / 5, 1 / 2, 5 / 8, 3 / 4, 7 / 8)
# Of known nouns, those that are drawn well enough to say what "nothing" is not.
SURE = 0.9


def main() -> None:
    painter = Painter()
    seeds = [SEED + i for i in range(ASKED)]
    ways = {"generator": None, "base": painter.base, "lcm": painter.lcm}
    if not (options().work / "loras" / "lcm.safetensors").exists():
        del ways["lcm"]
    file = options().work / "figures.json"
    found = json.loads(file.read_text()) if file.exists() else {}
    for way, draw in ways.items():
        for question in [place(), time(), side(), count(), stacked(), two(), made_up()]:
            drawn = (
                np.stack([picture(scene) for scene in question.scenes])
                if draw is None
                else painter.pictures(draw(question.prompts, seeds), SEEN)
            )
            share = question.verdict(drawn)
            found.setdefault(way, {})[question.name] = share
            print(f"{way}, {question.name}: {100 * share:.1f} %", flush=True)
    file.write_text(json.dumps(found, indent=1))


def place() -> Question:
    return around("place", 0)


def time() -> Question:
    return around("hour", 1)


def around(name: str, part: int) -> Question:
    asked = [(PLACES[i % len(PLACES)], TIMES[i // len(PLACES) % len(TIMES)]) for i in range(ASKED)]
    both = list(zip(standing(), asked, strict=True))
    prompts = [f"{one(kind)} {WHERE[place][0]} {WHEN[time][0]}" for kind, (place, time) in both]
    scenes = [scene_with(kind, i, place=place, time=time) for i, (kind, (place, time)) in enumerate(both)]
    wanted = [both[part] for both in asked]
    return Question(name, prompts, scenes, lambda drawn: right([seen[part] for seen in grounds(drawn)], wanted))


def grounds(drawn: np.ndarray) -> list[tuple[str, str]]:
    """Place and hour whose own scenes, without things, are nearest at a picture's edges."""
    known = [(place, time) for place in PLACES for time in TIMES]
    samples = []
    for place, time in known:
        empty = [scene_with(active()[0], i, place=place, time=time, things=[]) for i in range(12)]
        samples.append(np.mean([edges(picture(scene)) for scene in empty], 0))
    return [known[int(((edges(one) - np.stack(samples)) ** 2).mean((1, 2)).argmin())] for one in drawn]


def edges(drawn: np.ndarray) -> np.ndarray:
    """(12, 3): mean colours of a picture's left and right edge, in six bands from the top."""
    height, width, _ = drawn.shape
    cuts = [round(height * part) for part in BANDS]
    both = [drawn[:, : width // 8].astype("f4"), drawn[:, -width // 8 :].astype("f4")]
    return np.stack([band.reshape(-1, 3).mean(0) for edge in both for band in np.split(edge, cuts)])


def side() -> Question:
    names = list(MIDDLES)
    kinds, asked = standing(), [names[i % len(names)] for i in range(ASKED)]
    prompts = [f"{one(kind)} {SAID_SIDES[side][0]} in a meadow by day" for kind, side in zip(kinds, asked, strict=True)]
    scenes = [scene_with(kind, i, side=asked[i]) for i, kind in enumerate(kinds)]

    def nearest_side(picture: np.ndarray, kind: str) -> str:
        return min(names, key=lambda name: min(at(picture, kind, *spot) for spot in spots_of(MIDDLES[name])))

    return Question("side", prompts, scenes, lambda drawn: right([*map(nearest_side, drawn, kinds)], asked))


def spots_of(middle: int) -> list[tuple[int, int]]:
    """Left edges with sizes, in cells."""
    return [
        (middle + nudge - cells // 2, cells)
        for cells in SIDE_CELLS.values()
        for nudge in ((-1, 0, 1) if cells < SIDE_CELLS["big"] else (0,))
    ]


def count() -> Question:
    kinds, asked = standing(), [2 + i % 2 for i in range(ASKED)]
    prompts = [f"{COUNTS[n][0]} {NOUNS[kind].plural} in a meadow by day" for kind, n in zip(kinds, asked, strict=True)]
    scenes = [scene_with(kind, i, count=asked[i]) for i, kind in enumerate(kinds)]

    def nearest_count(picture: np.ndarray, kind: str) -> int:
        def distance(n: int) -> float:
            lefts, cells = COUNTED[n]
            return float(np.mean([at(picture, kind, left, cells) for left in lefts]))

        return min(COUNTED, key=distance)

    return Question("count", prompts, scenes, lambda drawn: right([*map(nearest_count, drawn, kinds)], asked))


def made_up() -> Question:
    """Is nothing as near to any sticker as nine of ten known things are, seen through no network?"""
    lot = random.Random(11)
    prompts = [f"a {letters(lot, lot.randint(4, 9))} in a meadow by day" for _ in range(ASKED)]
    scenes = [scene_with(active()[0], i, things=[]) for i in range(ASKED)]

    def verdict(drawn: np.ndarray) -> float:
        empty = nearest(np.stack([picture(scene) for scene in scenes]))
        return float((nearest(drawn) > np.quantile(empty, 1 - SURE) * SURE).mean())

    return Question("made-up", prompts, scenes, verdict)


def nearest(drawn: np.ndarray) -> np.ndarray:
    """The least distance of any known sticker, of any size, anywhere on the ground or in the air."""
    least = np.full(len(drawn), np.inf)
    for cells in SIDE_CELLS.values():
        known = templates([(kind, NATURAL) for kind in active()], cells * 8)
        tops = [8 * (foot - cells) for foot in FEET] + [8, 16, 24]
        spots = [(left * 8, top) for left in range(CELLS - cells + 1) for top in tops]
        least = np.minimum(least, distances_at(drawn, *known, spots).min(1))
    return least


def at(drawn: np.ndarray, kind: str, left: int, cells: int) -> float:
    """The distance of a noun's sticker, so many cells wide, at that left edge."""
    colours, opacity = templates([(kind, NATURAL)], cells * 8)
    spots = [(left * 8, 8 * foot - cells * 8) for foot in FEET]
    return float(distances_at(drawn[None], colours, opacity, spots)[0, 0])


if __name__ == "__main__":
    main()
