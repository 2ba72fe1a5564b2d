"""Stage 5: the pictures as latents, once for all."""

import numpy as np
import torch
from diffusers import AutoencoderKL
from diffusers.models.attention_processor import AttnProcessor

from options import device, half, options
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
        for i in range(0, len(pictures), BATCH):
            use_idle_cores()
            parts.append(encode(vae, pictures[i : i + BATCH]))
        out = np.concatenate(parts)
        np.save(file, out)
        print(name, out.shape, f"mean {out.mean():.3f} deviation {out.astype('f4').std():.3f}", flush=True)


@torch.inference_mode()
def encode(vae: AutoencoderKL, pictures: np.ndarray) -> np.ndarray:
    with half():
        return vae.encode(to_tensor(pictures)).latent_dist.mean.half().cpu().numpy()


if __name__ == "__main__":
    main()
