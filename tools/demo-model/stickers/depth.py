"""A sticker scene's depth, as a picture: white is near, black is far. Stickers are as flat as they are."""

import numpy as np
from depth_pen import THING, backdrop_depth
from picture import CELLS, spots, sticker
from PIL import Image


def depth(scene: dict, size: int = 128) -> np.ndarray:
    """(size, size) bytes."""
    pen, lot = backdrop_depth(scene, size)
    levels = np.asarray(pen.image.convert("L").resize((size, size), Image.BOX)).astype("f4")
    cell = size // CELLS
    for spot in (spot for thing in scene["things"] for spot in spots(thing, scene, lot)):
        lay(levels, spot, cell)
    return levels.round().astype("u1")


def lay(levels: np.ndarray, spot: dict, cell: int) -> None:
    """Brings near, in place, what a sticker covers; what sticks out is cut off."""
    size, side = len(levels), spot["side"] * cell
    x, y = spot["left"] * cell, spot["foot"] * cell - side
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + side, size), min(y + side, size)
    drawn = sticker(spot["thing"]["kind"], side, spot["thing"]["colour"], spot["thing"]["weight"])
    alpha = drawn[y0 - y : y1 - y, x0 - x : x1 - x, 3] / 255
    levels[y0:y1, x0:x1] += (THING - levels[y0:y1, x0:x1]) * alpha
