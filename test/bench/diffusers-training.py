"""A LoRA's training with diffusers and peft, step by step on command: the other side of training-child.ts.

Usage: diffusers-training.py FOLDER SIDE THREADS, where FOLDER has a UNet and SIDE is that of its latents. `step` trains one
step in float32 and answers {"ms": ...}; `first-loss` answers {"loss": ...}; `end` answers {"peakBytes": ...} and ends. The
first line of output says {"openMs": ...} when it is ready. Settings are those of training-child.ts: rank 16 and alpha 16
at the attentions, AdamW at 1e-4, gradients shortened to 1.
"""

import json
import resource
import sys
import time

began = time.perf_counter()

import torch
from diffusers import UNet2DConditionModel
from peft import LoraConfig

TARGETS = ["to_q", "to_k", "to_v", "to_out.0"]


def say(**answer):
    print(json.dumps(answer), flush=True)


def waves(shift, *shape):
    count = torch.Size(shape).numel()
    return torch.sin(0.37 * torch.arange(count, dtype=torch.float64) + shift).float().reshape(shape)


def main():
    folder, side = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(int(sys.argv[3]))
    unet = UNet2DConditionModel.from_pretrained(folder, torch_dtype=torch.float32).requires_grad_(False)
    unet.add_adapter(LoraConfig(r=16, lora_alpha=16, init_lora_weights="gaussian", target_modules=TARGETS))
    trained = [value for value in unet.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-4, weight_decay=1e-2)
    noisy, target = (waves(shift, 1, 4, side, side) for shift in (0, 1))
    prompt = waves(0, 1, 77, unet.config.cross_attention_dim)
    say(openMs=(time.perf_counter() - began) * 1000)
    first_loss = None
    for line in sys.stdin:
        if line.strip() == "step":
            start = time.perf_counter()
            loss = torch.nn.functional.mse_loss(unet(noisy, 500, encoder_hidden_states=prompt).sample, target)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            first_loss = float(loss) if first_loss is None else first_loss
            say(ms=(time.perf_counter() - start) * 1000)
        elif line.strip() == "first-loss":
            say(loss=first_loss)
        else:
            break
    say(peakBytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


main()
