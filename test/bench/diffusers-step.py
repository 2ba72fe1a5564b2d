"""One UNet in diffusers, stepped on command: the other side of unet-step.ts.

Usage: diffusers-step.py FOLDER LATENT_SIDE DTYPE THREADS. Each line of input is a command: `step` runs one step and answers
{"ms": ...}; `end` answers {"peakBytes": ...} and ends. The first line of output says {"openMs": ...} when it is ready.
"""

import json
import resource
import sys
import time

began = time.perf_counter()

import torch
from diffusers import UNet2DConditionModel


def say(**answer):
    print(json.dumps(answer), flush=True)


def main():
    folder, side, dtype, threads = sys.argv[1], int(sys.argv[2]), getattr(torch, sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(threads)
    unet = UNet2DConditionModel.from_pretrained(folder, torch_dtype=dtype).eval()
    sample = torch.randn(1, unet.config.in_channels, side, side, dtype=dtype)
    context = torch.randn(1, 77, unet.config.cross_attention_dim, dtype=dtype)
    say(openMs=(time.perf_counter() - began) * 1000)
    with torch.no_grad():
        for command in sys.stdin:
            if command.strip() != "step":
                break
            start = time.perf_counter()
            unet(sample, 500, encoder_hidden_states=context)
            say(ms=(time.perf_counter() - start) * 1000)
    say(peakBytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


main()
