"""A sticker scene as a picture: the storybook's backdrop with stickers on it. They stand on a grid of cells of 8 pixels
in a picture of 128, and in few sizes: one latent holds one cell, so it sees the same piece of a sticker again and again.
"""

import random
from functools import cache, lru_cache

import numpy as np
from backdrop import NIGHT, backdrop, falling
from finish import FINISH
from options import options
from pen import Pen, darker, strengthen
from PIL import Image
from recolour import recolour
from scene import COLOURS, NATURAL

CELLS = 16
FLYING = set(
    "balloon airplane helicopter rocket ufo kite satellite butterfly bee ladybug bat bird eagle owl parrot dragon ghost"
    " angel parachute moon sun saturn earth star cloud heart".split()
) | {"lightning bolt"}
# Cells from edge to edge.
SIDE_CELLS = {"small": 6, "usual": 8, "big": 10}


@cache
def sprites() -> dict[str, np.ndarray]:
    with np.load(options().work / "sprites.npz") as file:
        return dict(file)


@lru_cache(8192)
def sticker(kind: str, side: int, colour: str, weight: float) -> np.ndarray:
    """(side, side, 4), premultiplied, 0…255."""
    a = sprites()[kind].astype("f4")
    if colour != NATURAL:
        a = recolour(a, strengthen(COLOURS[colour], weight))
    a[..., :3] *= a[..., 3:] / 255
    layers = [np.asarray(Image.fromarray(a[..., c]).resize((side, side), Image.LANCZOS)) for c in range(4)]
    return np.clip(np.stack(layers, -1), 0, 255)


def picture(scene: dict, size: int = 128) -> np.ndarray:
    """`size` × `size` × 3 bytes."""
    lot = random.Random(scene["seed"])
    cell = size // CELLS
    pen = Pen(size)
    backdrop(pen, scene, lot)
    placed = [spot for thing in scene["things"] for spot in spots(thing, scene, lot)]
    for spot in placed:
        shade(pen, spot, cell, size)
    falling(pen, scene["weather"], lot)
    image = np.asarray(pen.image.resize((size, size), Image.BOX)).astype("f4")
    for spot in sorted(placed, key=lambda one: one["thing"]["side"] != "under"):
        put(image, spot, cell, scene["time"] == "night")
    finish = FINISH.get(scene["style"])
    drawn = Image.fromarray(image.clip(0, 255).astype("u1"))
    return np.asarray(finish(drawn, size, scene["seed"]).resize((size, size), Image.BOX) if finish else drawn)


def shade(pen: Pen, spot: dict, cell: int, size: int) -> None:
    """The shadow of what stands."""
    if spot["lifted"]:
        return
    x, foot, side = (spot["left"] + spot["side"] / 2) * cell, spot["foot"] * cell, spot["side"] * cell
    at = [min(max(round(2 * value), 0), 2 * size - 1) for value in (x, foot - 1)]
    pen.ellipse(x / size, (foot - 2) / size, side / size * 0.42, side / size * 0.06, darker(pen.image.getpixel(tuple(at)), 0.22))


def put(image: np.ndarray, spot: dict, cell: int, at_night: bool) -> None:
    """Lays a sticker on the picture, in place; what sticks out is cut off."""
    size, side = len(image), spot["side"] * cell
    thing = spot["thing"]
    drawn = sticker(thing["kind"], side, thing["colour"], thing["weight"])
    x, y = spot["left"] * cell, spot["foot"] * cell - side
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + side, size), min(y + side, size)
    part = drawn[y0 - y : y1 - y, x0 - x : x1 - x]
    alpha = part[..., 3:] / 255
    rgb = part[..., :3] * 0.88 + 0.12 * np.array(NIGHT) * alpha if at_night else part[..., :3]
    image[y0:y1, x0:x1] = image[y0:y1, x0:x1] * (1 - alpha) + rgb


def spots(thing: dict, scene: dict, lot: random.Random) -> list[dict]:
    """Where each of them is, in cells: the left edge, the foot, the side; and whether it is in the air."""
    lifted = thing["kind"] in FLYING and lot.random() < 0.7
    nudge = random.Random(scene["seed"] + 1).choice((-1, 0, 1))
    if thing["count"] > 1:
        side, foot = (6, 14) if thing["count"] == 2 else (5, 14)
        lefts = {2: (1, 9), 3: (0, 5, 11)}[thing["count"]]
    elif thing["side"] == "under":
        side, foot, lefts, lifted = 8, 15, (4 + nudge,), False
    elif thing["side"] == "top":
        side, foot, lefts, lifted = 8, 8, (4 + nudge,), True
    elif len(scene["things"]) > 1:
        side, foot, lefts = 8, 14, ({"left": 0, "right": 8}[thing["side"]],)
    else:
        side, foot = SIDE_CELLS[thing["size"]], 14 + lot.choice((0, 0, 1))
        middle = {"left": 5, "middle": 8, "right": 11}[thing["side"]] + (lot.choice((-1, 0, 0, 1)) if side < 10 else 0)
        lefts = (middle - side // 2,)
    if lifted and thing["side"] != "top":
        foot = min(foot, side + lot.choice((1, 2, 3)))
    return [{"thing": thing, "left": left, "foot": foot, "side": side, "lifted": lifted} for left in lefts]
