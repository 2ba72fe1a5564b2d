"""Stage 2, as the storybook's, with two differences for many nouns: a thing's attributes are asked of the scene's own
things only, and the table of answers is shared by all nouns with a little of each noun's own.
"""

import torch
import torch.nn.functional as F
from torch import nn

from learn_text import learn_text
from networks import TEXT_WIDTH
from options import device
from scene import COLOUR_NAMES, KINDS, PLACES, SIDES, SIZES, STYLES, TIMES, WEATHERS, scene

SCENE = {"style": STYLES, "place": PLACES, "time": TIMES, "weather": WEATHERS}
THING = {"colour": COLOUR_NAMES, "side": SIDES, "size": SIZES, "count": [1, 2, 3]}
THING_WEIGHTS = {"colour": 2.0, "side": 1.0, "size": 0.5, "count": 1.0}
HERE_WEIGHT = 0.1
# Two things at most are in a scene.
MOST = 2
NONE = -100


def main() -> None:
    learn_text(Answers(), steps=2400, scene_of=lambda lot: scene(lot.randrange(1 << 40), lot.choice(STYLES), KINDS), targets=targets)


class Answers(nn.Module):
    """Each answer's scores are the soft maximum over the words of a linear map of their embeddings."""

    def __init__(self):
        super().__init__()
        count = sum(map(len, THING.values()))
        self.scene = nn.Linear(TEXT_WIDTH, sum(map(len, SCENE.values())) + len(KINDS))
        self.prior = nn.Parameter(torch.zeros(self.scene.out_features))
        self.shared = nn.Parameter(torch.randn(count, TEXT_WIDTH) * 0.05)
        self.own = nn.Parameter(torch.randn(1 + len(KINDS), count, TEXT_WIDTH) * 0.05)

    def forward(self, hidden: torch.Tensor, is_word: torch.Tensor, wanted: dict[str, torch.Tensor]):
        pooled = torch.logsumexp(self.scene(hidden).masked_fill(~is_word[..., None], -20.0), 1) + self.prior
        loss, right = 0.0, {}
        parts = pooled.split([*map(len, SCENE.values()), len(KINDS)], -1)
        for name, part in zip(SCENE, parts[:-1], strict=True):
            loss = loss + F.cross_entropy(part, wanted[name])
            right[name] = (part.argmax(-1) == wanted[name]).float().mean()
        # Most nouns are not there: what is there counts more.
        here = parts[-1] - 4
        eight = torch.tensor(8.0, device=here.device)
        missed = F.binary_cross_entropy_with_logits(here, wanted["here"], pos_weight=eight, reduction="none")
        loss = loss + HERE_WEIGHT * missed.sum(1).mean()
        right["here"] = (here > 0)[wanted["here"] > 0].float().mean()
        right["false"] = ((here > 0) & (wanted["here"] == 0)).float().sum(1).mean()
        scores = torch.einsum("btd,bknd->bktn", hidden, self.shared + self.own[wanted["kinds"] + 1])
        scores = torch.logsumexp(scores.masked_fill(~is_word[:, None, :, None], -20.0), 2)
        for name, part in zip(THING, scores.split([*map(len, THING.values())], -1), strict=True):
            target = wanted[name]
            asked = THING_WEIGHTS[name] * F.cross_entropy(part.flatten(0, 1), target.flatten(), ignore_index=NONE)
            loss = loss + asked
            right[name] = (part.argmax(-1) == target)[target != NONE].float().mean()
        return loss, right


def targets(scenes: list[dict]) -> dict[str, torch.Tensor]:
    """What is right; `kinds` are the scene's own, -1 where there is none."""
    out = {name: torch.tensor([values.index(s[name]) for s in scenes]) for name, values in SCENE.items()}
    out["here"] = torch.zeros(len(scenes), len(KINDS))
    out["kinds"] = torch.full((len(scenes), MOST), -1)
    out |= {name: torch.full((len(scenes), MOST), NONE) for name in THING}
    for row, s in enumerate(scenes):
        for i, thing in enumerate(s["things"]):
            kind = KINDS.index(thing["kind"])
            out["here"][row, kind] = 1
            out["kinds"][row, i] = kind
            for name, values in THING.items():
                out[name][row, i] = values.index(thing[name])
    return {name: value.to(device()) for name, value in out.items()}


if __name__ == "__main__":
    main()
