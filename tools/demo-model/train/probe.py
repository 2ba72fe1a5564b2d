"""Stage 10: the judge. A small classifier learns from the generator's own pictures (seen through the VAE, as latents)
to tell what is in a picture; it is then asked about pictures that the model drew.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from loop import Loop
from networks import LATENT_CHANNELS
from options import device, options
from pictures import scene_of
from scene import COLOUR_NAMES, KINDS, LORA_STYLES, PLACES, SIDES, STYLES, TIMES, WEATHERS

ANSWERS = {
    "style": STYLES,
    "place": PLACES,
    "time": TIMES,
    "weather": WEATHERS,
    "kind": KINDS,
    "colour": COLOUR_NAMES,
    "side": SIDES,
}
# Of single things in styles that show colours.
COLOURED = ["storybook", "pixel", "watercolor"]
OF_THING = ["kind", "colour", "side"]
BATCH = 96


class Probe(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [(LATENT_CHANNELS, 64, 1), (64, 64, 1), (64, 96, 2), (96, 96, 1), (96, 128, 2), (128, 128, 1)]
        self.layers = nn.Sequential(*[self.layer(*width) for width in widths])
        self.heads = nn.ModuleDict({name: nn.Linear(128 * 16, len(values)) for name, values in ANSWERS.items()})

    @staticmethod
    def layer(inputs: int, outputs: int, stride: int) -> nn.Sequential:
        return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1), nn.GroupNorm(8, outputs), nn.SiLU())

    def forward(self, latents: torch.Tensor) -> dict[str, torch.Tensor]:
        seen = self.layers(latents)
        seen = F.adaptive_avg_pool2d(seen, 4).flatten(1)
        return {name: head(seen) for name, head in self.heads.items()}


def shows_time(scene: dict) -> bool:
    """In black lines a setting sun often hides behind the hills, and nothing else tells the hour."""
    return scene["style"] != "line" or scene["time"] != "sunset"


def labels(scene: dict) -> dict[str, int]:
    """The right answers; -100 where the picture has none."""
    first = scene["things"][0]
    alone = len(scene["things"]) == 1
    out = {name: ANSWERS[name].index(scene[name]) for name in ("style", "place", "time", "weather")}
    out |= {"kind": -100, "colour": -100, "side": -100}
    if not shows_time(scene):
        out["time"] = -100
    if alone:
        out["kind"] = KINDS.index(first["kind"])
        if scene["style"] in COLOURED and first["weight"] == 1:
            out["colour"] = COLOUR_NAMES.index(first["colour"])
        if first["count"] == 1:
            out["side"] = SIDES.index(first["side"])
    return out


class Labelled:
    def __init__(self, names: list[str]):
        work = options().work
        self.latents = np.concatenate([np.load(work / f"latents-{name}.npy") for name in names])
        rows = [
            labels(scene_of(name, i))
            for name in names
            for i in range(len(np.load(work / f"latents-{name}.npy", mmap_mode="r")))
        ]
        self.labels = {name: torch.tensor([row[name] for row in rows]) for name in ANSWERS}

    def at(self, rows: np.ndarray) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        latents = torch.from_numpy(self.latents[rows].astype("f4")).to(device())
        return latents, {name: values[rows].to(device()) for name, values in self.labels.items()}


def main() -> None:
    probe = Probe().to(device())
    known = Labelled(["train", *LORA_STYLES])
    loop = Loop("probe", probe, steps=2000, rate=2e-3, decay=0.05, average=0.99)

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        rows = np.random.RandomState(step).randint(0, len(known.latents), options().batch or BATCH)
        latents, right = known.at(rows)
        answers = probe(latents + 0.15 * torch.randn_like(latents))
        return {"loss": sum(F.cross_entropy(answers[name], right[name], ignore_index=-100) for name in ANSWERS)}

    if loop.run(loss_of):
        loop.swap()
        torch.save(probe.state_dict(), options().work / "probe-done.pt")
        held_out = Labelled(["heldout"])
        latents, right = held_out.at(np.arange(len(held_out.latents)))
        with torch.no_grad():
            answers = probe.eval()(latents)
        for name in ANSWERS:
            asked = right[name] >= 0
            share = (answers[name].argmax(1) == right[name])[asked].float().mean()
            print(f"{name}: {float(share):.3f} of held-out pictures")


def trained_probe() -> Probe:
    probe = Probe().to(device())
    probe.load_state_dict(torch.load(options().work / "probe-done.pt", map_location=device()))
    return probe.eval()


if __name__ == "__main__":
    main()
