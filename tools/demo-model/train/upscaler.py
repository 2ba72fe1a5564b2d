"""An upscaler of Real-ESRGAN's compact kind, four times as wide and high, for the storybook's pictures. Both of a pair
are drawn by the generator. It is also measured on what the model's own decoder makes of small ones.
"""

import json

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from safetensors.torch import save_file
from torch import nn

from loop import Loop
from options import device, half, options
from picture import picture
from pictures import scene_of
from threads import IdleCores

SCALE = 4
FEATURES, LAYERS = 24, 6
BATCH = 8
COUNT, HELD_OUT = 240, 24
# Of the small picture; a large one's has four times the side.
CROP = 32
# Every so many-th small picture is as the generator draws it, the others are what the decoder makes of it.
EXACT_EVERY = 4
# Of squared errors, to 1 of absolute ones.
SQUARES = 20.0
FILE = "upscalers/storybook-x4.safetensors"


class Compact(nn.Module):
    """SRVGGNetCompact: (n, 3, h, w) in 0…1 to four times the sides."""

    def __init__(self):
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(3, FEATURES, 3, 1, 1), nn.PReLU(FEATURES)]
        for _ in range(LAYERS):
            layers += [nn.Conv2d(FEATURES, FEATURES, 3, 1, 1), nn.PReLU(FEATURES)]
        self.body = nn.Sequential(*layers, nn.Conv2d(FEATURES, 3 * SCALE**2, 3, 1, 1))
        start_as_bilinear(self.body)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.pixel_shuffle(self.body(x), SCALE) + F.interpolate(x, scale_factor=SCALE, mode="nearest")


@torch.no_grad()
def start_as_bilinear(body: nn.Sequential) -> None:
    """The picture's three channels come through as they are, and the last layer weighs neighbours; the other channels
    add nothing yet. From a start by lot 450 steps stayed far behind bicubic.
    """
    *layers, last = body[::2]
    for layer in layers:
        nn.init.kaiming_normal_(layer.weight, a=0.25)
        layer.weight[:3] = 0
        for c in range(3):
            layer.weight[c, c, 1, 1] = 1
    for layer in body[::2]:
        nn.init.zeros_(layer.bias)
    nn.init.zeros_(last.weight)
    places = (torch.arange(SCALE) + 0.5) / SCALE - 0.5
    across = torch.stack([(-places).clamp(0), 1 - places.abs(), places.clamp(0)], 1)
    kernels = torch.einsum("ya,xb->yxab", across, across).flatten(0, 1)
    kernels[:, 1, 1] -= 1
    for c in range(3):
        last.weight[c * SCALE**2 : (c + 1) * SCALE**2, c] = kernels


def main() -> None:
    said = options()
    pairs = Pairs("train", COUNT)
    network = Compact().to(device()).to(memory_format=torch.channels_last).train()
    loop = Loop("upscaler", network, steps=2000, rate=1e-3, decay=0, average=0.995)

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        small, large = pairs.batch(step, said.batch or BATCH)
        with half():
            drawn = network(small).float()
        off = drawn - large
        usual = F.interpolate(small, scale_factor=SCALE, mode="bilinear") - large
        gain = 10 * torch.log10(usual.square().mean() / off.detach().square().mean())
        return {"loss": off.abs().mean() + SQUARES * off.square().mean(), "gain": gain}

    loop.run(loss_of)
    loop.swap()
    file = said.work / FILE
    file.parent.mkdir(exist_ok=True)
    weights = {key: value.half().contiguous().cpu() for key, value in network.state_dict().items()}
    save_file(weights, file, metadata={"format": "pt"})
    held_out(network)


class Pairs:
    """Scenes drawn at four times the size, and as the decoder gives them at the usual one; kept in a file."""

    def __init__(self, name: str, count: int):
        file = options().work / f"pairs-{name}-{count}.npz"
        if not file.exists():
            small, large = drawn_pairs(name, count)
            np.savez(file, small=small, large=large)
        with np.load(file) as held:
            self.small, self.large = held["small"], held["large"]

    def batch(self, step: int, size: int) -> tuple[torch.Tensor, torch.Tensor]:
        lot = np.random.RandomState(step + 11)
        small, large = [], []
        for _ in range(size):
            i, y, x = lot.randint(len(self.small)), *lot.randint(0, self.small.shape[1] - CROP, 2)
            flip = slice(None, None, -1 if lot.rand() < 0.5 else 1)
            big = slice(y * SCALE, (y + CROP) * SCALE), slice(x * SCALE, (x + CROP) * SCALE)
            large.append(self.large[i][big][:, flip])
            # What the decoder makes of it errs in more than sharpness, and nothing can be learnt of that: the means of
            # the large one's squares instead.
            means = large[-1].reshape(CROP, SCALE, CROP, SCALE, 3).mean((1, 3)).round().astype("u1")
            exact = self.small[i, y : y + CROP, x : x + CROP][:, flip]
            small.append(exact if i % EXACT_EVERY == 0 else means)
        return to_unit(np.stack(small)), to_unit(np.stack(large))


@torch.inference_mode()
def drawn_pairs(name: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    vae = AutoencoderKL.from_pretrained(options().work / "vae").to(device()).float().eval()
    side, use_idle_cores = options().size, IdleCores(options().threads)
    small, large = [], []
    for i in range(count):
        use_idle_cores()
        large.append(picture(scene_of(name, i), SCALE * side))
        exact = torch.from_numpy(np.array(picture(scene_of(name, i), side))).to(device()).permute(2, 0, 1)[None].float()
        with half():
            decoded = vae.decode(vae.encode(exact / 127.5 - 1).latent_dist.mean).sample
        seen = (exact / 255) if i % EXACT_EVERY == 0 else (decoded.float() / 2 + 0.5)
        small.append(seen.clamp(0, 1).mul(255).round().byte()[0].permute(1, 2, 0).cpu().numpy())
    return np.stack(small), np.stack(large)


def to_unit(pictures: np.ndarray) -> torch.Tensor:
    x = torch.from_numpy(pictures).to(device()).permute(0, 3, 1, 2).float() / 255
    return x.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def held_out(network: Compact) -> None:
    """Peak signal to noise of held-out pictures in dB, and that of bicubic ones: `DIR/figures-upscaler.json`."""
    pairs = Pairs("heldout", HELD_OUT)
    small, large = to_unit(pairs.small), to_unit(pairs.large)
    means = F.avg_pool2d(large, SCALE).mul(255).round() / 255
    is_exact = torch.arange(HELD_OUT) % EXACT_EVERY == 0
    figures = {}
    asked = {
        "made smaller": (means, large),
        "drawn small": (small[is_exact], large[is_exact]),
        "through the decoder": (small[~is_exact], large[~is_exact]),
    }
    for of, (given, right) in asked.items():
        usual = F.interpolate(given, scale_factor=SCALE, mode="bicubic").clamp(0, 1)
        drawn = torch.cat([network.eval()(part).clamp(0, 1) for part in given.split(4)])
        figures[of] = {name: round(psnr(each, right), 2) for name, each in (("network", drawn), ("bicubic", usual))}
    print("held-out PSNR", json.dumps(figures))
    (options().work / "figures-upscaler.json").write_text(json.dumps(figures, indent=1))


def psnr(a: torch.Tensor, b: torch.Tensor) -> float:
    return float((-10 * torch.log10((a - b).square().mean((1, 2, 3)))).mean())


if __name__ == "__main__":
    main()
