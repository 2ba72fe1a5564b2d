"""Stage 6, the long one: the UNet learns to predict the noise. The text encoder is done and stays as it is. Where there
is a folder `unet` and no checkpoint it begins with the weights in it, as when a world grows.
"""

import math

import torch
from diffusers import UNet2DConditionModel

from loop import Loop
from networks import new_unet, quick
from noise import Captioned, denoising
from options import device, options

BATCH = 32
# Of batches of so many.
RATE = 1.2e-3


def main() -> None:
    said = options()
    unet = begun_unet(said).to(device()).train()
    size = said.batch or BATCH
    loop = Loop("unet", unet, steps=8000, rate=said.rate * RATE * math.sqrt(size / BATCH), average=0.998)
    done = loop.run(denoising(torch.compile(unet) if said.compile else unet, Captioned("train"), size))
    loop.swap()
    unet.save_pretrained(said.work / "unet")
    print("done" if done else "not done yet: the folder unet holds the average so far")


def begun_unet(said) -> UNet2DConditionModel:
    folder = said.work / "unet"
    return quick(UNet2DConditionModel.from_pretrained(folder).float()) if folder.exists() else new_unet(said.size)


if __name__ == "__main__":
    main()
