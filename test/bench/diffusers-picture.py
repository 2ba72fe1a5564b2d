"""Whole pictures in diffusers, on command: the other side of picture-child.ts.

Usage: diffusers-picture.py CHECKPOINT LORA DTYPE THREADS; the LoRA is fused into the weights. Each line of input is a
command: `taesd` makes a picture of 512x512 in 4 steps of LCM without guidance and decodes it with AutoencoderTiny, `full`
with the checkpoint's own VAE; both answer {"ms": ...}. `end` answers {"peakBytes": ...} and ends. The first line of output
says {"openMs": ...} when it is ready.
"""

import json
import pathlib
import resource
import sys
import time

began = time.perf_counter()

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, LCMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from safetensors.torch import load_file
from transformers import CLIPTextModel, CLIPTokenizer


def say(**answer):
    print(json.dumps(answer), flush=True)


def open_decoder(kind, folder, dtype):
    # The files hold the decoders' halves only.
    network = kind.from_config(json.loads((folder / "config.json").read_text()))
    stored = load_file(folder / "diffusion_pytorch_model.safetensors")
    strange = network.load_state_dict(stored, strict=False).unexpected_keys
    assert not strange, strange
    return network.to(dtype).eval()


def open_pipeline(folder, lora, dtype):
    pipeline = StableDiffusionPipeline(
        vae=open_decoder(AutoencoderKL, folder / "vae", dtype),
        text_encoder=CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=dtype).eval(),
        tokenizer=CLIPTokenizer.from_pretrained(folder / "tokenizer"),
        unet=UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=dtype).eval(),
        scheduler=LCMScheduler.from_pretrained(folder / "scheduler"),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    pipeline.load_lora_weights(str(lora.parent), weight_name=lora.name)
    pipeline.fuse_lora()
    pipeline.unload_lora_weights()
    return pipeline


def main():
    folder, lora, dtype = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), getattr(torch, sys.argv[3])
    torch.set_num_threads(int(sys.argv[4]))
    pipeline = open_pipeline(folder, lora, dtype)
    decoders = {"full": pipeline.vae, "taesd": open_decoder(AutoencoderTiny, folder / "taesd", dtype)}
    say(openMs=(time.perf_counter() - began) * 1000)
    for command in sys.stdin:
        if command.strip() not in decoders:
            break
        pipeline.vae = decoders[command.strip()]
        generator = torch.Generator("cpu").manual_seed(7)
        start = time.perf_counter()
        pipeline("a lighthouse", width=512, height=512, num_inference_steps=4, guidance_scale=1.0, generator=generator)
        say(ms=(time.perf_counter() - start) * 1000)
    say(peakBytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


main()
