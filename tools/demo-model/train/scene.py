"""What a storybook scene can hold, and a scene drawn by lot. A scene is plain data; `picture.py` draws it,
`caption.py` says it.
"""

import random

from surroundings import COLOURS, PLACES, SIZES, TIMES, WEATHERS, colour_weight, settled_weather

KINDS = [
    "house",
    "castle",
    "lighthouse",
    "tree",
    "flower",
    "mushroom",
    "car",
    "boat",
    "balloon",
    "rocket",
    "cat",
    "butterfly",
]
COLOUR_NAMES = list(COLOURS)
SIDES = ["left", "middle", "right"]
STYLES = ["storybook", "pixel", "line", "watercolor", "blueprint", "neon", "chalkboard"]
# The base model never sees the others: they are for the style LoRAs.
BASE_STYLES = STYLES[:4]
LORA_STYLES = STYLES[4:]

USUAL_COLOURS = {
    "house": ["red", "yellow", "white", "blue"],
    "castle": ["white", "purple", "pink", "blue"],
    "lighthouse": ["red", "red", "blue", "white"],
    "tree": ["green", "green", "green", "orange", "pink"],
    "flower": ["pink", "red", "yellow", "purple", "white"],
    "mushroom": ["red", "red", "orange", "purple"],
    "car": ["red", "blue", "yellow", "green"],
    "boat": ["red", "blue", "white", "yellow"],
    "balloon": ["red", "orange", "yellow", "purple", "blue"],
    "rocket": ["white", "red", "blue"],
    "cat": ["orange", "black", "white"],
    "butterfly": ["orange", "blue", "yellow", "pink"],
}


def scene(index: int, style: str | None = None) -> dict:
    """The scene with this number, always the same one. `style` overrules the style of the lot."""
    lot = random.Random(1_000_003 + index * 7919)
    drawn = {
        "seed": lot.randrange(1 << 30),
        "place": lot.choice(PLACES),
        "time": lot.choices(TIMES, (4, 3, 3))[0],
        "weather": lot.choices(WEATHERS, (64, 14, 7, 7, 8))[0],
        "style": lot.choices(BASE_STYLES, (64, 12, 12, 12))[0],
    }
    drawn["weather"] = settled_weather(drawn["weather"], drawn["time"])
    if style is not None:
        drawn["style"] = style
    drawn["things"] = things(lot)
    return drawn


def things(lot: random.Random) -> list[dict]:
    """One thing at a side (most often), two or three alike, or two that differ."""
    sort = lot.choices(("one", "alike", "two"), (70, 13, 17))[0]
    kinds = lot.sample(KINDS, 2 if sort == "two" else 1)
    colours = lot.sample(COLOUR_NAMES, len(kinds))
    out = []
    for kind, colour in zip(kinds, colours, strict=True):
        usual = lot.random() < 0.2
        out.append(
            {
                "kind": kind,
                "colour": lot.choice(USUAL_COLOURS[kind]) if usual else colour,
                "weight": colour_weight(lot) if sort == "one" else 1.0,
                "size": lot.choices(SIZES, (2, 5, 3))[0],
                "side": "middle",
                "count": 1,
            }
        )
    if sort == "one":
        out[0]["side"] = lot.choices(SIDES, (3, 4, 3))[0]
        if out[0]["colour"] in ("white", "black"):
            out[0]["weight"] = 1.0
    elif sort == "alike":
        out[0]["count"] = lot.choice((2, 3))
    else:
        sides = ["left", "right"]
        lot.shuffle(sides)
        for thing, side in zip(out, sides, strict=True):
            thing["side"] = side
            thing["size"] = "usual"
    return out
