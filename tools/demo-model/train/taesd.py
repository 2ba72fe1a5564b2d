"""Stage 9: a tiny decoder for previews, TAESD's design with fewer channels, from the latents straight to the
pictures.
"""

import numpy as np
import torch

from loop import Loop
from networks import new_taesd
from options import device, half, options
from scene import LORA_STYLES
from vae import STYLE_SHARE, picture_loss, to_tensor

BATCH = 8


def main() -> None:
    said = options()
    tiny = new_taesd().to(device()).train()
    tiny.encoder.requires_grad_(False)
    tiny.to(memory_format=torch.channels_last)
    loop = Loop("taesd", tiny, steps=1200, rate=2e-3, decay=0, average=0.99)
    pairs = Pairs(said.batch or BATCH)

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        latents, pictures = pairs(step)
        with half():
            y = tiny.decoder(latents).float()
        loss, square = picture_loss(y, pictures)
        return {"loss": loss, "psnr": 10 * torch.log10(4 / square)}

    if loop.run(loss_of):
        loop.swap()
        tiny.to(memory_format=torch.contiguous_format).save_pretrained(said.work / "taesd")


class Pairs:
    """Latents and their pictures, by lot."""

    def __init__(self, size: int):
        work = options().work
        self.size = size
        self.latents = {name: np.load(work / f"latents-{name}.npy", mmap_mode="r") for name in ["train", *LORA_STYLES]}
        self.pictures = {name: np.load(work / f"pictures-{name}.npy", mmap_mode="r") for name in self.latents}

    def __call__(self, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        lot = np.random.RandomState(step + 1_000_000)
        names = [lot.choice(LORA_STYLES) if LORA_STYLES and lot.rand() < STYLE_SHARE else "train" for _ in range(self.size)]
        at = [lot.randint(len(self.latents[name])) for name in names]
        latents = np.stack([self.latents[name][i] for name, i in zip(names, at, strict=True)]).astype("f4")
        pictures = np.stack([self.pictures[name][i] for name, i in zip(names, at, strict=True)])
        return torch.from_numpy(latents).to(device()), to_tensor(pictures)


if __name__ == "__main__":
    main()
