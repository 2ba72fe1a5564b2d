"""Stage 6, the long one: the UNet learns to predict the noise (epsilon). The text encoder is done and stays as it
is.
"""

import torch

from loop import Loop
from networks import new_unet
from noise import Captioned, Noise, timesteps
from options import device, half, options
from prompts import Prompts

BATCH = 32


def main() -> None:
    said = options()
    unet = new_unet(said.size).to(device()).train()
    prompts, noise, pictures = Prompts(), Noise(), Captioned("train")
    loop = Loop("unet", unet, steps=8000, rate=1.2e-3, average=0.998)
    size = said.batch or BATCH

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        clean, captions = pictures.batch(step, size)
        t = timesteps(size)
        added = torch.randn_like(clean)
        with half():
            predicted = unet(
                noise.add(clean, added, t).contiguous(memory_format=torch.channels_last), t, prompts(captions)
            ).sample
        return noise.loss(predicted, added, t)

    done = loop.run(loss_of)
    loop.swap()
    unet.save_pretrained(said.work / "unet")
    print("done" if done else "not done yet: the folder unet holds the average so far")


if __name__ == "__main__":
    main()
