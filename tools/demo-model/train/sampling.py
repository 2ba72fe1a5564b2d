"""Draws prompts with the trained parts, in batches, with diffusers' own schedulers."""

import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL, DPMSolverMultistepScheduler, LCMScheduler, UNet2DConditionModel
from safetensors.torch import load_file

from networks import LATENT_CHANNELS, TRAINED_STEPS, quick
from options import device, half, options
from prompts import Prompts

SCHEDULE = {
    "num_train_timesteps": TRAINED_STEPS,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "prediction_type": "epsilon",
}
BATCH = 50


class Painter:
    def __init__(self):
        work = options().work
        self.prompts = Prompts()
        self.unet = quick(UNet2DConditionModel.from_pretrained(work / "unet").to(device()).float().eval())
        self.vae = AutoencoderKL.from_pretrained(work / "vae").to(device()).float().eval()
        self.loaded: set[str] = set()

    def adapters(self, weights: dict[str, float]) -> None:
        """Exactly these LoRAs, at these strengths."""
        for name in weights.keys() - self.loaded:
            file = options().work / "loras" / f"{name}.safetensors"
            parts = {key.removeprefix("unet."): value.float() for key, value in load_file(file).items()}
            self.unet.load_lora_adapter(parts, adapter_name=name, prefix=None)
            self.loaded.add(name)
        if weights:
            self.unet.enable_lora()
            self.unet.set_adapters(list(weights), list(weights.values()))
        elif self.loaded:
            self.unet.disable_lora()
        quick(self.unet).eval()

    def base(
        self,
        prompts: list[str],
        seeds: list[int],
        *,
        steps: int = 25,
        guidance: float = 4.0,
        negative: list[str] | None = None,
    ):
        """Latents by DPM-Solver++ with guidance."""
        scheduler = DPMSolverMultistepScheduler(**SCHEDULE)
        return self.draw(
            scheduler, prompts, seeds, steps=steps, guidance=guidance, negative=negative or [""] * len(prompts)
        )

    def lcm(self, prompts: list[str], seeds: list[int], *, steps: int = 4, styles: dict[str, float] | None = None):
        """Latents by the LCM-LoRA, without guidance."""
        self.adapters({"lcm": 1.0, **(styles or {})})
        scheduler = LCMScheduler(**SCHEDULE, clip_sample=False, set_alpha_to_one=False)
        return self.draw(scheduler, prompts, seeds, steps=steps, guidance=1.0, negative=[""] * len(prompts))

    @torch.inference_mode()
    def draw(
        self, scheduler, prompts: list[str], seeds: list[int], *, steps: int, guidance: float, negative: list[str]
    ):
        parts = []
        for i in range(0, len(prompts), BATCH):
            scheduler.set_timesteps(steps)
            generators = [torch.Generator().manual_seed(seed) for seed in seeds[i : i + BATCH]]
            side = self.unet.config.sample_size
            x = torch.stack([torch.randn(LATENT_CHANNELS, side, side, generator=g) for g in generators]).to(device())
            x = x * scheduler.init_noise_sigma
            said, unsaid = self.prompts(prompts[i : i + BATCH]), self.prompts(negative[i : i + BATCH])
            for t in scheduler.timesteps:
                x = scheduler.step(
                    self.eps(x, t, said, unsaid, guidance), t, x, return_dict=False, **noise_of(scheduler, generators)
                )[0]
            parts.append(x)
        return torch.cat(parts)

    def eps(
        self, x: torch.Tensor, t: torch.Tensor, said: torch.Tensor, unsaid: torch.Tensor, guidance: float
    ) -> torch.Tensor:
        with half():
            if guidance == 1:
                return self.unet(x, t, said).sample.float()
            without, with_prompt = self.unet(torch.cat([x, x]), t, torch.cat([unsaid, said])).sample.float().chunk(2)
        return without + guidance * (with_prompt - without)

    @torch.inference_mode()
    def pictures(self, latents: torch.Tensor, side: int | None = None):
        """Bytes (n, h, w, 3), made smaller to a side, by means, where the VAE gives larger ones."""
        y = torch.cat([self.vae.decode(part).sample for part in latents.split(16)]).clamp(-1, 1)
        if side is not None and side < y.shape[-1]:
            y = F.avg_pool2d(y, y.shape[-1] // side)
        return y.add(1).mul(127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()


def noise_of(scheduler, generators: list[torch.Generator]) -> dict:
    return {"generator": generators} if isinstance(scheduler, LCMScheduler) else {}
