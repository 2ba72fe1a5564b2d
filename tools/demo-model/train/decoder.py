"""Stage 4b: more practice for the VAE's decoder alone. The encoder, so the latents, stay as they are: it can run at
any time.
"""

import torch
from diffusers import AutoencoderKL
from diffusers.models.attention_processor import AttnProcessor

from loop import Loop
from options import device, half, options
from taesd import Pairs
from vae import Batches, picture_loss, psnr

BATCH = 6


def main() -> None:
    said = options()
    vae = AutoencoderKL.from_pretrained(said.work / "vae").to(device()).float().train()
    vae.set_attn_processor(AttnProcessor())
    vae.to(memory_format=torch.channels_last)
    vae.encoder.requires_grad_(False)
    vae.quant_conv.requires_grad_(False)
    loop = Loop("decoder", vae, steps=1500, rate=1.2e-3, decay=1e-4, average=0.995)
    pairs = Pairs(said.batch or BATCH)

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        latents, pictures = pairs(step)
        # The UNet's latents are not exact either.
        latents = latents + 0.03 * torch.randn_like(latents)
        with half():
            y = vae.decode(latents).sample.float()
        loss, square = picture_loss(y, pictures)
        return {"loss": loss, "psnr": 10 * torch.log10(4 / square)}

    if loop.run(loss_of):
        loop.swap()
        vae.to(memory_format=torch.contiguous_format).save_pretrained(said.work / "vae")
        print(f"held-out PSNR {psnr(vae, Batches(1).held_out(256)):.2f} dB")


if __name__ == "__main__":
    main()
