"""Trains a LoRA here, and holds the picture that diffusers draws with it against Easel's own, in every naming.

    python test/bench/trained-parity.py [--steps N] [--only NAME]

Needs Python with torch, diffusers, transformers and peft; they are not part of this project. Trainings of the demo model
are tried: attentions alone, all modules (convolutions, too), with the text encoder's attentions, and DoRAs. Each is
written with the names of diffusers' older scripts, of peft and of kohya's scripts (no DoRA, whose dora_scale diffusers
leaves out). Each line gives the root mean square of the difference of the final latents, divided by that of diffusers'
own, and how much the LoRA changes them.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import torch
from diffusers import EulerDiscreteScheduler
from parity import DEMO, NODE, NEGATIVE, PROMPT, ROOT, SEED, load
from PIL import Image


BOUND = 2e-3
STEPS = 12
GUIDANCE = 4.0
SIDE = 128
WEIGHT = 0.8

# Name, further words of the training.
TRAININGS = [
    ("attention", []),
    ("all modules", ["--targets", "all", "--alpha", "4"]),
    ("text encoder, too", ["--train-text"]),
    ("DoRA", ["--dora", "--targets", "attention"]),
    ("DoRA of text, too", ["--dora", "--train-text"]),
]
FORMATS = ["diffusers", "peft", "kohya"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--only", default="", help="trainings whose names begin so")
    said = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_pictures(folder / "pictures")
        plain = diffusers_latents(None)
        for title, words in [one for one in TRAININGS if one[0].startswith(said.only)]:
            for style in FORMATS[:2] if "--dora" in words else FORMATS:
                file = folder / f"{title.replace(' ', '-').replace(',', '')}-{style}.safetensors"
                train(folder, file, [*words, "--format", style, "--steps", said.steps])
                theirs = diffusers_latents(file)
                ours = engine_latents(folder, file)
                off, change = distance(ours, theirs), distance(plain, theirs)
                worst = max(worst, off)
                print(f"{title:20} {style:10} {off:.2e}  the LoRA changes {change:.2f}", flush=True)
                assert change > 20 * BOUND, "the LoRA does nothing that could be seen"
    print(f"{'ok' if worst <= BOUND else 'NOT ok'}: worst {worst:.2e}, bound {BOUND:.0e}")
    raise SystemExit(worst > BOUND)


def write_pictures(folder: pathlib.Path) -> None:
    folder.mkdir()
    for i in range(4):
        picture = Image.new("RGB", (SIDE, SIDE), (40 * i, 200 - 40 * i, 120))
        picture.paste((250, 240, 30 * i), (10 + 8 * i, 20, 60 + 8 * i, 90))
        picture.save(folder / f"{i}.png")
        (folder / f"{i}.txt").write_text(f"a yellow house, wild style {i}")


def run(program: str, words: list) -> None:
    command = [NODE, ROOT / "renderer" / program, *words]
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


def train(folder: pathlib.Path, file: pathlib.Path, words: list) -> None:
    usual = ["--data", folder / "pictures", "--rank", 8, "--lr", 2e-3, "--seed", 3, "--out", file]
    run("train.ts", ["lora", *usual, *words])


def engine_latents(folder: pathlib.Path, file: pathlib.Path) -> torch.Tensor:
    kept = folder / "latents.json"
    words = ["--prompt", PROMPT, "--negative", NEGATIVE, "--seed", SEED, "--steps", STEPS, "--guidance", GUIDANCE]
    words += ["--sampler", "euler", "--width", SIDE, "--height", SIDE, "--json", "--out", folder / "out.png"]
    run("render.ts", [*words, "--latents", kept, "--lora", f"{file}:{WEIGHT}"])
    read = json.loads(kept.read_text())
    return torch.tensor(read["data"]).reshape(read["shape"])


def diffusers_latents(file: pathlib.Path | None) -> torch.Tensor:
    pipeline = load(DEMO)
    if file is not None:
        pipeline.load_lora_weights(str(file.parent), weight_name=file.name, adapter_name="own")
        pipeline.set_adapters("own", WEIGHT)
    pipeline.scheduler = EulerDiscreteScheduler.from_config(pipeline.own_scheduler_config)
    return pipeline(
        PROMPT,
        negative_prompt=NEGATIVE,
        width=SIDE,
        height=SIDE,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE,
        generator=torch.Generator("cpu").manual_seed(SEED),
        output_type="latent",
    ).images


def distance(ours: torch.Tensor, theirs: torch.Tensor) -> float:
    assert ours.shape == theirs.shape, (ours.shape, theirs.shape)
    return float((ours - theirs).square().mean().sqrt() / theirs.square().mean().sqrt())


if __name__ == "__main__":
    main()
