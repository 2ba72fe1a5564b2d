"""Captions as the UNet gets them: embeddings of 77 positions, a weighted word's scaled by its weight."""

import torch
from transformers import CLIPTextModel

from options import device, half, options
from tokenizer import LENGTH, Words

# Longer than every caption; what follows is padding, and that is the same for all.
CONTEXT = 48


class Prompts:
    def __init__(self):
        work = options().work
        self.words = Words(work / "tokenizer")
        self.encoder = (
            CLIPTextModel.from_pretrained(work / "text_encoder").to(device()).float().eval().requires_grad_(False)
        )
        self.encoder.set_attn_implementation("eager")
        ids, _ = self.words.encode("", LENGTH)
        with torch.no_grad():
            self.empty = self.encoder(torch.tensor([ids], device=device())).last_hidden_state

    @torch.no_grad()
    def __call__(self, texts: list[str]) -> torch.Tensor:
        """(n, 77, width). A causal encoder gives the first positions without the rest; the rest is the empty
        prompt's.
        """
        encoded = [self.words.encode(text, CONTEXT) for text in texts]
        ids = torch.tensor([ids for ids, _ in encoded], device=device())
        weights = torch.tensor([weights for _, weights in encoded], device=device())
        with half():
            hidden = self.encoder(ids).last_hidden_state.float()
        out = self.empty.repeat(len(texts), 1, 1)
        out[:, :CONTEXT] = hidden * weights[..., None]
        return out
