"""A storybook scene's depth, as a picture: white is near, black is far."""

import numpy as np
from PIL import Image

from depth_pen import backdrop_depth
from picture import INKS, place_thing


def depth(scene: dict, size: int = 128) -> np.ndarray:
    """(size, size) bytes."""
    pen, lot = backdrop_depth(scene, size, INKS.get(scene["style"], (None,))[0])
    for thing in scene["things"]:
        place_thing(pen, thing, scene, lot)
    return np.asarray(pen.image.convert("L").resize((size, size), Image.BOX))
