"""Stage 7: LCM-LoRA (Luo et al. 2023): the model learns to go in one step to where guided DDIM goes in many."""

import torch

from loop import Loop
from lora import ATTENTION, CONVOLUTIONS, FEED_FORWARD, add_lora, save_lora, trained_unet
from networks import TRAINED_STEPS
from noise import Captioned, Noise, evenly
from options import device, half, options
from prompts import Prompts

BATCH = 24
RANK = 8
GRID = 50
# The teacher's one DDIM step goes over this much of the schedule. With the usual 20 there are 50 links from noise to
# picture, and a short training does not reach through them.
SKIP = 80
GUIDANCE = (2.5, 5.0)
HUBER = 0.001
# Latents of pictures are hardly beyond it.
FARTHEST = 5.0
# As LCMScheduler has them.
SIGMA_DATA, TIMESTEP_SCALING = 0.5, 10.0


def main() -> None:
    said = options()
    teacher = trained_unet().eval()
    student = trained_unet()
    add_lora(student, RANK, ATTENTION + FEED_FORWARD + CONVOLUTIONS, "lcm")
    prompts, noise, pictures = Prompts(), Noise(), Captioned("train")
    loop = Loop("lcm", student, steps=2400, rate=6e-4, decay=0, average=0.99)
    size = said.batch or BATCH
    grid = torch.arange(1, GRID + 1, device=device()) * (TRAINED_STEPS // GRID) - 1

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        clean, captions = pictures.batch(step, size)
        at = evenly(size, GRID)
        t, earlier = grid[at], (grid[at] - SKIP).clamp(min=0)
        noisy = noise.add(clean, torch.randn_like(clean), t)
        embeds = prompts(captions)
        with torch.no_grad(), half():
            pair = teacher(
                torch.cat([noisy] * 2), torch.cat([t] * 2), torch.cat([embeds, prompts.empty.expand_as(embeds)])
            ).sample.float()
        with torch.no_grad():
            cond, uncond = pair.chunk(2)
            low, high = GUIDANCE
            scale = (low + (high - low) * torch.rand(size, device=device()))[:, None, None, None]
            eps = uncond + scale * (cond - uncond)
            back = to_clean(noisy, eps, noise.alphas[t]).clamp(-FARTHEST, FARTHEST)
            # Guided, what is nearly all noise is thought to be far beyond any picture. The noise has to be that of the
            # picture within bounds: with the guided one the step goes the other way, and red things were unlearnt.
            eps = to_noise(noisy, back, noise.alphas[t])
            alpha = noise.alphas[earlier][:, None, None, None]
            stepped = alpha.sqrt() * back + (1 - alpha).sqrt() * eps
            with half():
                again = student(stepped, earlier, embeds).sample.float()
            wanted = consistent(stepped, again, earlier, noise.alphas)
        with half():
            predicted = student(noisy, t, embeds).sample.float()
        off = consistent(noisy, predicted, t, noise.alphas) - wanted
        return {"loss": ((off.square() + HUBER**2).sqrt() - HUBER).mean()}

    if loop.run(loss_of):
        loop.swap()
        save_lora(student, "lcm")


def to_clean(noisy: torch.Tensor, eps: torch.Tensor, alpha: torch.Tensor) -> torch.Tensor:
    alpha = alpha[:, None, None, None]
    return (noisy - (1 - alpha).sqrt() * eps) / alpha.sqrt()


def to_noise(noisy: torch.Tensor, clean: torch.Tensor, alpha: torch.Tensor) -> torch.Tensor:
    alpha = alpha[:, None, None, None]
    return (noisy - alpha.sqrt() * clean) / (1 - alpha).sqrt()


def consistent(noisy: torch.Tensor, eps: torch.Tensor, t: torch.Tensor, alphas: torch.Tensor) -> torch.Tensor:
    """The consistency function: at t = 0 it must leave the picture as it is."""
    scaled = (t.float() * TIMESTEP_SCALING)[:, None, None, None]
    skip = SIGMA_DATA**2 / (scaled**2 + SIGMA_DATA**2)
    out = scaled / (scaled**2 + SIGMA_DATA**2).sqrt()
    return skip * noisy + out * to_clean(noisy, eps, alphas[t])


if __name__ == "__main__":
    main()
