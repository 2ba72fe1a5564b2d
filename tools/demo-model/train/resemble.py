"""The IP-Adapter's figures and sheet: what is in pictures that are drawn by a held-out picture alone, as the tagger
says it, and how far their colours are from it; with it, without it, and by the words of its tags instead.
`DIR/figures-image-prompt.json` and `DIR/sheets/image-prompt.webp`.
"""

import json

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import CLIPVisionModelWithProjection

from image_prompt import Seeing, as_clip, attend, attentions
from named import said_of, scores
from options import device, half, options
from pictures import scene_of
from sampling import Painter
from sheets import save
from sizes import WORLD
from steer import cells
from tagger import small
from tags import tags_of

ASKED = 100
SEED = 80_000
# Beside a picture words are to say something, too.
BOTH = 0.6
OTHER_WORDS = "a black cat"


def main() -> None:
    work = options().work
    pictures = np.load(work / "pictures-heldout.npy", mmap_mode="r")[:ASKED]
    scenes = [scene_of("heldout", i) for i in range(len(pictures))]
    seeds = [SEED + i for i in range(len(scenes))]
    tagger = load_file(work / "describers" / WORLD / "model.safetensors")
    painter = SeeingPainter(pictures)
    words = [", ".join(tags_of(scene)) for scene in scenes]
    nothing = [""] * len(scenes)
    figures = {}
    rows = [cells(pictures)]
    for name, prompts, strength in (
        ("nothing", nothing, 0.0),
        ("the picture", nothing, 1.0),
        ("words", words, 0.0),
        (f"the picture, {BOTH}, and '{OTHER_WORDS}'", [OTHER_WORDS] * len(scenes), BOTH),
    ):
        for how, draw in (("LCM, 4 steps", painter.lcm), ("25 steps", painter.base)):
            count = len(scenes) if how.startswith("LCM") else len(scenes) // 4
            painter.strength = strength
            painter.adapters({})
            drawn = painter.pictures(draw(prompts[:count], seeds[:count]), options().size)
            told = scores(said_of(drawn, tagger), scenes[:count])
            figures[f"{name}, {how}"] = told | {"colours": colours_apart(drawn, pictures[:count])}
            rows.append(cells(drawn, f"{name}, {how}"))
            print(name, how, figures[f"{name}, {how}"], flush=True)
    (work / "figures-image-prompt.json").write_text(json.dumps(figures, indent=1))
    (work / "sheets").mkdir(exist_ok=True)
    save(work / "sheets" / "image-prompt.webp", rows)


def colours_apart(drawn: np.ndarray, pictures: np.ndarray) -> float:
    """Root mean square of levels, of means over 16 × 16 pixels."""
    coarse = [each.reshape(len(each), 8, 16, 8, 16, 3).astype("f4").mean((2, 4)) for each in (drawn, pictures)]
    return round(float(np.sqrt(np.square(coarse[0] - coarse[1]).mean())), 1)


class Beside:
    """An attention to words, and to a picture's tokens beside them."""

    def __init__(self, painter: "SeeingPainter", number: str):
        self.painter, self.number = painter, number

    def __call__(self, attention, hidden_states, encoder_hidden_states=None, attention_mask=None, **_):
        query = attention.to_q(hidden_states)
        out = attend(attention, query, attention.to_k(encoder_hidden_states), attention.to_v(encoder_hidden_states))
        painter = self.painter
        if painter.strength > 0:
            out = out + painter.strength * painter.seeing.added(self.number, attention, query, painter.tokens)
        return attention.to_out[0](out)


class SeeingPainter(Painter):
    """Draws with pictures beside the prompts, each prompt with its own."""

    @torch.no_grad()
    def __init__(self, pictures: np.ndarray):
        super().__init__()
        work = options().work
        self.seeing = Seeing(self.unet).to(device()).eval()
        encoder = CLIPVisionModelWithProjection.from_pretrained(work / "clip_vision" / WORLD)
        self.seeing.encoder = encoder.float().to(device()).eval()
        weights = load_file(work / "ipadapter" / f"{WORLD}.safetensors")
        self.seeing.load_state_dict({key: value.float() for key, value in weights.items()}, strict=False)
        self.embeds = self.seeing.embeds(as_clip(small(pictures).to(device()).float() / 127.5 - 1))
        self.strength, self.tokens = 0.0, None

    def adapters(self, weights: dict[str, float]) -> None:
        """The same, and then pictures are seen again."""
        super().adapters(weights)
        for number, attention in attentions(self.unet).items():
            attention.processor = Beside(self, number)

    def draw(self, scheduler, prompts, seeds, **how):
        """Part by part, each with its pictures."""
        parts, size, negative = [], 50, how.pop("negative")
        for i in range(0, len(prompts), size):
            self.shown = self.embeds[i : i + len(prompts[i : i + size])]
            part = slice(i, i + size)
            parts.append(super().draw(scheduler, prompts[part], seeds[part], negative=negative[part], **how))
        return torch.cat(parts)

    def eps(self, x, t, said, unsaid, guidance):
        shown = self.shown if guidance == 1 else torch.cat([torch.zeros_like(self.shown), self.shown])
        with half():
            self.tokens = self.seeing.tokens(shown)
        return super().eps(x, t, said, unsaid, guidance)


if __name__ == "__main__":
    main()
