"""Stage 8: a style LoRA (`--style blueprint`), from pictures in a style that the base model never saw."""

from loop import Loop
from lora import ATTENTION, CONVOLUTIONS, FEED_FORWARD, add_lora, save_lora, trained_unet
from noise import Captioned, denoising
from options import options

BATCH = 24
RANK = 4


def main() -> None:
    said = options()
    unet = trained_unet()
    add_lora(unet, RANK, ATTENTION + FEED_FORWARD + CONVOLUTIONS, said.style)
    loop = Loop(f"style-{said.style}", unet, steps=800, rate=2e-3, decay=0, average=0.99)
    if loop.run(denoising(unet, Captioned(said.style, plain=True), said.batch or BATCH)):
        loop.swap()
        save_lora(unet, said.style)


if __name__ == "__main__":
    main()
