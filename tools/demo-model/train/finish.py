"""Styles that a drawn picture gets at the end."""

import numpy as np
from PIL import Image, ImageFilter

from pen import Colour


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
