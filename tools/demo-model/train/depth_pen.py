"""What lies behind a scene's things as depth: white is near, black is far. The pen draws the same shapes as the
picture's own, each at its distance.
"""

import random

import numpy as np
from PIL import Image, ImageFilter

from backdrop import FAR, HORIZON, NEAR, clouds, light
from pen import Pen

SKY, CLOUD, BEHIND, THING = 0, 30, 70, 245
GROUND_FAR, GROUND_NEAR = 90, 215
# Not a distance: what is drawn so is ground, and becomes nearer from the horizon down.
GROUND = 255
# How much of what a training sees is other than exact, as what networks find in pictures is.
VARIED_SHARE = 0.5
MOST_BLUR = 2.0


class DepthPen(Pen):
    """Fills every shape with the distance that is set, whatever its colour. `paper` is that of the picture's own pen:
    the lots are drawn by it.
    """

    def __init__(self, size: int, paper):
        super().__init__(size, paper)
        self.image.paste((SKY,) * 3, (0, 0, self.width, self.width))
        self.distance = SKY

    def fill(self) -> tuple[int, int, int]:
        return (self.distance,) * 3

    def polygon(self, points, colour) -> None:
        self.draw.polygon([(x * self.width, y * self.width) for x, y in points], fill=self.fill())

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour) -> None:
        self.draw.ellipse([c * self.width for c in (x - rx, y - ry, x + rx, y + ry)], fill=self.fill())

    def half(self, x: float, y: float, rx: float, ry: float, colour) -> None:
        box = [c * self.width for c in (x - rx, y - ry, x + rx, y + ry)]
        self.draw.pieslice(box, 180, 360, fill=self.fill())

    def line(self, points, colour, width: float) -> None:
        at = [(x * self.width, y * self.width) for x, y in points]
        self.draw.line(at, fill=self.fill(), width=max(2, round(width * self.width)), joint="curve")

    def shadow(self, x: float, y: float, rx: float, ry: float) -> None:
        """Is on the ground, as near as that."""

    def arc(self, x: float, y: float, rx: float, ry: float, colour, width: float) -> None:
        """A rainbow is light, and has no distance."""


def backdrop_depth(scene: dict, size: int, paper=None) -> tuple[DepthPen, random.Random]:
    """Everything but the things, and the lot that goes on with them: it is drawn in the order of `backdrop`, so both
    show the same.
    """
    lot = random.Random(scene["seed"])
    pen = DepthPen(size, paper)
    time, place, weather = scene["time"], scene["place"], scene["weather"]
    light(pen, time, weather, lot)
    pen.distance = BEHIND
    FAR[place](pen, time, lot)
    pen.distance = GROUND
    NEAR[place](pen, time, lot)
    slope(pen)
    if weather in ("clouds", "rain", "snowfall"):
        pen.distance = CLOUD
        clouds(pen, time, weather, lot)
    pen.distance = THING
    return pen, lot


def slope(pen: Pen) -> None:
    """Gives the ground its distances, in place."""
    drawn = np.asarray(pen.image.convert("L"))
    down = np.clip((np.arange(pen.width) / pen.width - HORIZON) / (1 - HORIZON), 0, 1)[:, None]
    ground = GROUND_FAR + (GROUND_NEAR - GROUND_FAR) * down
    levels = np.where(drawn == GROUND, ground, drawn).astype("uint8")
    pen.image.paste(Image.fromarray(np.repeat(levels[..., None], 3, -1)))


def varied_depth(exact: np.ndarray, lot: random.Random) -> np.ndarray:
    """Sometimes with soft edges, and with another curve from far to near."""
    if lot.random() >= VARIED_SHARE:
        return exact
    soft = Image.fromarray(exact).filter(ImageFilter.GaussianBlur(lot.uniform(0, MOST_BLUR) * len(exact) / 128))
    return (255 * (np.asarray(soft) / 255) ** lot.uniform(0.7, 1.4)).astype("u1")
