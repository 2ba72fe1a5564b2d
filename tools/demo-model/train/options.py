"""What every stage takes from its command line, and where it may run."""

import argparse
import math
import pathlib
from functools import cache

import torch


@cache
def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for pictures, latents and checkpoints")
    parser.add_argument("--steps", type=int, default=None, help="steps of this stage in all")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="of computing in all: the stage ends, and its rate falls, by the clock"
    )
    parser.add_argument("--batch", type=int, default=None)
    parser.add_argument("--size", type=int, default=128, help="pixels: 128 or 256")
    parser.add_argument("--count", type=int, default=32000, help="pictures to train on")
    parser.add_argument("--style", default=None, help="stage style: which one")
    parser.add_argument("--map", default="canny", help="stage control: canny or depth")
    parser.add_argument("--nouns", type=int, default=64, help="stickers: how many of nouns.csv the pictures hold")
    parser.add_argument("--known", type=int, default=0, help="stickers: how many of them the weights know already")
    parser.add_argument("--share", type=float, default=0.5, help="stickers: how often those are drawn, others being so once")
    parser.add_argument("--empties", type=int, default=1, help="stickers: how often an epoch has the scenes of nothing")
    parser.add_argument("--rate", type=float, default=1.0, help="unet: of the usual rate; less where it knows much already")
    parser.add_argument("--mixture", default="singles", help="stickers: singles, together or all (scene.py)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compile", action="store_true", help="unet: minutes of compiling; steps are faster on some processors")
    said = parser.parse_args()
    said.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(said.threads)
    return said


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def half():
    """bfloat16 where it is safe: products only; sums, norms and the loss stay in float32. On a processor without it
    all is float32, which would else be calculated by way of it, at a third of the speed.
    """
    return torch.autocast(device().type, torch.bfloat16, enabled=has_bfloat16())


def layout() -> torch.memory_format:
    """Of what convolutions read, the quicker one."""
    return torch.channels_last if has_bfloat16() else torch.contiguous_format


@cache
def has_bfloat16() -> bool:
    if device().type == "cuda":
        return True
    return bool(torch.cpu.get_capabilities().get("avx512_bf16"))
