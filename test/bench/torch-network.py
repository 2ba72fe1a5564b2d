"""One network beside the words in PyTorch, run on command: the other side of other-network-child.ts.

Usage: torch-network.py PART FOLDER THREADS       runs it; speaks as diffusers-network.py does. Where there is no FOLDER yet,
                                                  it is made, with random float32 weights of the published size

PART is unet, controlnet, esrgan, sam or blip; diffusers has the first two, spandrel, segment_anything and transformers the
others. Inputs are sin(0.37 i) over the tensor's elements, so that nobody has to send them.
"""

import json
import pathlib
import resource
import sys
import time

import torch

TOKENS = 20


def say(**answer):
    print(json.dumps(answer), flush=True)


def waves(*shape):
    count = torch.Size(shape).numel()
    return torch.sin(0.37 * torch.arange(count, dtype=torch.float64)).float().reshape(shape)


def esrgan():
    from spandrel.architectures.ESRGAN import ESRGAN

    return ESRGAN(in_nc=3, out_nc=3, num_filters=64, num_blocks=23, scale=4)


def sam():
    from segment_anything import sam_model_registry

    return sam_model_registry["vit_b"]()


def unet():
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(cross_attention_dim=768)


def controlnet():
    from diffusers import ControlNetModel

    return ControlNetModel(cross_attention_dim=768)


def blip():
    from transformers import BlipConfig, BlipForConditionalGeneration

    settings = BlipConfig()
    settings.text_config.is_decoder = True
    return BlipForConditionalGeneration(settings)


NETWORKS = {one.__name__: one for one in (unet, controlnet, esrgan, sam, blip)}


def make(part, folder):
    torch.manual_seed(7)
    network = NETWORKS[part]()
    # What training begins with zeros would make a step cheaper to compute wrongly.
    for value in network.parameters():
        if value.ndim > 1 and not value.any():
            torch.nn.init.normal_(value, std=0.01)
    if hasattr(network, "save_pretrained"):
        network.save_pretrained(folder)
    else:
        from safetensors.torch import save_file

        folder.mkdir(parents=True, exist_ok=True)
        stored = {key: value.contiguous().clone() for key, value in network.state_dict().items()}
        save_file(stored, folder / "model.safetensors")


def load(part, folder):
    network = NETWORKS[part]()
    if hasattr(network, "save_pretrained"):
        return type(network).from_pretrained(folder).eval()
    from safetensors.torch import load_file

    network.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    return network.eval()


def runner(part, network):
    latents, context = waves(1, 4, 32, 32), waves(1, 77, 768)
    if part == "unet":
        return lambda: network(latents, 500, encoder_hidden_states=context).sample
    if part == "controlnet":
        picture = waves(1, 3, 256, 256) / 2 + 0.5
        return lambda: network(latents, 500, context, picture, return_dict=False)[1]
    if part == "esrgan":
        pixels = waves(1, 3, 256, 256) / 2 + 0.5
        return lambda: network(pixels)
    if part == "sam":
        seen = waves(1, 3, 1024, 1024)
        return lambda: network.image_encoder(seen)
    seen = waves(1, 3, 384, 384)
    lengths = dict(min_new_tokens=TOKENS, max_new_tokens=TOKENS, num_beams=1, do_sample=False)
    return lambda: network.generate(pixel_values=seen, **lengths).float()


def main():
    part, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    torch.set_num_threads(int(sys.argv[3]))
    if not folder.exists():
        make(part, folder)
    began = time.perf_counter()
    run = runner(part, load(part, folder))
    say(openMs=(time.perf_counter() - began) * 1000)
    output = None
    with torch.no_grad():
        for line in sys.stdin:
            command, *rest = line.split()
            if command == "step":
                start = time.perf_counter()
                output = run()
                say(ms=(time.perf_counter() - start) * 1000)
            elif command == "save":
                pathlib.Path(rest[0]).write_bytes(output.contiguous().numpy().tobytes())
                say(elements=output.numel())
            else:
                break
    say(peakBytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


main()
