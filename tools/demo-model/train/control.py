"""A ControlNet for the trained UNet (`--map canny` or `depth`): a copy of the UNet's way down that also sees a control
picture. Layers of zeros are between the two, so it begins as if it were not there (Zhang et al. 2023).
"""

import random
from collections.abc import Callable

import numpy as np
import torch
from diffusers import ControlNetModel
from torch import nn

from depth import depth
from depth_pen import varied_depth
from edges import varied_edges
from lora import trained_unet
from loop import Loop
from networks import TRAINED_STEPS, quick
from noise import Captioned, Noise, evenly
from options import device, half, options
from pictures import scene_of
from prompts import Prompts

BATCH = 8
# Who controls a picture by lines often says little; and without words the lines have to tell.
EMPTY_SHARE = 0.3
MOST_WEIGHT = 8.0
# What is learnt is the mean of all that fits; who gives lines wants more of them, as guidance is more of the words. From
# 1 on the more, the better edges are kept, up to about this.
STRENGTH = 2.4
# Of the network that reads the control picture: 8 × 8 of its pixels become one place of the latents.
PICTURE_CHANNELS = (8, 24, 48, 96)


def main() -> None:
    said = options()
    unet = trained_unet().eval()
    control = new_control(unet)
    loop = Loop(f"control-{said.map}", control, steps=1500, rate=1e-3, average=0.99)
    done = loop.run(steered_denoising(unet, control, said.batch or BATCH))
    loop.swap()
    strengthen(control)
    control.save_pretrained(said.work / "controlnets" / said.map)
    print("done" if done else f"not done yet: controlnets/{said.map} holds the average so far")


def new_control(unet) -> ControlNetModel:
    torch.manual_seed(0)
    control = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=PICTURE_CHANNELS)
    # As published the picture is next to nothing behind eight layers of small numbers, and then nothing at all behind
    # one of zeros: 300 steps learnt no control. It is seen from the start; what adds to the UNet begins as zeros all
    # the same.
    for layer in control.controlnet_cond_embedding.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return quick(control).to(device()).float().requires_grad_(True).train()


@torch.no_grad()
def strengthen(control: ControlNetModel) -> None:
    """What it adds to the UNet, in its last layers, in place."""
    for layer in (*control.controlnet_down_blocks, control.controlnet_mid_block):
        layer.weight.mul_(STRENGTH)
        layer.bias.mul_(STRENGTH)


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
        noisy = noise.add(clean, added, t).contiguous(memory_format=torch.channels_last)
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
        self.pictures = np.load(options().work / f"pictures-{name}.npy", mmap_mode="r")

    def __call__(self, rows: list[int], lot: random.Random) -> torch.Tensor:
        """(n, 3, h, w), 0…1."""
        return to_control(np.stack([self.map_of(row, lot) for row in rows]))

    def map_of(self, row: int, lot: random.Random) -> np.ndarray:
        if options().map == "depth":
            return varied_depth(depth(scene_of(self.name, row), self.pictures.shape[1]), lot)
        return varied_edges(self.pictures[row], lot)


def to_control(maps: np.ndarray) -> torch.Tensor:
    """Bytes (n, h, w) to three equal channels of 0…1, as a ControlNet reads them."""
    grey = torch.from_numpy(maps).to(device()).float()[:, None] / 255
    return grey.expand(-1, 3, -1, -1).contiguous(memory_format=torch.channels_last)


if __name__ == "__main__":
    main()
