"""A scene as a picture: backdrop, things, weather, and then the style. The same scene always gives the same picture."""

import random

import numpy as np
from PIL import Image

from backdrop import HORIZON, NIGHT, backdrop, falling
from finish import FINISH
from pen import Pen, mix, strengthen
from scene import COLOURS
from things import DRAW, FLYING, SCALE

HEIGHTS = {"small": 0.36, "usual": 0.48, "big": 0.62}
INKS = {"line": ((253, 253, 251), lambda colour: (26, 26, 32))}


def picture(scene: dict, size: int = 128) -> np.ndarray:
    """`size` × `size` × 3 bytes."""
    lot = random.Random(scene["seed"])
    style = scene["style"]
    pen = Pen(size, *INKS.get(style, ()))
    backdrop(pen, scene, lot)
    for thing in scene["things"]:
        place_thing(pen, thing, scene, lot)
    falling(pen, scene["weather"], lot)
    finish = FINISH.get(style)
    image = finish(pen.image, size, scene["seed"]) if finish else pen.image
    if image.size[0] != size:
        image = image.resize((size, size), Image.BOX)
    return np.asarray(image)


def place_thing(pen: Pen, thing: dict, scene: dict, lot: random.Random) -> None:
    colour = strengthen(COLOURS[thing["colour"]], thing["weight"])
    if pen.paper is None and scene["time"] == "night":
        colour = mix(colour, NIGHT, 0.12)
    for x, height in spots(thing, scene, lot):
        y = 0.9 + lot.uniform(-0.03, 0.03)
        if scene["place"] == "beach" and thing["kind"] == "boat":
            y = 0.8
        lifted = thing["kind"] in FLYING and scene["seed"] % 4 != 0
        if lifted:
            y = max(HORIZON + lot.uniform(-0.04, 0.06), height * 1.2 + 0.02)
        else:
            pen.shadow(x, y, height * 0.5, height * 0.07)
        DRAW[thing["kind"]](pen, x, y, height * SCALE.get(thing["kind"], 1.0), colour)


def spots(thing: dict, scene: dict, lot: random.Random) -> list[tuple[float, float]]:
    """Where (x) and how high each of them is: alone large, in company smaller."""
    if thing["count"] > 1:
        xs = {2: (0.28, 0.73), 3: (0.19, 0.5, 0.81)}[thing["count"]]
        height = {2: 0.37, 3: 0.28}[thing["count"]] * {"small": 0.85, "usual": 1.0, "big": 1.1}[thing["size"]]
    elif len(scene["things"]) > 1:
        xs, height = ({"left": 0.27, "right": 0.74}[thing["side"]],), 0.4
    else:
        xs, height = ({"left": 0.28, "middle": 0.5, "right": 0.73}[thing["side"]],), HEIGHTS[thing["size"]]
        if thing["side"] != "middle":
            height = min(height, 0.54)
    return [(x + lot.uniform(-0.025, 0.025), height * lot.uniform(0.95, 1.05)) for x in xs]
