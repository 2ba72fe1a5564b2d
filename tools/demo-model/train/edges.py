"""Edges as control pictures: Canny's, as a network for edges reads them, and made rougher, as people draw lines."""

import random

import cv2
import numpy as np

# What a request has where it says none.
USUAL_LOW, USUAL_HIGH = 100, 200
# How much of the things that differ from plain edges a training sees.
THICK_SHARE = 0.35
PART_SHARE = 0.3
SHIFT = 1.5


def canny(picture: np.ndarray, low: int = USUAL_LOW, high: int = USUAL_HIGH) -> np.ndarray:
    """White lines on black, (h, w) bytes, as `cv2.Canny` finds them in a picture of three colours."""
    return cv2.Canny(np.ascontiguousarray(picture), low, high)


def varied_edges(picture: np.ndarray, lot: random.Random) -> np.ndarray:
    """Edges of other thresholds, thick and uneven as lines by hand are, and sometimes those of a part alone."""
    low = lot.randint(50, 130)
    lines = canny(picture, low, 2 * low)
    if lot.random() < THICK_SHARE:
        lines = by_hand(lines, lot)
    if lot.random() < PART_SHARE:
        lines = part(lines, lot)
    return lines


def by_hand(lines: np.ndarray, lot: random.Random) -> np.ndarray:
    """Thick lines that are bent a little."""
    side = lines.shape[0]
    noise = np.random.RandomState(lot.randrange(1 << 30)).randn(2, 6, 6).astype("f4") * SHIFT
    across, down = (cv2.resize(each, (side, side), interpolation=cv2.INTER_CUBIC) for each in noise)
    yy, xx = np.mgrid[0:side, 0:side].astype("f4")
    width = lot.choice((2, 3, 3, 4))
    thick = cv2.dilate(lines, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width)))
    return cv2.remap(thick, xx + across, yy + down, cv2.INTER_LINEAR)


def part(lines: np.ndarray, lot: random.Random) -> np.ndarray:
    """What lies in a window; who draws a thing often leaves out what is behind it."""
    side = lines.shape[0]
    width, height = (round(side * lot.uniform(0.5, 0.9)) for _ in range(2))
    x, y = lot.randint(0, side - width), lot.randint(0, side - height)
    out = np.zeros_like(lines)
    out[y : y + height, x : x + width] = lines[y : y + height, x : x + width]
    return out


def overlap(asked: np.ndarray, drawn: np.ndarray, near: int = 1) -> float:
    """Intersection over union of two sets of edges (h, w), 0…1. A pixel counts as common where the other set has one
    at most `near` pixels away.
    """
    kernel = np.ones((2 * near + 1, 2 * near + 1), "u1")
    of_asked = (asked > 0) & (cv2.dilate(drawn, kernel) > 0)
    of_drawn = (drawn > 0) & (cv2.dilate(asked, kernel) > 0)
    common = (of_asked.sum() + of_drawn.sum()) / 2
    return float(common / max((asked > 0).sum() + (drawn > 0).sum() - common, 1))
