"""Stage 4c: the VAE at twice the side, for the same latents: one stage more before its encoder and behind its decoder,
so that 16 × 16 pixels become 4 numbers. All else begins with the weights that it has, and the UNet, which only sees
latents, need not learn anew. Reads `DIR/vae` and writes `DIR/vae-twice`, or goes on with what is there.
"""

import numpy as np
import torch
from diffusers import AutoencoderKL
from diffusers.models.attention_processor import AttnProcessor

from loop import Loop
from options import device, half, options
from picture import picture
from pictures import scene_of
from scene import LORA_STYLES
from vae import picture_loss, to_tensor

BATCH = 4
# Pictures to learn from, and of each of the LoRAs' styles.
COUNT, STYLED = 6000, 400
# How far the UNet's latents are from those of pictures.
OFF = 0.05
# Of pictures, those that are drawn from latents of the LCM-LoRA's last step, where last_step.py was run before.
LAST_STEP_SHARE = 0.5
# The encoder's new stage is little to learn: it has its turn only so often.
READ_EVERY = 4


def main() -> None:
    said = options()
    vae = begun(said.work).to(device()).train()
    vae.requires_grad_(False)
    fresh = [vae.encoder.conv_in, vae.encoder.down_blocks[0], vae.decoder, vae.post_quant_conv]
    for part in fresh:
        part.requires_grad_(True)
    loop = Loop("twice", vae, steps=3000, rate=1e-3, muon=1e-2, decay=1e-4, average=0.995)
    pairs = LargePairs(said.batch or BATCH)

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        given, latents, pictures = pairs(step)
        with half():
            drawn = vae.decode(given + OFF * torch.randn_like(given)).sample.float()
        loss, square = picture_loss(drawn, pictures)
        told = {"loss": loss, "psnr": 10 * torch.log10(4 / square)}
        if step % READ_EVERY:
            return told
        with half():
            off = (vae.encode(pictures).latent_dist.mean.float() - latents).square().mean()
        return {**told, "loss": loss + off, "latents": off}

    done = loop.run(loss_of)
    loop.swap()
    vae.to(memory_format=torch.contiguous_format).save_pretrained(said.work / "vae-twice")
    print("done" if done else "not done yet: the folder vae-twice holds the average so far")


def begun(work) -> AutoencoderKL:
    folder = work / "vae-twice"
    if folder.exists():
        larger = AutoencoderKL.from_pretrained(folder).float()
    else:
        larger = with_a_stage_more(AutoencoderKL.from_pretrained(work / "vae").float())
    larger.set_attn_processor(AttnProcessor())
    return larger.to(memory_format=torch.channels_last)


def with_a_stage_more(vae: AutoencoderKL) -> AutoencoderKL:
    """One like it with a stage more at the side of the picture, and its weights everywhere else."""
    channels = vae.config.block_out_channels
    stages = len(channels) + 1
    larger = AutoencoderKL(
        sample_size=2 * vae.config.sample_size,
        down_block_types=("DownEncoderBlock2D",) * stages,
        up_block_types=("UpDecoderBlock2D",) * stages,
        block_out_channels=(channels[0], *channels),
        layers_per_block=vae.config.layers_per_block,
        latent_channels=vae.config.latent_channels,
        norm_num_groups=vae.config.norm_num_groups,
        scaling_factor=vae.config.scaling_factor,
    )
    weights = {renamed(key): value for key, value in vae.state_dict().items() if not key.startswith("encoder.conv_in.")}
    larger.load_state_dict(weights, strict=False)
    return larger


def renamed(key: str) -> str:
    """The encoder's stages move one place inwards; the decoder's begin with the smallest as they did."""
    parts = key.split(".")
    if parts[:2] == ["encoder", "down_blocks"]:
        parts[2] = str(int(parts[2]) + 1)
    return ".".join(parts)


class LargePairs:
    """By lot: latents to draw from, those of the pictures to train on, and the same scenes drawn at twice the side."""

    def __init__(self, size: int):
        work, self.size = options().work, size
        counts = {"train": COUNT, **dict.fromkeys(LORA_STYLES, STYLED)}
        self.latents = np.concatenate(
            [np.load(work / f"latents-{name}.npy", mmap_mode="r")[:count] for name, count in counts.items()]
        )
        drawn = work / "latents-last-step.npy"
        self.last_step = np.load(drawn)[:COUNT] if drawn.exists() else self.latents[:0]
        file = work / "pictures-large.npy"
        if not file.exists():
            side, scenes = 2 * options().size, [scene_of(name, i) for name in counts for i in range(counts[name])]
            np.save(file, np.stack([picture(scene, side) for scene in scenes]))
        self.pictures = np.load(file, mmap_mode="r")

    def __call__(self, step: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        lot = np.random.RandomState(step + 2_000_000)
        at = lot.randint(0, len(self.latents), self.size)
        from_last_step = (lot.rand(self.size) < LAST_STEP_SHARE) & (at < len(self.last_step))
        given = [(self.last_step if of_it else self.latents)[i] for i, of_it in zip(at, from_last_step, strict=True)]
        return to_latents(np.stack(given)), to_latents(self.latents[at]), to_tensor(self.pictures[at])


def to_latents(rows: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(rows.astype("f4")).to(device())


if __name__ == "__main__":
    main()
