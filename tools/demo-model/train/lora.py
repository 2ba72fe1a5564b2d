"""LoRA on the UNet through peft, written with the keys that diffusers and Easel read."""

import torch
from diffusers import UNet2DConditionModel
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import load_file, save_file

from networks import quick
from options import device, options

ATTENTION = ["to_q", "to_k", "to_v", "to_out.0"]
FEED_FORWARD = ["proj_in", "proj_out", "ff.net.0.proj", "ff.net.2"]
CONVOLUTIONS = ["conv1", "conv2", "conv_shortcut", "downsamplers.0.conv", "upsamplers.0.conv", "time_emb_proj"]


def trained_unet() -> UNet2DConditionModel:
    unet = UNet2DConditionModel.from_pretrained(options().work / "unet").to(device()).float()
    return quick(unet).requires_grad_(False)


def add_lora(unet: UNet2DConditionModel, rank: int, layers: list[str], name: str) -> None:
    """Where the folder `loras` has one of this name, it begins with the weights in it."""
    torch.manual_seed(rank)
    # The scale is alpha / rank = 1: files without alphas are read so.
    unet.add_adapter(LoraConfig(r=rank, lora_alpha=rank, init_lora_weights="gaussian", target_modules=layers))
    file = options().work / "loras" / f"{name}.safetensors"
    if file.exists():
        weights = {key.removeprefix("unet."): value.float() for key, value in load_file(file).items()}
        set_peft_model_state_dict(unet, weights)
        print(f"begins with {file.name}", flush=True)
    quick(unet).train()


def save_lora(unet: UNet2DConditionModel, name: str) -> None:
    folder = options().work / "loras"
    folder.mkdir(exist_ok=True)
    weights = {f"unet.{key}": value.half().contiguous().cpu() for key, value in get_peft_model_state_dict(unet).items()}
    file = folder / f"{name}.safetensors"
    save_file(weights, file, metadata={"format": "pt"})
    print(f"{file.name}: {file.stat().st_size} bytes")
