"""Stage 12: the model folder as diffusers writes it, in float16: `--work DIR` is read, `DIR/model` is written. The
networks beside the model, as far as they are there, are in folders of their own (`controlnets`, `ipadapter`, …).
"""

import json
import shutil

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, ControlNetModel, DDIMScheduler, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel

from options import options
from sampling import SCHEDULE
from sizes import MOST_BYTES

BESIDE_BYTES = 12_000_000
# Written as they are to be, all but the first.
BESIDE = ("controlnets", "describers", "upscalers", "clip_vision", "ipadapter")
INDEX = {
    "_class_name": "StableDiffusionPipeline",
    "_diffusers_version": "0.30.0",
    "feature_extractor": [None, None],
    "image_encoder": [None, None],
    "requires_safety_checker": False,
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "DDIMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}


def main() -> None:
    work = options().work
    out = work / "model"
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(work / "tokenizer", out / "tokenizer")
    (out / "loras").mkdir()
    for file in sorted((work / "loras").glob("*.safetensors")):
        shutil.copy(file, out / "loras")
    CLIPTextModel.from_pretrained(work / "text_encoder").half().save_pretrained(out / "text_encoder")
    UNet2DConditionModel.from_pretrained(work / "unet").half().save_pretrained(out / "unet")
    AutoencoderKL.from_pretrained(work / "vae").half().save_pretrained(out / "vae")
    if (work / "taesd").exists():
        # The shipped one has no encoder; here it is given one, and loses it again.
        tiny = AutoencoderTiny.from_pretrained(work / "taesd", low_cpu_mem_usage=False)
        tiny.half().save_pretrained(out / "taesd")
        drop_encoder(out / "taesd" / "diffusion_pytorch_model.safetensors")
    DDIMScheduler(**SCHEDULE, clip_sample=False, set_alpha_to_one=False).save_pretrained(out / "scheduler")
    (out / "model_index.json").write_text(json.dumps(INDEX, indent=2))
    if (work / "words.json").exists():
        shutil.copy(work / "words.json", out)
    add_networks(work, out)
    for file in out.rglob("config.json"):
        forget_where(file)
    beside = size_of([file for part in BESIDE for file in (out / part).rglob("*")])
    size = size_of(list(out.rglob("*"))) - beside
    print(f"{size} bytes, and {beside} of networks beside the model")
    assert size <= MOST_BYTES, f"the model must be at most {MOST_BYTES} bytes"
    assert beside <= BESIDE_BYTES, f"what is beside it must be at most {BESIDE_BYTES} bytes"


def add_networks(work, out) -> None:
    for folder in sorted((work / "controlnets").glob("*")):
        # The name says what it reads, and what it is for.
        ControlNetModel.from_pretrained(folder).half().save_pretrained(out / "controlnets" / f"{folder.name}-demo")
    for part in BESIDE[1:]:
        if (work / part).exists():
            shutil.copytree(work / part, out / part)


def size_of(files) -> int:
    return sum(file.stat().st_size for file in files if file.is_file())


def drop_encoder(file) -> None:
    """TAESD is there for previews; its encoder was never trained."""
    weights: dict[str, torch.Tensor] = load_file(file)
    save_file(
        {key: value for key, value in weights.items() if key.startswith("decoder.")}, file, metadata={"format": "pt"}
    )


def forget_where(file) -> None:
    config = json.loads(file.read_text())
    config.pop("_name_or_path", None)
    file.write_text(json.dumps(config, indent=2) + "\n")


if __name__ == "__main__":
    main()
