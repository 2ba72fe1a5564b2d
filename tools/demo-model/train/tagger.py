"""A tagger of the WD kind, a ConvNeXt (Liu et al. 2022) by timm's keys: it says what tags.py has of a picture. Where
drawn.py was run before, of its pictures too. In `DIR/describers`, in a folder named after the world.
"""

import json

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

from loop import Loop
from options import device, half, options
from pictures import scene_of
from sizes import WORLD
from tags import AROUND, COLOURS, KINDS, SLOTS, TAGS, THINGS, tags_of, things_of

BATCH = 64
SIDE = 64
WIDTHS, DEPTHS = (48, 96, 176), (1, 2, 2)
NOISE = 0.08
BLUR_SHARE = 0.3
# Pixels either way: nothing stands anywhere else by that, and the same pictures serve for longer.
SHIFT = 3
QUESTIONS = 1.0
# Of each batch, where there are pictures that the model drew. Not all of those show what was asked for.
DRAWN_SHARE = 0.25
# Of a tag of a thing, of which a picture has one or two of six hundred.
RARE = -6.0
# Added to every tag of a thing when all is learnt: where the network wavers between two colours or two sides, neither is
# as sure as the engine asks for.
SURER = 1.0


def main() -> None:
    said = options()
    torch.manual_seed(1)
    network = begun_tagger().to(device()).train()
    loop = Loop("tagger", network, steps=1350, rate=2e-3, decay=0.02, average=0.995)
    sets = {"train": 1.0}
    if (said.work / "pictures-drawn.npy").exists():
        sets = {"train": 1 - DRAWN_SHARE, "drawn": DRAWN_SHARE}
    known = {name: Tagged(name) for name in sets}

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        size = said.batch or BATCH
        pixels, right, asked = joined([known[name].batch(step, round(share * size)) for name, share in sets.items()])
        with half():
            seen = network.seen(pixels)
        seen = seen.float()
        tags = F.binary_cross_entropy_with_logits(network.last(seen), right, reduction="none").sum(1).mean()
        answers = network.last.questions(seen)
        each = {name: F.cross_entropy(answers[name], asked[name], ignore_index=-100) for name in answers}
        is_one = asked["kind"] >= 0
        kind = (answers["kind"].argmax(1) == asked["kind"])[is_one].float().mean()
        return {"loss": tags + QUESTIONS * sum(each.values()), "tags": tags, "kind": kind}

    done = loop.run(loss_of)
    loop.swap()
    save(network)
    print("done" if done else "not done yet: the folder describers holds the average so far")


def begun_tagger() -> "Tagger":
    """Where there is one in the folder, with its weights, but for the last layer, which is of the tags."""
    network = Tagger()
    file = options().work / "describers" / WORLD / "model.safetensors"
    if file.exists():
        weights = {key: value.float() for key, value in load_file(file).items() if not key.startswith("head.fc.")}
        network.load_state_dict(weights, strict=False)
    return network


class Norm(nn.LayerNorm):
    """Of the channels of every pixel, (n, c, h, w)."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Block(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.conv_dw = nn.Conv2d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(width, 4 * width), "fc2": nn.Linear(4 * width, width)})
        # As published it is 1e-6, for networks far deeper.
        self.gamma = nn.Parameter(torch.full((width,), 0.3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        seen = self.norm(self.conv_dw(x).permute(0, 2, 3, 1))
        return x + (self.gamma * self.mlp["fc2"](F.gelu(self.mlp["fc1"](seen)))).permute(0, 3, 1, 2)


class Stage(nn.Module):
    def __init__(self, inputs: int, width: int, depth: int):
        super().__init__()
        down = [Norm(inputs, eps=1e-6), nn.Conv2d(inputs, width, 2, 2)]
        self.downsample = nn.Sequential(*down) if inputs != width else nn.Identity()
        self.blocks = nn.Sequential(*[Block(width) for _ in range(depth)])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.blocks(self.downsample(x))


class Tags(nn.Module):
    """The last layer. What a tag of a thing looks for is the sum of what its slot, its colour (where it has one) and its
    kind look for, so all pictures of red things teach every red thing.
    """

    def __init__(self, width: int):
        super().__init__()
        sizes = {"slot": len(SLOTS), "colour": len(COLOURS), "kind": len(KINDS)}
        self.parts = nn.ParameterDict({name: nn.Parameter(0.02 * torch.randn(n, width)) for name, n in sizes.items()})
        self.own = nn.Parameter(torch.zeros(len(THINGS), width))
        self.things_bias = nn.Parameter(torch.full((len(THINGS),), RARE))
        self.around = nn.Linear(width, len(AROUND))
        rows = [(SLOTS.index(slot), place_in(COLOURS, colour), KINDS.index(kind)) for slot, colour, kind in THINGS]
        self.register_buffer("rows", torch.tensor(rows).T.contiguous(), persistent=False)

    def whole(self) -> tuple[torch.Tensor, torch.Tensor]:
        slot, colour, kind = (self.parts[name] for name in ("slot", "colour", "kind"))
        of_slot, of_colour, of_kind = self.rows
        things = slot[of_slot] + F.pad(colour, (0, 0, 0, 1))[of_colour] + kind[of_kind]
        weight = torch.cat([things + self.own, self.around.weight])
        return weight, torch.cat([self.things_bias, self.around.bias])

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return F.linear(seen, *self.whole())

    def questions(self, seen: torch.Tensor) -> dict[str, torch.Tensor]:
        return {name: F.linear(seen, part) for name, part in self.parts.items()}


def place_in(values: list[str], value: str) -> int:
    """Behind the last one where it is none of them."""
    return values.index(value) if value in values else len(values)


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        first, last = WIDTHS[0], WIDTHS[-1]
        self.stem = nn.Sequential(nn.Conv2d(3, first, 4, 4), Norm(first, eps=1e-6))
        inputs = (first, *WIDTHS)
        self.stages = nn.Sequential(*[Stage(inputs[i], WIDTHS[i], DEPTHS[i]) for i in range(len(WIDTHS))])
        self.head = nn.ModuleDict({"norm": nn.LayerNorm(last, eps=1e-6), "fc": Tags(last)})

    @property
    def last(self) -> Tags:
        return self.head["fc"]

    def seen(self, pixels: torch.Tensor) -> torch.Tensor:
        x = self.stages(self.stem(pixels))
        return self.head["norm"](x.mean((2, 3)))

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.last(self.seen(pixels))


class Tagged:
    """Pictures of a set at the side that the network reads, with what is right of each."""

    def __init__(self, name: str):
        pictures = np.load(options().work / f"pictures-{name}.npy", mmap_mode="r")
        self.pixels = torch.cat([small(pictures[i : i + 500]) for i in range(0, len(pictures), 500)])
        scenes = [scene_of(name, i) for i in range(len(pictures))]
        at = {tag: i for i, tag in enumerate(TAGS)}
        self.right = torch.zeros(len(scenes), len(TAGS))
        self.asked = {name: torch.full((len(scenes),), -100) for name in ("slot", "colour", "kind")}
        for row, scene in enumerate(scenes):
            self.right[row, [at[tag] for tag in tags_of(scene)]] = 1
            if len(scene["things"]) == 1:
                slot, colour, kind = things_of(scene)[0]
                self.asked["slot"][row] = SLOTS.index(slot)
                self.asked["colour"][row] = COLOURS.index(colour) if colour in COLOURS else -100
                self.asked["kind"][row] = KINDS.index(kind)

    def batch(self, step: int, size: int):
        lot = np.random.RandomState(step + 3)
        return self.at(torch.from_numpy(lot.randint(0, len(self.pixels), size)), lot)

    def at(self, rows: torch.Tensor, lot: np.random.RandomState):
        """These pictures, made a little worse, with what is right of each and what is asked about its thing."""
        size = len(rows)
        pixels = self.pixels[rows].to(device()).float() / 127.5 - 1
        right, down = lot.randint(0, 2 * SHIFT + 1, 2)
        pixels = F.pad(pixels, (SHIFT,) * 4, mode="replicate")[..., down : down + SIDE, right : right + SIDE]
        if lot.rand() < BLUR_SHARE:
            pixels = F.avg_pool2d(pixels, 3, 1, 1, count_include_pad=False)
        pixels = pixels * (1 + 0.1 * torch.randn(size, 1, 1, 1)) + NOISE * torch.randn_like(pixels)
        return pixels, self.right[rows].to(device()), {name: each[rows].to(device()) for name, each in self.asked.items()}


def joined(batches: list[tuple[torch.Tensor, torch.Tensor, dict[str, torch.Tensor]]]):
    """Batches of several sets as one."""
    pixels, right, asked = zip(*batches, strict=True)
    return torch.cat(pixels), torch.cat(right), {name: torch.cat([each[name] for each in asked]) for name in asked[0]}


def small(pictures: np.ndarray) -> torch.Tensor:
    """Bytes (n, h, w, 3) to bytes (n, 3, SIDE, SIDE), blue first, as the published ones of this kind read them."""
    x = torch.from_numpy(np.array(pictures)).flip(3).permute(0, 3, 1, 2).float()
    x = F.interpolate(x, (SIDE, SIDE), mode="bicubic", antialias=True)
    return x.round().clamp(0, 255).byte()


@torch.no_grad()
def save(network: Tagger) -> None:
    folder = options().work / "describers" / WORLD
    folder.mkdir(parents=True, exist_ok=True)
    weights = {key: value for key, value in network.state_dict().items() if not key.startswith("head.fc.")}
    weights["head.fc.weight"], weights["head.fc.bias"] = network.last.whole()
    weights["head.fc.bias"][: len(THINGS)] += SURER
    halves = {key: value.detach().half().contiguous().cpu() for key, value in weights.items()}
    save_file(halves, folder / "model.safetensors", metadata={"format": "pt"})
    config = {"architecture": "convnext", "num_classes": len(TAGS), "model_args": {"img_size": SIDE}}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    rows = [f"{i},{tag.replace(' ', '_')},0,0" for i, tag in enumerate(TAGS)]
    (folder / "selected_tags.csv").write_text("\n".join(["tag_id,name,category,count", *rows]) + "\n")


if __name__ == "__main__":
    main()
