"""Stage 6, the long one: the UNet learns to predict the noise. The text encoder is done and stays as it is."""

import torch

from loop import Loop
from networks import new_unet
from noise import Captioned, denoising
from options import device, options

BATCH = 32


def main() -> None:
    said = options()
    unet = new_unet(said.size).to(device()).train()
    loop = Loop("unet", unet, steps=8000, rate=1.2e-3, average=0.998)
    done = loop.run(denoising(torch.compile(unet) if said.compile else unet, Captioned("train"), said.batch or BATCH))
    loop.swap()
    unet.save_pretrained(said.work / "unet")
    print("done" if done else "not done yet: the folder unet holds the average so far")


if __name__ == "__main__":
    main()
