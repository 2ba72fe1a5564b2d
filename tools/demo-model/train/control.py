"""A ControlNet for the trained UNet (`--map canny` or `depth`): a copy of the UNet's way down that also sees a control
picture. Layers of zeros are between the two, so it begins as if it were not there (Zhang et al. 2023).
"""

import random
from collections.abc import Callable

import numpy as np
import torch
from diffusers import AutoencoderKL, ControlNetModel
from torch import nn

from depth import depth
from depth_pen import varied_depth
from edges import varied_edges
from lora import trained_unet
from loop import Loop
from networks import TRAINED_STEPS, quick
from noise import Captioned, Noise, evenly
from options import device, half, layout, options
from picture import picture
from pictures import scene_of, vae_side
from prompts import Prompts

BATCH = 8
# Who controls a picture by lines often says little; and without words the lines have to tell.
EMPTY_SHARE = 0.3
MOST_WEIGHT = 8.0
# What is learnt is the mean of all that fits; who gives lines wants more of them, as guidance is more of the words. From
# 1 on the more, the better edges are kept, up to about this.
STRENGTH = 2.4
# Of the network that reads the control picture, where 8 × 8 of its pixels become one place of the latents.
PICTURE_CHANNELS = (8, 24, 48, 96)


def main() -> None:
    said = options()
    unet = trained_unet().eval()
    control = begun_control(unet)
    loop = Loop(f"control-{said.map}", control, steps=1500, rate=1e-3, average=0.99)
    done = loop.run(steered_denoising(unet, control, said.batch or BATCH))
    loop.swap()
    scale_added(control, STRENGTH)
    control.save_pretrained(said.work / "controlnets" / said.map)
    print("done" if done else f"not done yet: controlnets/{said.map} holds the average so far")


def begun_control(unet) -> ControlNetModel:
    """Where there is a folder of this map, with the weights in it."""
    folder = options().work / "controlnets" / options().map
    if not folder.exists():
        return new_control(unet)
    control = ControlNetModel.from_pretrained(folder).float()
    if len(control.config.conditioning_embedding_out_channels) < len(picture_channels()):
        control = with_larger_pictures(control)
    scale_added(control, 1 / STRENGTH)
    return quick(control).to(device()).train()


def picture_channels() -> tuple[int, ...]:
    """Each after the first halves the sides: one more where the VAE has a stage more (twice.py)."""
    stages = len(AutoencoderKL.load_config(options().work / "vae")["block_out_channels"])
    return (*PICTURE_CHANNELS[:1] * (stages - len(PICTURE_CHANNELS)), *PICTURE_CHANNELS)


def with_larger_pictures(control: ControlNetModel) -> ControlNetModel:
    """Reads pictures of twice the side: one stage more behind its first layer, which begins by making them smaller."""
    larger = ControlNetModel.from_config({**control.config, "conditioning_embedding_out_channels": picture_channels()})
    weights = dict(control.state_dict())
    part = "controlnet_cond_embedding.blocks."
    inner = {key: weights.pop(key) for key in list(weights) if key.startswith(part)}
    for key, value in inner.items():
        at, name = key.removeprefix(part).split(".")
        weights[f"{part}{int(at) + 2}.{name}"] = value
    missing, _ = larger.load_state_dict(weights, strict=False)
    with torch.no_grad():
        for key in missing:
            larger.get_parameter(key).zero_()
        same, halved = (larger.controlnet_cond_embedding.blocks[i].weight for i in (0, 1))
        nn.init.dirac_(same)
        for i in range(len(halved)):
            halved[i, i, 1:, 1:] = 1 / 4
    return larger


def new_control(unet) -> ControlNetModel:
    torch.manual_seed(0)
    control = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=picture_channels())
    # As published the picture is next to nothing behind eight layers of small numbers, and then nothing at all behind
    # one of zeros: 300 steps learnt no control. It is seen from the start; what adds to the UNet begins as zeros all
    # the same.
    for layer in control.controlnet_cond_embedding.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return quick(control).to(device()).float().requires_grad_(True).train()


@torch.no_grad()
def scale_added(control: ControlNetModel, by: float) -> None:
    """What it adds to the UNet, in its last layers, in place."""
    for layer in (*control.controlnet_down_blocks, control.controlnet_mid_block):
        layer.weight.mul_(by)
        layer.bias.mul_(by)


def steered_denoising(unet, control: ControlNetModel, size: int) -> Callable[[int], dict[str, torch.Tensor]]:
    """The loss of a step: the UNet as it is, with what the ControlNet adds, is to predict the noise."""
    prompts, noise = Prompts(), Noise()
    pictures, maps = Captioned("train", plain=True, empty=EMPTY_SHARE), Maps("train")
    # Where things stand is settled while nearly all is noise, and there the errors are smallest.
    weights = noise.weights * ((1 - noise.alphas) / noise.alphas).sqrt().clamp(1, MOST_WEIGHT)

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        clean, captions = pictures.batch(step, size)
        seen = maps(pictures.rows(step, size), random.Random(step * 7_919 + 3))
        t = evenly(size, TRAINED_STEPS)
        added = torch.randn_like(clean)
        noisy = noise.add(clean, added, t).contiguous(memory_format=layout())
        embeds = prompts(captions)
        with half():
            down, middle = control(noisy, t, embeds, seen, return_dict=False)
            steered = {"down_block_additional_residuals": down, "mid_block_additional_residual": middle}
            predicted = unet(noisy, t, embeds, **steered).sample
        error = (predicted.float() - added).square().mean((1, 2, 3))
        return {"loss": (weights[t] * error).mean(), "eps": error.mean(), "coarse": error[t > 500].mean()}

    return loss_of


class Maps:
    """Control pictures of a set, made anew at every use."""

    def __init__(self, name: str):
        self.name = name
        self.side = vae_side()

    def __call__(self, rows: list[int], lot: random.Random) -> torch.Tensor:
        """(n, 3, h, w), 0…1."""
        return to_control(np.stack([self.map_of(row, lot) for row in rows]))

    def map_of(self, row: int, lot: random.Random) -> np.ndarray:
        if options().map == "depth":
            return varied_depth(depth(scene_of(self.name, row), self.side), lot)
        return varied_edges(picture(scene_of(self.name, row), self.side), lot)


def to_control(maps: np.ndarray) -> torch.Tensor:
    """Bytes (n, h, w) to three equal channels of 0…1, as a ControlNet reads them."""
    grey = torch.from_numpy(maps).to(device()).float()[:, None] / 255
    return grey.expand(-1, 3, -1, -1).contiguous(memory_format=layout())


if __name__ == "__main__":
    main()
