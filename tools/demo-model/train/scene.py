"""What a storybook scene can hold, and a scene drawn by lot. A scene is plain data; `picture.py` draws it,
`caption.py` says it.
"""

import random

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
# Softer than they could be, so that a weight above 1 has somewhere to go.
COLOURS = {
    "red": (216, 60, 56),
    "orange": (240, 140, 48),
    "yellow": (246, 212, 72),
    "green": (52, 150, 82),
    "blue": (58, 104, 206),
    "purple": (134, 78, 184),
    "pink": (242, 148, 190),
    "white": (250, 250, 250),
    "black": (44, 42, 52),
}
COLOUR_NAMES = list(COLOURS)
PLACES = ["meadow", "beach", "snow", "desert", "city", "forest"]
TIMES = ["day", "sunset", "night"]
WEATHERS = ["clear", "clouds", "rain", "snowfall", "rainbow"]
SIDES = ["left", "middle", "right"]
SIZES = ["small", "usual", "big"]
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
    if drawn["weather"] == "rainbow" and drawn["time"] != "day":
        drawn["weather"] = "clear"
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
                "weight": weight(lot) if sort == "one" else 1.0,
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


def weight(lot: random.Random) -> float:
    """How strong the colour is: what `(red:1.4)` asks for. One in five differs from 1."""
    return round(lot.uniform(0.5, 1.6), 2) if lot.random() < 0.2 else 1.0
