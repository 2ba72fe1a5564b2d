"""Holds final latents against diffusers: same model, prompt and seed, sampler by sampler.

    python test/bench/parity.py [--model DIR] [--lcm-lora FILE] [--width N --height N]

Needs Python with torch, diffusers, transformers and peft; they are not part of this project. Each line gives the root mean
square of the difference, divided by that of diffusers' own latents. The engine runs through `npm run render`.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    StableDiffusionPipeline,
)

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEMO = ROOT / "renderer" / "demo-model"
NODE = ROOT / "node_modules" / ".bin" / "node"
SEED = 7
PROMPT = "a red house by the sea at night, snowfall"
NEGATIVE = "day"
BOUND = 2e-3

# Name, diffusers' class, its options, steps, guidance, with the LCM-LoRA, further words of the command line.
CASES = [
    ("ddim", DDIMScheduler, {}, 10, 5.0, False, []),
    ("euler", EulerDiscreteScheduler, {}, 10, 5.0, False, []),
    ("euler", EulerDiscreteScheduler, {"use_karras_sigmas": True}, 10, 5.0, False, ["--karras"]),
    ("euler_a", EulerAncestralDiscreteScheduler, {}, 10, 5.0, False, []),
    ("dpmpp_2m", DPMSolverMultistepScheduler, {}, 10, 5.0, False, []),
    ("dpmpp_2m", DPMSolverMultistepScheduler, {"use_karras_sigmas": True}, 20, 5.0, False, ["--karras"]),
    ("lcm", LCMScheduler, {}, 4, 1.0, True, []),
    ("lcm", LCMScheduler, {}, 2, 1.5, True, []),
    ("ddim", DDIMScheduler, {}, 6, 4.0, False, ["--clip-skip", "1"]),
]


def main() -> None:
    said = arguments()
    plain = load(said.model)
    merged = load(said.model)
    merged.load_lora_weights(str(said.lcm_lora))
    worst = 0.0
    for case in CASES:
        ours = engine_latents(case, said)
        theirs = diffusers_latents(case, said, merged if case[5] else plain)
        assert ours.shape == theirs.shape, (ours.shape, theirs.shape)
        off = float((ours - theirs).square().mean().sqrt() / theirs.square().mean().sqrt())
        worst = max(worst, off)
        words = " ".join([*map(str, case[2]), *case[6]])
        print(f"{case[0]:9} {case[3]:3} steps  guidance {case[4]:<4} {words:32} {off:.2e}")
    print(f"{'ok' if worst <= BOUND else 'NOT ok'}: worst {worst:.2e}, bound {BOUND:.0e}")
    raise SystemExit(worst > BOUND)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=pathlib.Path, default=DEMO)
    parser.add_argument("--lcm-lora", type=pathlib.Path, default=DEMO / "loras" / "lcm.safetensors")
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--height", type=int, default=128)
    return parser.parse_args()


def load(model: pathlib.Path) -> StableDiffusionPipeline:
    pipeline = StableDiffusionPipeline.from_pretrained(str(model), torch_dtype=torch.float32, safety_checker=None)
    pipeline.set_progress_bar_config(disable=True)
    # A config made from another scheduler keeps that one's options, Karras spacing too.
    pipeline.own_scheduler_config = pipeline.scheduler.config
    # transformers 5 took a level out of the text encoder; the pipeline's clip_skip still looks for it.
    if not hasattr(pipeline.text_encoder, "text_model"):
        object.__setattr__(pipeline.text_encoder, "text_model", pipeline.text_encoder)
    return pipeline


def engine_latents(case: tuple, said: argparse.Namespace) -> torch.Tensor:
    name, _, _, steps, guidance, with_lora, words = case
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "latents.json"
        command = [NODE, ROOT / "renderer" / "render.ts", "--model", said.model, "--prompt", PROMPT, "--negative", NEGATIVE]
        command += ["--seed", SEED, "--steps", steps, "--guidance", guidance, "--sampler", name, "--json"]
        command += ["--width", said.width, "--height", said.height, "--out", f"{folder}/out.png", "--latents", file]
        command += [*words, *(["--lora", f"{said.lcm_lora}:1"] if with_lora else [])]
        subprocess.run([str(word) for word in command], check=True, capture_output=True)
        read = json.loads(file.read_text())
    return torch.tensor(read["data"]).reshape(read["shape"])


def diffusers_latents(case: tuple, said: argparse.Namespace, pipeline: StableDiffusionPipeline) -> torch.Tensor:
    _, scheduler, options, steps, guidance, _, words = case
    pipeline.scheduler = scheduler.from_config(pipeline.own_scheduler_config, **options)
    return pipeline(
        PROMPT,
        negative_prompt=NEGATIVE,
        width=said.width,
        height=said.height,
        num_inference_steps=steps,
        guidance_scale=guidance,
        clip_skip=int(words[1]) if "--clip-skip" in words else None,
        generator=torch.Generator("cpu").manual_seed(SEED),
        output_type="latent",
    ).images


if __name__ == "__main__":
    main()
