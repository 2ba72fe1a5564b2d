"""Whether a weight on a colour shows: `(red:0.6)`, `(red:1)` and `(red:1.4)` of the same scene."""

import colorsys

import numpy as np

from sampling import Painter
from scene import COLOURS

ASKED_COLOURS = ("red", "orange", "green", "blue", "purple", "pink")


def weights(painter: Painter, kinds: list[str], first_seed: int) -> dict[str, float]:
    """How strong a colour is in the picture, from (red:0.6) to (red:1.4): the mean over prompts, and in how many it
    grows.
    """
    painter.adapters({})
    pairs = [(kind, colour) for kind in kinds for colour in ASKED_COLOURS]
    seeds = [first_seed + i for i in range(len(pairs))]
    strength = {}
    for weight in (0.6, 1.0, 1.4):
        texts = [f"a ({colour}:{weight}) {kind} in the snow by day" for kind, colour in pairs]
        drawn = painter.pictures(painter.base(texts, seeds))
        strength[weight] = np.array([strength_of(p, colour) for p, (_, colour) in zip(drawn, pairs, strict=True)])
    low, usual, high = strength.values()
    grows = {
        "0.6 to 1": float((usual > low).mean()),
        "1 to 1.4": float((high > usual).mean()),
        "0.6 to 1.4": float((high > low).mean()),
    }
    return {
        **{f"({w})": round(float(s.mean()), 4) for w, s in strength.items()},
        **{k: round(100 * v, 1) for k, v in grows.items()},
    }


def strength_of(picture: np.ndarray, colour: str) -> float:
    """Mean saturation of the pixels of about this hue, over the picture."""
    pixels = picture.reshape(-1, 3).astype("f4") / 255
    top, low = pixels.max(1), pixels.min(1)
    hue, _, _ = colorsys.rgb_to_hsv(*(channel / 255 for channel in COLOURS[colour]))
    hues = np.array([colorsys.rgb_to_hsv(*p)[0] for p in pixels])
    near = np.abs((hues - hue + 0.5) % 1 - 0.5) < 0.06
    return float(((top - low) * near).mean())
