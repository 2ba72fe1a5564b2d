"""Stage 5: the pictures as latents, once for all. Where the VAE is for larger ones they are drawn anew at its side."""

from collections.abc import Iterator
from multiprocessing import Pool

import numpy as np
import torch
from diffusers import AutoencoderKL
from diffusers.models.attention_processor import AttnProcessor

from options import device, half, options
from pictures import draw, vae_side
from scene import LORA_STYLES
from threads import IdleCores
from vae import to_tensor

BATCH = 64


def main() -> None:
    work = options().work
    vae = AutoencoderKL.from_pretrained(work / "vae").to(device()).eval().to(memory_format=torch.channels_last)
    vae.set_attn_processor(AttnProcessor())
    use_idle_cores = IdleCores(options().threads)
    newest = (work / "vae" / "config.json").stat().st_mtime
    for name in ["heldout", *LORA_STYLES, "train"]:
        pictures = np.load(work / f"pictures-{name}.npy", mmap_mode="r")[: options().count]
        file = work / f"latents-{name}.npy"
        if file.exists() and len(np.load(file, mmap_mode="r")) == len(pictures) and file.stat().st_mtime > newest:
            continue
        parts = []
        for batch in batches(name, pictures):
            use_idle_cores()
            parts.append(encode(vae, batch))
        out = np.concatenate(parts)
        np.save(file, out)
        print(name, out.shape, f"mean {out.mean():.3f} deviation {out.astype('f4').std():.3f}", flush=True)


def batches(name: str, pictures: np.ndarray) -> Iterator[np.ndarray]:
    """Bytes (n, side, side, 3) at the side of the VAE."""
    side = vae_side()
    starts = range(0, len(pictures), BATCH)
    if side == pictures.shape[1]:
        yield from (pictures[i : i + BATCH] for i in starts)
        return
    with Pool(options().threads) as pool:
        for i in starts:
            yield np.stack(pool.map(draw, [(name, k, side) for k in range(i, min(i + BATCH, len(pictures)))]))


@torch.inference_mode()
def encode(vae: AutoencoderKL, pictures: np.ndarray) -> np.ndarray:
    with half():
        return vae.encode(to_tensor(pictures)).latent_dist.mean.half().cpu().numpy()


if __name__ == "__main__":
    main()
