"""The figures and the sheet of a ControlNet (`--map canny` or `depth`): how well pictures keep to what was asked, with
it and without, on held-out scenes. `DIR/figures-control-MAP.json` and `DIR/sheets/control-MAP.webp`.
"""

import json
import random

import cv2
import numpy as np
import torch
from diffusers import ControlNetModel

from caption import caption, thing_words
from control import to_control
from depth import depth
from edges import canny, overlap
from networks import quick
from options import device, half, options
from picture import picture
from pictures import scene_of, vae_side
from sampling import Painter
from sheets import save

ASKED = 72
SHOWN = 8
SEED = 70_000
# So that figures of larger pictures are of the same measure as those of the first, smaller ones.
NEAR_SIDE = 128


def main() -> None:
    said = options()
    painter = SteeredPainter()
    scenes = [scene_of("heldout", i) for i in range(ASKED)]
    pictures = np.stack([picture(scene, vae_side()) for scene in scenes])
    maps = asked_maps(pictures)
    seeds = [SEED + i for i in range(len(scenes))]
    figures = {"through the VAE alone": followed(maps, painter.through(pictures))}
    rows = [cells(pictures), cells(np.repeat(maps[..., None], 3, -1))]
    for wording, say in (("", caption), (" the thing alone", thing_alone)):
        prompts = [say(scene, random.Random(i)) for i, scene in enumerate(scenes)]
        for name, draw in (("25 steps", painter.base), ("LCM, 4 steps", painter.lcm)):
            painter.adapters({})
            for weight in (0.0, 1.0):
                painter.steer(maps, weight)
                drawn = painter.pictures(draw(prompts, seeds))
                figures[f"{name}{wording}, weight {weight:g}"] = followed(maps, drawn)
                if not wording:
                    rows.append(cells(drawn, f"{name}, {'with' if weight else 'without'}"))
                print(name, wording, weight, followed(maps, drawn), flush=True)
    (said.work / f"figures-control-{said.map}.json").write_text(json.dumps(figures, indent=1))
    (said.work / "sheets").mkdir(exist_ok=True)
    save(said.work / "sheets" / f"control-{said.map}.webp", rows)


def thing_alone(scene: dict, lot: random.Random) -> str:
    """Words that say what is there and not where, nor what is around it."""
    things = [{**thing, "side": "", "size": "usual", "weight": 1} for thing in scene["things"]]
    return " and ".join(thing_words(thing, lot) for thing in things)


def asked_maps(pictures: np.ndarray) -> np.ndarray:
    if options().map == "depth":
        return np.stack([depth(scene_of("heldout", row), pictures.shape[1]) for row in range(len(pictures))])
    return np.stack([canny(picture) for picture in pictures])


def followed(maps: np.ndarray, drawn: np.ndarray) -> dict[str, float]:
    """Intersection over union of edges (edges.py), to a pixel of NEAR_SIDE from side to side, and how many of the asked
    edges are there at all.
    """
    asked = [outlines(each) for each in maps]
    found = [canny(each) for each in drawn]
    pairs = list(zip(asked, found, strict=True))
    near = max(1, round(drawn.shape[1] / NEAR_SIDE))
    overlaps = [overlap(a, f, near) for a, f in pairs]
    kept = [kept_share(a, f, near) for a, f in pairs]
    return {"overlap": round(float(np.mean(overlaps)), 3), "kept": round(float(np.mean(kept)), 3)}


def kept_share(asked: np.ndarray, found: np.ndarray, near: int) -> float:
    is_near = cv2.dilate(found, np.ones((2 * near + 1, 2 * near + 1), "u1")) > 0
    return float((asked[is_near] > 0).sum() / max((asked > 0).sum(), 1))


def outlines(asked: np.ndarray) -> np.ndarray:
    """The lines themselves, or where a map of depth steps."""
    return canny(np.repeat(asked[..., None], 3, -1), 30, 60) if options().map == "depth" else asked


def cells(pictures: np.ndarray, label: str = "") -> list[tuple[np.ndarray, str]]:
    return [(np.ascontiguousarray(picture), label) for picture in pictures[:SHOWN]]


class SteeredPainter(Painter):
    """Draws with a ControlNet, all pictures of a call in one batch."""

    def __init__(self):
        super().__init__()
        control = ControlNetModel.from_pretrained(options().work / "controlnets" / options().map)
        self.control = quick(control.to(device()).float().eval())
        self.maps, self.weight = None, 0.0

    def steer(self, maps: np.ndarray, weight: float) -> None:
        self.maps, self.weight = to_control(maps), weight

    def draw(self, scheduler, prompts, seeds, **how):
        """Part by part, each with its maps."""
        parts, maps, size = [], self.maps, 48
        for i in range(0, len(prompts), size):
            self.maps = maps[i : i + size]
            negative = how["negative"][i : i + size]
            own = how | {"negative": negative}
            parts.append(super().draw(scheduler, prompts[i : i + size], seeds[i : i + size], **own))
        self.maps = maps
        return torch.cat(parts)

    def eps(self, x, t, said, unsaid, guidance):
        with half():
            if guidance == 1:
                return self.steered(x, t, said, self.maps).float()
            both = self.steered(torch.cat([x, x]), t, torch.cat([unsaid, said]), torch.cat([self.maps] * 2))
            without, with_prompt = both.float().chunk(2)
        return without + guidance * (with_prompt - without)

    def steered(self, x, t, embeds, maps):
        if self.weight == 0:
            return self.unet(x, t, embeds).sample
        down, middle = self.control(x, t, embeds, maps, conditioning_scale=self.weight, return_dict=False)
        added = {"down_block_additional_residuals": down, "mid_block_additional_residual": middle}
        return self.unet(x, t, embeds, **added).sample

    @torch.inference_mode()
    def through(self, pictures: np.ndarray) -> np.ndarray:
        x = torch.from_numpy(np.array(pictures)).to(device()).permute(0, 3, 1, 2).float() / 127.5 - 1
        return self.pictures(torch.cat([self.vae.encode(part).latent_dist.mean for part in x.split(16)]))


if __name__ == "__main__":
    main()
