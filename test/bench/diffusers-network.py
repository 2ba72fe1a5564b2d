"""One network in diffusers, run on command: the other side of network-child.ts.

Usage: diffusers-network.py PART FOLDER INPUTS DTYPE THREADS, where PART is unet, vae or taesd and INPUTS a safetensors
file. Each line of input is a command: `step` runs the network once and answers {"ms": ...}; `save FILE` writes what it said
last as raw float32 and answers {"elements": ...}; `end` answers {"peakBytes": ...} and ends. The first line of output says
{"openMs": ...} when it is ready.
"""

import json
import pathlib
import resource
import sys
import time

began = time.perf_counter()

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
from safetensors.torch import load_file

DECODERS = {"vae": AutoencoderKL, "taesd": AutoencoderTiny}


def say(**answer):
    print(json.dumps(answer), flush=True)


def open_unet(folder, dtype):
    unet = UNet2DConditionModel.from_pretrained(folder, torch_dtype=dtype).eval()

    def run(inputs):
        added = {"text_embeds": inputs["pooled"], "time_ids": inputs["time_ids"]} if "pooled" in inputs else None
        return unet(inputs["latents"], 500, encoder_hidden_states=inputs["context"], added_cond_kwargs=added).sample

    return run


def open_decoder(kind, folder, dtype):
    # The file holds the decoder's half only.
    network = kind.from_config(json.loads((folder / "config.json").read_text()))
    stored = load_file(folder / "diffusion_pytorch_model.safetensors")
    strange = network.load_state_dict(stored, strict=False).unexpected_keys
    assert not strange, strange
    network = network.to(dtype).eval()
    scale = network.config.scaling_factor if kind is AutoencoderKL else 1
    return lambda inputs: network.decode(inputs["latents"] / scale).sample


def main():
    part, folder, inputs_file, dtype = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], getattr(torch, sys.argv[4])
    torch.set_num_threads(int(sys.argv[5]))
    run = open_unet(folder, dtype) if part == "unet" else open_decoder(DECODERS[part], folder, dtype)
    say(openMs=(time.perf_counter() - began) * 1000)
    inputs = {name: value.to(dtype) for name, value in load_file(inputs_file).items()}
    output = None
    with torch.no_grad():
        for line in sys.stdin:
            command, *rest = line.split()
            if command == "step":
                start = time.perf_counter()
                output = run(inputs)
                say(ms=(time.perf_counter() - start) * 1000)
            elif command == "save":
                output.float().contiguous().numpy().tofile(rest[0])
                say(elements=output.numel())
            else:
                break
    say(peakBytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


main()
