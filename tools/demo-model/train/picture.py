"""A scene as a picture: backdrop, things, weather, and then the style. The same scene always gives the same picture."""

import colorsys
import random

import numpy as np
from PIL import Image, ImageFilter

from backdrop import HORIZON, NIGHT, backdrop, falling
from pen import Colour, Pen, darker, mix
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
        elif pen.paper is None:
            below = pen.image.getpixel((round(min(max(x, 0), 0.99) * pen.width), round(min(y, 0.99) * pen.width)))
            pen.ellipse(x, y, height * 0.5, height * 0.07, darker(below, 0.22))
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


def strengthen(colour, weight: float):
    """Below 1 towards pale grey, above 1 towards the pure and deep colour."""
    if weight <= 1:
        return mix(colour, (214, 214, 216), min(0.8, 1.3 * (1 - weight)))
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in colour))
    more = 1.4 * (weight - 1)
    saturation = saturation + (1 - saturation) * more
    return tuple(
        round(255 * channel) for channel in colorsys.hsv_to_rgb(hue, min(1, saturation), value * (1 - 0.12 * more))
    )


def pixels(image: Image.Image, size: int, seed: int) -> Image.Image:
    """32 × 32 large pixels in few tones."""
    small = np.asarray(image.resize((32, 32), Image.BOX)).astype("f4")
    tones = np.clip((np.round(small / 32) * 32 - 128) * 1.12 + 128, 0, 255)
    return Image.fromarray(tones.astype("uint8")).resize((size, size), Image.NEAREST)


def watercolor(image: Image.Image, size: int, seed: int) -> Image.Image:
    """Soft edges, paint that has run unevenly, and a ragged rim of white paper."""
    width = image.size[0]
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(width / 140))).astype("f4")
    noise = np.random.RandomState(seed).rand(9, 9) * 255
    cloud = (
        np.asarray(Image.fromarray(noise.astype("uint8")).resize((width, width), Image.BICUBIC)).astype("f4") / 255
        - 0.5
    )
    washed = 255 - (255 - soft) * (0.72 + 0.42 * cloud[..., None])
    yy, xx = np.mgrid[0:width, 0:width] / width
    edge = np.minimum(np.minimum(xx, 1 - xx), np.minimum(yy, 1 - yy)) + cloud * 0.07
    inside = np.clip((edge - 0.035) / 0.06, 0, 1)[..., None]
    return Image.fromarray(np.clip(washed * inside + 253 * (1 - inside), 0, 255).astype("uint8"))


def blueprint(image: Image.Image, size: int, seed: int) -> Image.Image:
    """Shades of blue, with pale edges."""
    return inked(
        gradient(tone(image), ((16, 46, 132), (74, 130, 222), (204, 224, 252))), (248, 250, 255), 0.5 * edges(image)
    )


def neon(image: Image.Image, size: int, seed: int) -> Image.Image:
    """The lights of a night club: deep violet, magenta, cyan."""
    return inked(
        gradient(tone(image), ((14, 6, 46), (206, 22, 158), (84, 238, 252))), (255, 255, 255), 0.25 * edges(image)
    )


def chalkboard(image: Image.Image, size: int, seed: int) -> Image.Image:
    """Pale chalk on a green board."""
    return inked(
        gradient(tone(image), ((24, 56, 46), (82, 124, 102), (232, 230, 212))), (250, 248, 236), 0.5 * edges(image)
    )


def gradient(tones: np.ndarray, stops) -> np.ndarray:
    """Dark, middle and light each get a colour."""
    dark, middle, light = (np.array(stop, "f4") for stop in stops)
    upper = np.clip(2 * tones - 1, 0, 1)
    lower = np.clip(2 * tones, 0, 1)
    return dark + (middle - dark) * lower + (light - middle) * upper


def inked(values: np.ndarray, ink: Colour, amount: np.ndarray) -> Image.Image:
    drawn = values + (np.array(ink) - values) * amount
    return Image.fromarray(np.clip(drawn, 0, 255).astype("uint8"))


def tone(image: Image.Image) -> np.ndarray:
    """How light, 0 to 1 (h, w, 1)."""
    return np.asarray(image.convert("L")).astype("f4")[..., None] / 255


def edges(image: Image.Image) -> np.ndarray:
    """Where colours meet, 0 to 1 (h, w, 1), some pixels wide."""
    seen = np.asarray(image.filter(ImageFilter.GaussianBlur(image.size[0] / 200))).astype("f4")
    across, down = np.abs(np.diff(seen, axis=1, prepend=seen[:, :1])), np.abs(np.diff(seen, axis=0, prepend=seen[:1]))
    found = np.clip((across + down).max(-1) / 14 - 0.3, 0, 1) * 255
    wide = Image.fromarray(found.astype("uint8")).filter(ImageFilter.MaxFilter(3))
    return np.asarray(wide).astype("f4")[..., None] / 255


FINISH = {"pixel": pixels, "watercolor": watercolor, "blueprint": blueprint, "neon": neon, "chalkboard": chalkboard}
