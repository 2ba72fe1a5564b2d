"""Stage 2: the text encoder alone learns to say from a caption what is in the scene. With this done first, the UNet
follows prompts from its first hundreds of steps; without it, it ignores them for thousands.

The meaning must sit on the words: the answers are read from the words only, and the end token and the padding are held
to what they are for the empty prompt. So a weight on a word, `(red:1.4)`, scales the one place where its meaning is.
"""

import random

import torch
import torch.nn.functional as F
from torch import nn

from caption import caption
from loop import Loop
from networks import TEXT_WIDTH, new_text_encoder
from options import device, half, options
from scene import COLOUR_NAMES, KINDS, PLACES, SIDES, SIZES, STYLES, TIMES, WEATHERS, scene
from tokenizer import Words

BATCH = 64
# Captions are shorter than this; in a causal encoder what follows does not matter.
CONTEXT = 48
SCENE = {"style": STYLES, "place": PLACES, "time": TIMES, "weather": WEATHERS}
THING = {"here": ["no", "yes"], "colour": COLOUR_NAMES, "side": SIDES, "size": SIZES, "count": [1, 2, 3]}
THING_WEIGHTS = {"here": 8.0, "colour": 2.0, "side": 1.0, "size": 0.5, "count": 1.0}


def main() -> None:
    said = options()
    words = Words(said.work / "tokenizer")
    encoder = new_text_encoder(len(words.ids), words.start, words.end).to(device()).train()
    answers = Answers().to(device())
    both = nn.ModuleList([encoder, answers])
    loop = Loop("text", both, steps=1600, rate=1.5e-3)
    empty, _ = words.encode("", CONTEXT)
    nothing = torch.tensor([empty], device=device())

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        lot = random.Random(step)
        scenes = [scene(lot.randrange(1 << 40), lot.choice(STYLES)) for _ in range(said.batch or BATCH)]
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


class Answers(nn.Module):
    """Each answer's scores are the soft maximum over the words of a linear map of their embeddings."""

    def __init__(self):
        super().__init__()
        self.tables = {**SCENE, **THING}
        sizes = [len(values) for values in SCENE.values()] + [len(KINDS) * len(values) for values in THING.values()]
        self.sizes = sizes
        self.scores = nn.Linear(TEXT_WIDTH, sum(sizes))
        self.prior = nn.Parameter(torch.zeros(sum(sizes)))

    def forward(self, hidden: torch.Tensor, is_word: torch.Tensor, wanted: dict[str, torch.Tensor]):
        scores = self.scores(hidden).masked_fill(~is_word[..., None], -20.0)
        pooled = torch.logsumexp(scores, 1) + self.prior
        loss, right = 0.0, {}
        for (name, values), part in zip(self.tables.items(), pooled.split(self.sizes, -1), strict=True):
            part = part.unflatten(-1, (-1, len(values)))
            target = wanted[name].to(part.device)
            loss = loss + THING_WEIGHTS.get(name, 1.0) * F.cross_entropy(
                part.flatten(0, 1), target.flatten(), ignore_index=-100
            )
            asked = target != -100
            right[name] = (part.argmax(-1) == target)[asked].float().mean()
        return loss, right


def targets(scenes: list[dict]) -> dict[str, torch.Tensor]:
    """What is right: one column for the scene's answers, one per kind for the things'; -100 where there is nothing
    to say.
    """
    out = {name: torch.tensor([[values.index(s[name])] for s in scenes]) for name, values in SCENE.items()}
    for name in THING:
        out[name] = torch.full((len(scenes), len(KINDS)), 0 if name == "here" else -100)
    for row, s in enumerate(scenes):
        for thing in s["things"]:
            kind = KINDS.index(thing["kind"])
            for name, values in THING.items():
                out[name][row, kind] = 1 if name == "here" else values.index(thing[name])
    return out


if __name__ == "__main__":
    main()
