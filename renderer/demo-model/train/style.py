"""Stage 8: a style LoRA (`--style blueprint`), from pictures in a style that the base model never saw."""

import torch

from loop import Loop
from lora import ATTENTION, CONVOLUTIONS, FEED_FORWARD, add_lora, save_lora, trained_unet
from noise import Captioned, Noise, timesteps
from options import half, options
from prompts import Prompts

BATCH = 24
RANK = 4


def main() -> None:
    said = options()
    unet = trained_unet()
    add_lora(unet, RANK, ATTENTION + FEED_FORWARD + CONVOLUTIONS)
    prompts, noise, pictures = Prompts(), Noise(), Captioned(said.style, plain=True)
    loop = Loop(f"style-{said.style}", unet, steps=800, rate=2e-3, decay=0, average=0.99)
    size = said.batch or BATCH

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        clean, captions = pictures.batch(step, size)
        t = timesteps(size)
        added = torch.randn_like(clean)
        with half():
            predicted = unet(noise.add(clean, added, t), t, prompts(captions)).sample
        return noise.loss(predicted, added, t)

    if loop.run(loss_of):
        loop.swap()
        save_lora(unet, said.style)


if __name__ == "__main__":
    main()
