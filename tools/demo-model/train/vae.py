"""Stage 4: the VAE, 8 × 8 pixels to 4 numbers. Colour errors count as squares, also at coarse scale: an absolute error
alone gives up rare colours (purple becomes blue). At the end each latent channel is scaled to mean 0 and deviation 1.
"""

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from torch import nn

from loop import Loop
from networks import LATENT_CHANNELS, new_vae
from options import device, half, options
from scene import LORA_STYLES

BATCH = 5
KL_WEIGHT = 2e-5
STYLE_SHARE = 0.12


def main() -> None:
    said = options()
    vae = new_vae(said.size).to(device()).train()
    # The latents alone must say the mean colour of their 8 × 8 pixels: it keeps them smooth, and gives previews for
    # nothing.
    coarse = nn.Conv2d(LATENT_CHANNELS, 3, 1).to(device())
    loop = Loop("vae", nn.ModuleList([vae, coarse]), steps=8000, rate=1e-3, muon=1e-2, decay=1e-4, average=0.998)
    batch = Batches(said.batch or BATCH)

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        x = batch(step)
        with half():
            known = vae.encode(x).latent_dist
            z = known.mean.float() + known.std.float() * torch.randn_like(known.mean.float())
            y = vae.decode(z).sample.float()
        loss, square = picture_loss(y, x)
        hint = coarse(0.37 * z) - F.avg_pool2d(x, 8)
        kl = known.kl().float().mean() / x[0, 0].numel() * 64
        loss = loss + hint.abs().mean() + 8 * hint.square().mean() + KL_WEIGHT * kl
        return {"loss": loss, "psnr": 10 * torch.log10(4 / square), "kl": kl}

    if loop.run(loss_of):
        loop.swap()
        fold(vae, batch.held_out(512))
        vae.to(memory_format=torch.contiguous_format).save_pretrained(said.work / "vae")
        print(f"held-out PSNR {psnr(vae, batch.held_out(256)):.2f} dB")


def to_tensor(pictures: np.ndarray) -> torch.Tensor:
    """Bytes (n, h, w, 3) to -1…1 (n, 3, h, w)."""
    x = torch.from_numpy(np.array(pictures)).to(device()).permute(0, 3, 1, 2).float() / 127.5 - 1
    return x.contiguous(memory_format=torch.channels_last)


class Batches:
    """Pictures by lot, some of them in the styles of the LoRAs: these too must go through the VAE."""

    def __init__(self, size: int):
        work = options().work
        self.size = size
        self.sets = {
            name: np.load(work / f"pictures-{name}.npy", mmap_mode="r") for name in ["train", "heldout", *LORA_STYLES]
        }

    def __call__(self, step: int) -> torch.Tensor:
        lot = np.random.RandomState(step)
        names = [lot.choice(LORA_STYLES) if LORA_STYLES and lot.rand() < STYLE_SHARE else "train" for _ in range(self.size)]
        return to_tensor(np.stack([self.sets[name][lot.randint(len(self.sets[name]))] for name in names]))

    def held_out(self, count: int) -> torch.Tensor:
        return to_tensor(self.sets["heldout"][:count])


def picture_loss(y: torch.Tensor, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Absolute and squared error, edges at three scales, and hue (opponent colours) at full and coarse scale."""
    off = y - x
    square = off.square().mean()
    loss = off.abs().mean() + 2 * square
    for scale in (1, 2, 4):
        d = off if scale == 1 else F.avg_pool2d(off, scale)
        loss = (
            loss + 0.3 * (d[..., 1:] - d[..., :-1]).abs().mean() + 0.3 * (d[..., 1:, :] - d[..., :-1, :]).abs().mean()
        )
    hue = torch.stack([off[:, 0] - off[:, 1], (off[:, 0] + off[:, 1]) / 2 - off[:, 2]], 1)
    loss = loss + hue.abs().mean() + 3 * hue.square().mean()
    for scale, weight in ((4, 10.0), (8, 6.0)):
        loss = loss + weight * F.avg_pool2d(hue, scale).square().mean() + 3 * F.avg_pool2d(off, scale).square().mean()
    return loss, square.detach()


@torch.no_grad()
def fold(vae: AutoencoderKL, pictures: torch.Tensor) -> None:
    """Puts the standardisation of the latents into the 1 × 1 convolutions beside them, so that scaling_factor is 1."""
    vae.eval()
    z = torch.cat([vae.encode(part).latent_dist.mean for part in pictures.split(32)])
    mean, deviation = z.mean((0, 2, 3)), z.std((0, 2, 3))
    before, after = vae.quant_conv, vae.post_quant_conv
    n = LATENT_CHANNELS
    before.weight[:n] /= deviation[:, None, None, None]
    before.bias[:n] = (before.bias[:n] - mean) / deviation
    before.bias[n:] -= 2 * deviation.log()
    after.bias += after.weight[:, :, 0, 0] @ mean
    after.weight *= deviation[None, :, None, None]
    print("latent deviations were", [round(float(d), 2) for d in deviation])


@torch.no_grad()
def psnr(vae: AutoencoderKL, pictures: torch.Tensor) -> float:
    vae.eval()
    squares = []
    for x in pictures.split(32):
        y = vae.decode(vae.encode(x).latent_dist.mean).sample.clamp(-1, 1)
        squares.append((y - x).square().mean((1, 2, 3)))
    return float((10 * torch.log10(4 / torch.cat(squares))).mean())


if __name__ == "__main__":
    main()
