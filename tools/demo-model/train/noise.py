"""What all the trainings of the UNet share: latents with their captions, noise, and the weight of a timestep."""

import random
from collections.abc import Callable

import numpy as np
import torch
from diffusers import UNet2DConditionModel

from caption import caption
from networks import TRAINED_STEPS, alphas_cumprod
from options import device, half, layout, options
from pictures import scene_of
from prompts import Prompts

# Classifier-free guidance: this share of the captions is empty.
EMPTY_SHARE = 0.1
# Min-SNR (Hang et al. 2023): clean pictures must not outweigh the rest.
MIN_SNR = 5.0


class Noise:
    def __init__(self):
        self.alphas = alphas_cumprod().to(device())
        snr = self.alphas / (1 - self.alphas)
        self.weights = torch.clamp(snr, max=MIN_SNR) / snr

    def add(self, clean: torch.Tensor, noise: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        alpha = self.alphas[t][:, None, None, None]
        return alpha.sqrt() * clean + (1 - alpha).sqrt() * noise

    def loss(self, predicted: torch.Tensor, noise: torch.Tensor, t: torch.Tensor) -> dict[str, torch.Tensor]:
        error = (predicted.float() - noise).square().mean((1, 2, 3))
        return {
            "loss": (self.weights[t] * error).mean(),
            "eps": error.detach().mean(),
            "coarse": error.detach()[t > 500].mean(),
        }


def evenly(count: int, end: int) -> torch.Tensor:
    """Whole numbers below `end` by lot, one from each of `count` equal slices."""
    part = (torch.arange(count, device=device()) + torch.rand(count, device=device())) / count
    return (part * end).long().clamp(max=end - 1)


def denoising(unet: UNet2DConditionModel, pictures: "Captioned", size: int) -> Callable[[int], dict[str, torch.Tensor]]:
    """The loss of a step of `size` pictures: the UNet, or a LoRA on it, is to predict the noise (epsilon)."""
    prompts, noise = Prompts(), Noise()

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        clean, captions = pictures.batch(step, size)
        t = evenly(size, TRAINED_STEPS)
        added = torch.randn_like(clean)
        noisy = noise.add(clean, added, t).contiguous(memory_format=layout())
        with half():
            predicted = unet(noisy, t, prompts(captions)).sample
        return noise.loss(predicted, added, t)

    return loss_of


class Captioned:
    """Latents of a set with a fresh caption at every use; `plain` leaves the style word out of half of the captions,
    and `empty` is the share of captions that say nothing.
    """

    def __init__(self, name: str, plain: bool = False, empty: float = EMPTY_SHARE):
        self.name = name
        self.plain = plain
        self.empty = empty
        self.latents = np.load(options().work / f"latents-{name}.npy", mmap_mode="r")
        self.scenes: dict[int, dict] = {}
        every = np.arange(len(self.latents))
        more = options().empties - 1 if name == "train" else 0
        self.taken = np.concatenate([every, *[self.empties()] * more]) if more else every

    def empties(self) -> np.ndarray:
        """Pictures without a thing, whose captions ask for what does not exist."""
        return np.array([i for i in range(len(self.latents)) if not scene_of(self.name, i)["things"]])

    def batch(self, step: int, size: int) -> tuple[torch.Tensor, list[str]]:
        lot = random.Random(step * 1_000_003 + 7)
        at = self.rows(step, size)
        clean = torch.from_numpy(self.latents[at].astype("f4")).to(device())
        return clean, [self.caption(i, lot) for i in at]

    def rows(self, step: int, size: int) -> list[int]:
        """Which pictures of the set a step has: one pass after another, each in its own order."""
        return [self.pick(step * size + i) for i in range(size)]

    def pick(self, count: int) -> int:
        epoch, within = divmod(count, len(self.taken))
        if getattr(self, "epoch", None) != epoch:
            self.epoch = epoch
            self.order = np.random.RandomState(epoch).permutation(self.taken)
        return int(self.order[within])

    def caption(self, i: int, lot: random.Random) -> str:
        if i not in self.scenes:
            self.scenes[i] = scene_of(self.name, i)
        scene = self.scenes[i]
        if lot.random() < self.empty:
            return ""
        if self.plain and lot.random() < 0.5:
            scene = {**scene, "style": "storybook"}
        return caption(scene, lot)
