"""A sticker in another colour."""

import numpy as np

# What is less colourful than this counts as grey.
GREY = 0.18
BINS = 24


def recolour(sticker: np.ndarray, to) -> np.ndarray:
    """(h, w, 4) in 0…255: the main hue takes the colour `to`, or the greys do, where they are most; lights and darks of
    it stay.
    """
    rgb, alpha = sticker[..., :3] / 255, sticker[..., 3] / 255
    hue, chroma = hue_of(rgb)
    seen = alpha > 0.5
    vivid = (chroma > GREY) & seen
    if vivid.sum() < 0.25 * seen.sum():
        part = (chroma <= GREY).astype("f4")
    else:
        counts = np.bincount((hue[vivid] * BINS).astype(int) % BINS, minlength=BINS)
        near = counts + np.roll(counts, 1) + np.roll(counts, -1)
        off = np.abs((hue - (near.argmax() + 0.5) / BINS + 0.5) % 1 - 0.5)
        part = np.clip((0.13 - off) / 0.03, 0, 1) * np.clip((chroma - 0.08) / 0.1, 0, 1)
    light = rgb @ np.array([0.3, 0.59, 0.11])
    chosen = (part > 0.5) & seen
    usual = np.median(light[chosen]) if chosen.any() else 0.5
    strength = (light / max(usual, 0.05))[..., None]
    target = np.array(to) / 255
    shaded = np.where(
        strength <= 1, target * strength, target + (1 - target) * np.clip((strength - 1) / 1.5, 0, 1)
    )
    out = sticker.copy()
    out[..., :3] = 255 * (rgb + (shaded - rgb) * part[..., None])
    return np.clip(out, 0, 255)


def hue_of(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hue in 0…1 and chroma in 0…1."""
    top, low = rgb.max(-1), rgb.min(-1)
    chroma = top - low
    c = np.maximum(chroma, 1e-6)
    r, g, b = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    sixths = np.where(top == r, ((g - b) / c) % 6, np.where(top == g, (b - r) / c + 2, (r - g) / c + 4))
    return sixths / 6, chroma
