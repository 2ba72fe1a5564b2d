"""The judge: which sticker is in the picture? No trained network, so a blob earns nothing: the squared distance to
every noun's sticker, where it is seen, at the places where the grammar puts a big one. Says also how much the VAE alone
loses. Adds the shares to `DIR/figures.json`.
"""

import json
import random
from collections.abc import Callable

import numpy as np
import torch

from phrases import PLACES as WHERE
from options import device, options
from picture import CELLS, SIDE_CELLS, picture, sticker
from pictures import vae_side
from sampling import Painter
from scene import COLOUR_NAMES, NATURAL, PLACES, active

SIDE = SIDE_CELLS["big"] * 8
# Pictures are looked at with cells of 8 pixels, whatever the VAE gives.
SEEN = CELLS * 8
# Left edge and top, for standing, and for flying at three heights.
SPOTS = [(24, 8 * foot - SIDE) for foot in (11, 12, 13, 14, 15)]
FAINT = 0.02


def main() -> None:
    kinds = active()
    known = templates([(kind, NATURAL) for kind in kinds])
    scenes = [plain_scene(kind, i) for i, kind in enumerate(kinds)]
    drawn = np.stack([picture(scene) for scene in scenes])
    painter = Painter()
    file = options().work / "figures.json"
    found = json.loads(file.read_text()) if file.exists() else {}

    def add(way: str, name: str, pictures: np.ndarray) -> None:
        found.setdefault(way, {}).update(report(name, distances(pictures, *known), kinds))

    add("generator", "the generator's pictures", drawn)
    large = np.stack([picture(scene, vae_side()) for scene in scenes])
    add("vae", "the same through the VAE", through_vae(painter, large))
    prompts = [f"a big {kind} in the middle {WHERE[PLACES[i % 6]][0]} by day" for i, kind in enumerate(kinds)]
    seeds = [5000 + i for i in range(len(prompts))]
    add("base", "25 steps", painter.pictures(painter.base(prompts, seeds), SEEN))
    found["colours"] = colours("25 steps", painter, painter.base, kinds)
    if (options().work / "loras" / "lcm.safetensors").exists():
        found["lcm colours"] = colours("LCM, 4 steps", painter, painter.lcm, kinds)
        add("lcm", "LCM, 4 steps", painter.pictures(painter.lcm(prompts, seeds), SEEN))
    file.write_text(json.dumps(found, indent=1))


def plain_scene(kind: str, seed: int) -> dict:
    thing = {"kind": kind, "colour": NATURAL, "weight": 1.0, "size": "big", "side": "middle", "count": 1}
    return {
        "seed": seed,
        "place": PLACES[seed % 6],
        "time": "day",
        "weather": "clear",
        "style": "storybook",
        "things": [thing],
    }


def templates(which: list[tuple[str, str]], side: int = SIDE) -> tuple[np.ndarray, np.ndarray]:
    """Premultiplied colours (n, side, side, 3) and opacity (n, side, side, 1), 0…1."""
    stickers = np.stack([sticker(kind, side, colour, 1.0) for kind, colour in which]) / 255
    return stickers[..., :3], stickers[..., 3:]


def distances(pictures: np.ndarray, colours: np.ndarray, opacity: np.ndarray) -> np.ndarray:
    """(pictures, templates): the least over the places of a big one in the middle."""
    return distances_at(pictures, colours, opacity, SPOTS)


def distances_at(
    pictures: np.ndarray, colours: np.ndarray, opacity: np.ndarray, spots: list[tuple[int, int]]
) -> np.ndarray:
    """(pictures, templates): the least over the spots of the mean of opacity × (picture − sticker)²."""
    seen = opacity.repeat(3, -1).reshape(len(opacity), -1)
    premultiplied = colours.reshape(len(colours), -1)
    own = np.where(seen > FAINT, premultiplied**2 / np.maximum(seen, FAINT), 0).sum(1)
    least = np.full((len(pictures), len(colours)), np.inf)
    side = colours.shape[1]
    for x, y in spots:
        part = pictures[:, y : y + side, x : x + side].reshape(len(pictures), -1) / 255
        least = np.minimum(least, (part**2 @ seen.T - 2 * part @ premultiplied.T + own) / seen.sum(1))
    return least


def report(name: str, found: np.ndarray, kinds: list[str]) -> dict:
    ranks = (found.argsort(1) == np.arange(len(kinds))[:, None]).argmax(1)
    first, five = float((ranks == 0).mean()), float((ranks < 5).mean())
    worst = [kinds[i] for i in np.argsort(-ranks)[:20] if ranks[i] > 0]
    print(f"{name}: right {100 * first:.1f} %, among five {100 * five:.1f} %; not: {', '.join(worst)}", flush=True)
    return {"right": first, "among five": five, "not": worst}


def colours(name: str, painter: Painter, draw: Callable, kinds: list[str]) -> float:
    """Which of nine colours has it, the noun being known?"""
    names = COLOUR_NAMES[1:]
    asked = random.Random(3).sample(kinds, min(24, len(kinds)))
    prompts = [f"a big {colour} {kind} in the middle in a meadow by day" for kind in asked for colour in names]
    drawn = painter.pictures(draw(prompts, [9000 + i for i in range(len(prompts))]), SEEN)
    right = 0
    for i, kind in enumerate(asked):
        found = distances(drawn[i * 9 : i * 9 + 9], *templates([(kind, colour) for colour in names]))
        right += int((found.argmin(1) == np.arange(9)).sum())
    print(f"{name}, colours: {100 * right / len(prompts):.1f} % of {len(prompts)}", flush=True)
    return right / len(prompts)


@torch.inference_mode()
def through_vae(painter: Painter, drawn: np.ndarray) -> np.ndarray:
    x = torch.from_numpy(drawn).to(device()).permute(0, 3, 1, 2).float() / 127.5 - 1
    return painter.pictures(torch.cat([painter.vae.encode(part).latent_dist.mean for part in x.split(32)]), SEEN)


if __name__ == "__main__":
    main()
