"""Stage 0: the icons as pictures with transparency, `DIR/sprites.npz`: cropped to what is seen, the longest side as
long as the sprite, standing on its bottom in the middle. Fluent Emoji comes from npm, `--icons` is its icons.json; no
artwork is part of this repository.
"""

import argparse
import io
import json
import pathlib

import numpy as np
import resvg_py
from PIL import Image

from nouns import NOUNS
from pen import Pen
from things import DRAW

SIZE = 160
DRAWN_COLOUR = (216, 60, 56)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--icons", type=pathlib.Path, required=True, help="icons.json of @iconify-json/fluent-emoji-flat")
    said = parser.parse_args()
    said.work.mkdir(parents=True, exist_ok=True)
    icons = json.loads(said.icons.read_text())
    sprites = {noun.name: sprite(noun.icon, icons) for noun in NOUNS.values()}
    np.savez_compressed(said.work / "sprites.npz", **sprites)
    print(len(sprites), "sprites")


def sprite(icon: str, icons: dict) -> np.ndarray:
    """(SIZE, SIZE, 4) bytes."""
    large = drawn(icon.removeprefix("drawn:")) if icon.startswith("drawn:") else rendered(icon, icons)
    large = large.crop(large.getchannel("A").point(lambda a: 255 if a > 12 else 0).getbbox())
    part = SIZE / max(large.size)
    small = resized(large, tuple(max(1, round(side * part)) for side in large.size))
    canvas = np.zeros((SIZE, SIZE, 4), np.uint8)
    left = (SIZE - small.shape[1]) // 2
    canvas[SIZE - small.shape[0] :, left : left + small.shape[1]] = small
    return canvas


def rendered(name: str, icons: dict) -> Image.Image:
    icon = icons["icons"].get(name) or icons["icons"][icons["aliases"][name]["parent"]]
    sides = [icon.get(side, icons.get(side, 16)) for side in ("width", "height")]
    box = f'width="{sides[0]}" height="{sides[1]}" viewBox="0 0 {sides[0]} {sides[1]}"'
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    svg = f"<svg {names} {box}>{icon['body']}</svg>"
    png = resvg_py.svg_to_bytes(svg_string=svg, width=2 * SIZE, height=2 * SIZE, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def drawn(name: str) -> Image.Image:
    """By our own pen, which knows no transparency: what is the same on black and on white is there."""
    seen = []
    for ground in (0, 255):
        pen = Pen(SIZE)
        pen.rectangle(0, 0, 1, 1, (ground,) * 3)
        DRAW[name](pen, 0.5, 0.98, 0.94, DRAWN_COLOUR)
        seen.append(np.asarray(pen.image).astype("i2"))
    alpha = np.where(np.abs(seen[0] - seen[1]).max(-1) < 8, 255, 0)
    return Image.fromarray(np.dstack([seen[0].astype("u1"), alpha.astype("u1")]), "RGBA")


def resized(image: Image.Image, to: tuple[int, int]) -> np.ndarray:
    """With premultiplied colours, so that nothing of what is not seen bleeds in."""
    a = np.asarray(image).astype("f4")
    a[..., :3] *= a[..., 3:] / 255
    way = Image.BOX if to[0] * 2 <= image.size[0] else Image.BILINEAR
    small = np.stack([np.asarray(Image.fromarray(a[..., c]).resize(to, way)) for c in range(4)], -1)
    small[..., :3] = np.where(small[..., 3:] > 0, small[..., :3] * 255 / np.maximum(small[..., 3:], 1e-3), 0)
    return np.clip(small.round(), 0, 255).astype("u1")


if __name__ == "__main__":
    main()
