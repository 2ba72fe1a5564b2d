"""Stage 2: the text encoder alone learns to say from a caption what is in the scene (learn_text.py). With this done
first, the UNet follows prompts from its first hundreds of steps; without it, it ignores them for thousands.
"""

import torch
import torch.nn.functional as F
from torch import nn

from learn_text import learn_text
from networks import TEXT_WIDTH
from scene import COLOUR_NAMES, KINDS, PLACES, SIDES, SIZES, STYLES, TIMES, WEATHERS, scene

SCENE = {"style": STYLES, "place": PLACES, "time": TIMES, "weather": WEATHERS}
THING = {"here": ["no", "yes"], "colour": COLOUR_NAMES, "side": SIDES, "size": SIZES, "count": [1, 2, 3]}
THING_WEIGHTS = {"here": 8.0, "colour": 2.0, "side": 1.0, "size": 0.5, "count": 1.0}


def main() -> None:
    learn_text(Answers(), steps=1600, scene_of=lambda lot: scene(lot.randrange(1 << 40), lot.choice(STYLES)), targets=targets)


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
