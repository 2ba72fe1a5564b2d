"""An upscaler of Real-ESRGAN's compact kind, four times as wide and high as what the model draws. It learns from the
generator's large pictures, made smaller by means and blurred by lot, as what a decoder gives is soft. It is also
measured on what the model's own decoder makes of small ones.
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
from pictures import scene_of, vae_side
from sheets import save
from threads import IdleCores

SCALE = 4
FEATURES, LAYERS = 24, 8
BATCH = 8
COUNT, HELD_OUT = 640, 24
# Of the small picture; a large one's has four times the side.
CROP = 32
# Of small crops a quarter is as sharp as means are, and half is blurred by up to so many pixels (a deviation), to be made
# sharp again. A quarter is softer than that and stays so: flat pictures have few slopes, and a network that had seen
# none drew the slopes of a decoder's pictures as squares.
MOST_BLUR = 1.5
STAYS_SOFT = (2.5, 4.0)
# Taps on either side of a blur.
REACH = 8
# Of squared errors, and of errors in how a pixel differs from the next, to 1 of absolute ones. Without the latter the
# squares of the small picture show faintly everywhere.
SQUARES, SLOPES = 20.0, 2.0
# On the sheet: so many scenes, and this square of each.
SHOWN, SHOWN_AT = 3, slice(352, 672)
FILE = "upscalers/stickers-x4.safetensors"


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
    large = large_pictures("train", COUNT)
    network = Compact().to(device()).to(memory_format=torch.channels_last).train()
    loop = Loop("upscaler", network, steps=60_000, rate=1e-3, muon=1e-2, decay=0, average=0.998)

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        given, right = crops(large, step, said.batch or BATCH)
        with half():
            drawn = network(given).float()
        off = drawn - right
        usual = bicubic(given) - right
        slopes = off.diff(dim=-1).abs().mean() + off.diff(dim=-2).abs().mean()
        gain = 10 * torch.log10(usual.square().mean() / off.detach().square().mean())
        return {"loss": off.abs().mean() + SQUARES * off.square().mean() + SLOPES * slopes, "slopes": slopes, "gain": gain}

    loop.run(loss_of)
    loop.swap()
    file = said.work / FILE
    file.parent.mkdir(exist_ok=True)
    weights = {key: value.half().contiguous().cpu() for key, value in network.state_dict().items()}
    save_file(weights, file, metadata={"format": "pt"})
    held_out(network)


def large_pictures(name: str, count: int) -> np.ndarray:
    """Scenes drawn at four times the side that the model draws, (count, h, w, 3); kept in a file."""
    file = options().work / f"large-{name}-{count}.npy"
    if not file.exists():
        side, use_idle_cores, drawn = SCALE * vae_side(), IdleCores(options().threads), []
        for i in range(count):
            use_idle_cores()
            drawn.append(picture(scene_of(name, i), side))
        np.save(file, np.stack(drawn))
    return np.load(file)


def crops(large: np.ndarray, step: int, size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """By lot, made smaller and as they were."""
    lot = np.random.RandomState(step + 11)
    right = []
    for _ in range(size):
        i, side = lot.randint(len(large)), CROP * SCALE
        y, x = lot.randint(0, large.shape[1] - side + 1, 2)
        flip = slice(None, None, -1 if lot.rand() < 0.5 else 1)
        right.append(large[i, y : y + side, x : x + side][:, flip])
    wanted, quarter = to_unit(np.stack(right)), size // 4
    blur = [0.0] * quarter + (MOST_BLUR * lot.rand(size - 2 * quarter)).tolist() + lot.uniform(*STAYS_SOFT, quarter).tolist()
    given = smaller(wanted, blur)
    wanted[size - quarter :] = bicubic(given[size - quarter :])
    return given.contiguous(memory_format=torch.channels_last), wanted


def bicubic(small: torch.Tensor) -> torch.Tensor:
    return F.interpolate(small, scale_factor=SCALE, mode="bicubic").clamp(0, 1)


def smaller(large: torch.Tensor, blur: list[float]) -> torch.Tensor:
    """Means of squares in 256 levels, each picture blurred by so many pixels (a Gaussian's deviation; 0: not)."""
    means = F.avg_pool2d(large, SCALE)
    taps = torch.arange(-REACH, REACH + 1).float()
    line = torch.exp(-(taps**2) / (2 * torch.tensor(blur).clamp(min=0.05)[:, None] ** 2))
    line = (line / line.sum(1, keepdim=True)).to(large)
    kernels = (line[:, :, None] * line[:, None]).repeat_interleave(3, 0)[:, None]
    padded = F.pad(means, (REACH,) * 4, mode="replicate").flatten(0, 1)[None]
    blurred = F.conv2d(padded, kernels, groups=len(kernels)).reshape(means.shape)
    return blurred.mul(255).round() / 255


@torch.inference_mode()
def decoded(large: np.ndarray) -> np.ndarray:
    """What the VAE gives of pictures made smaller, as bytes."""
    vae = AutoencoderKL.from_pretrained(options().work / "vae").to(device()).float().eval()
    drawn = []
    for i in range(0, len(large), BATCH):
        means = F.avg_pool2d(to_unit(large[i : i + BATCH]), SCALE)
        with half():
            out = vae.decode(vae.encode(means * 2 - 1).latent_dist.mean).sample
        drawn.append(to_bytes((out.float() / 2 + 0.5).clamp(0, 1)))
    return np.concatenate(drawn)


def to_unit(pictures: np.ndarray) -> torch.Tensor:
    x = torch.from_numpy(pictures).to(device()).permute(0, 3, 1, 2).float() / 255
    return x.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def held_out(network: Compact) -> None:
    """Peak signal to noise of held-out pictures in dB, and that of bicubic ones: `DIR/figures-upscaler.json`, and
    `DIR/sheets/upscaler.webp`.
    """
    pictures = large_pictures("heldout", HELD_OUT)
    large = to_unit(pictures)
    asked = {
        "made smaller": smaller(large, [0.0] * HELD_OUT),
        "and blurred": smaller(large, [MOST_BLUR / 2] * HELD_OUT),
        "through the decoder": to_unit(decoded(pictures)),
    }
    figures, rows = {}, [[] for _ in range(SHOWN)]
    for of, given in asked.items():
        usual = bicubic(given)
        drawn = torch.cat([network.eval()(part).clamp(0, 1) for part in given.split(4)])
        both = {"network": drawn, "bicubic": usual}
        figures[of] = {name: round(psnr(each, large), 2) for name, each in both.items()}
        for name, each in both.items():
            for row, cut in zip(rows, to_bytes(each[:SHOWN, :, SHOWN_AT, SHOWN_AT]), strict=True):
                row.append((cut, f"{of}: {name}"))
    print("held-out PSNR", json.dumps(figures))
    (options().work / "figures-upscaler.json").write_text(json.dumps(figures, indent=1))
    (options().work / "sheets").mkdir(exist_ok=True)
    save(options().work / "sheets" / "upscaler.webp", rows)


def to_bytes(pictures: torch.Tensor) -> np.ndarray:
    return pictures.mul(255).round().byte().permute(0, 2, 3, 1).cpu().numpy()


def psnr(a: torch.Tensor, b: torch.Tensor) -> float:
    return float((-10 * torch.log10((a - b).square().mean((1, 2, 3)))).mean())


if __name__ == "__main__":
    main()
