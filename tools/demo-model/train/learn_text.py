"""The text encoder's own training, whatever a scene can hold: it learns to say from a caption what is in the scene.

The meaning must sit on the words: the answers are read from the words only, and the end token and the padding are held
to what they are for the empty prompt. So a weight on a word, `(red:1.4)`, scales the one place where its meaning is.
"""

import random
from collections.abc import Callable

import torch
from torch import nn

from caption import caption
from loop import Loop
from networks import new_text_encoder
from options import device, half, options
from tokenizer import Words

BATCH = 64
# Captions are shorter than this; in a causal encoder what follows does not matter.
CONTEXT = 48


def learn_text(
    answers: nn.Module,
    *,
    steps: int,
    scene_of: Callable[[random.Random], dict],
    targets: Callable[[list[dict]], dict[str, torch.Tensor]],
) -> None:
    """`answers` takes embeddings, which of them are words, and what is right; it gives a loss and shares of right ones."""
    said = options()
    words = Words(said.work / "tokenizer")
    encoder = new_text_encoder(len(words.ids), words.start, words.end).to(device()).train()
    answers.to(device())
    loop = Loop("text", nn.ModuleList([encoder, answers]), steps=steps, rate=1.5e-3)
    empty, _ = words.encode("", CONTEXT)
    nothing = torch.tensor([empty], device=device())

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        lot = random.Random(step)
        scenes = [scene_of(lot) for _ in range(said.batch or BATCH)]
        ids = torch.tensor([words.encode(caption(s, lot), CONTEXT)[0] for s in scenes], device=device())
        with half():
            hidden = encoder(torch.cat([ids, nothing])).last_hidden_state.float()
        hidden, rest = hidden[:-1], hidden[-1].detach()
        is_word = (ids != words.start) & (ids != words.end)
        padding = ((hidden - rest) ** 2).mean(-1)[~is_word].mean()
        answer, right = answers(hidden, is_word, targets(scenes))
        return {"loss": answer + 3 * padding, "padding": padding, **right}

    if loop.run(loss_of):
        loop.swap()
        encoder.save_pretrained(said.work / "text_encoder")
