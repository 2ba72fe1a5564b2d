"""Latents as the LCM-LoRA's last of four steps gives them: those of pictures are noised as far as that step begins, and it
takes the noise away. Things stand where they stood, so that the VAE's decoder can learn to draw the pictures from them
(twice.py). `DIR/latents-last-step.npy`.
"""

import random

import numpy as np
import torch

from caption import caption
from lcm import consistent
from noise import Noise
from options import device, half, options
from pictures import scene_of
from sampling import BATCH, Painter
from twice import COUNT

# diffusers' LCMScheduler begins the last of four steps there.
LAST = 259


@torch.inference_mode()
def main() -> None:
    work = options().work
    painter, noise = Painter(), Noise()
    painter.adapters({"lcm": 1.0})
    torch.manual_seed(3)
    latents = np.load(work / "latents-train.npy", mmap_mode="r")[:COUNT]
    parts = []
    for first in range(0, len(latents), BATCH):
        clean = torch.from_numpy(latents[first : first + BATCH].astype("f4")).to(device())
        t = torch.full((len(clean),), LAST, device=device())
        noisy = noise.add(clean, torch.randn_like(clean), t)
        said = painter.prompts([caption(scene_of("train", first + i), random.Random(first + i)) for i in range(len(clean))])
        with half():
            eps = painter.unet(noisy, t, said).sample.float()
        parts.append(consistent(noisy, eps, t, noise.alphas).half().cpu().numpy())
    out = np.concatenate(parts)
    np.save(work / "latents-last-step.npy", out)
    print(len(out), f"off by {np.sqrt(np.square(out.astype('f4') - latents.astype('f4')).mean()):.3f}")


if __name__ == "__main__":
    main()
