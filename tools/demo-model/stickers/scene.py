"""What a sticker scene can hold, and a scene drawn by lot. A scene is plain data; `picture.py` draws it, `caption.py`
says it.
"""

import random

from nouns import NOUNS
from options import options
from surroundings import COLOURS, PLACES, SIZES, TIMES, WEATHERS, colour_weight, settled_weather

KINDS = list(NOUNS)
NATURAL = "natural"
COLOUR_NAMES = [NATURAL, *COLOURS]
SIDES = ["left", "middle", "right", "top", "under"]
STYLES = ["storybook", "pixel", "watercolor", "blueprint", "neon", "chalkboard"]
# The base model never sees the others: they are for the style LoRAs.
BASE_STYLES = STYLES[:3]
LORA_STYLES = STYLES[3:]

SORTS = ("one", "alike", "two", "stack", "none")
# Shapes are learnt first, from things that stand alone; then how they stand together.
MIXTURES = {"singles": (82, 5, 6, 3, 4), "together": (66, 10, 12, 8, 4), "all": (58, 10, 14, 14, 4)}
MOUNTS = """horse unicorn zebra deer moose cow pig sheep camel llama giraffe elephant mammoth rhino hippo turtle dragon
dinosaur brontosaurus whale dolphin shark lion tiger bear wolf motorcycle bicycle bus car tractor crocodile snail rocket
pizza donut skateboard scooter""".split()
RIDERS = {"person", "animal"}


def active() -> list[str]:
    """The nouns that pictures hold now; the text encoder knows all of them from the start."""
    return KINDS[: options().nouns]


def scene(index: int, style: str | None = None, kinds: list[str] | None = None) -> dict:
    """The scene with this number, always the same one. `style` overrules the style of the lot, `kinds` the nouns."""
    lot = random.Random(1_000_003 + index * 7919)
    drawn = {
        "seed": lot.randrange(1 << 30),
        "place": lot.choice(PLACES),
        "time": lot.choices(TIMES, (5, 2, 3))[0],
        "weather": lot.choices(WEATHERS, (76, 8, 5, 5, 6))[0],
        "style": lot.choices(BASE_STYLES, (91, 5, 4))[0],
    }
    drawn["weather"] = settled_weather(drawn["weather"], drawn["time"])
    if style is not None:
        drawn["style"] = style
    drawn["things"] = things(lot, kinds or active())
    return drawn


def things(lot: random.Random, known: list[str]) -> list[dict]:
    """One thing at a side (most often), two or three alike, two that differ, one on another, or nothing at all, as for
    a noun that nobody knows.
    """
    sort = lot.choices(SORTS, MIXTURES[options().mixture])[0]
    out = [thing(kind, lot) for kind in kinds_of(sort, lot, known)]
    if sort == "one":
        out[0]["side"] = lot.choices(SIDES[:3], (3, 5, 3))[0]
        if out[0]["colour"] not in (NATURAL, "white", "black"):
            out[0]["weight"] = colour_weight(lot)
    elif sort == "alike":
        out[0]["count"] = lot.choice((2, 3))
    elif out:
        sides = ["top", "under"] if sort == "stack" else lot.sample(["left", "right"], 2)
        for one, side in zip(out, sides, strict=True):
            one["side"], one["size"] = side, "usual"
    return out


def kinds_of(sort: str, lot: random.Random, known: list[str]) -> list[str]:
    if sort == "none":
        return []
    if sort != "stack":
        return some(known, lot, 2 if sort == "two" else 1)
    mounts = [kind for kind in known if kind in MOUNTS]
    riders = [kind for kind in known if NOUNS[kind].group in RIDERS and kind not in mounts]
    return [*some(riders, lot, 1), *some(mounts, lot, 1)]


def some(kinds: list[str], lot: random.Random, count: int) -> list[str]:
    """So many different ones, those of the first `--known` nouns `--share` times as often as the others."""
    old = set(KINDS[: options().known])
    out: list[str] = []
    while len(out) < count:
        left = [kind for kind in kinds if kind not in out]
        out += lot.choices(left, [options().share if kind in old else 1.0 for kind in left])
    return out


def thing(kind: str, lot: random.Random) -> dict:
    return {
        "kind": kind,
        "colour": lot.choice(COLOUR_NAMES[1:]) if lot.random() < 0.4 else NATURAL,
        "weight": 1.0,
        "size": lot.choices(SIZES, (2, 4, 6))[0],
        "side": "middle",
        "count": 1,
    }
