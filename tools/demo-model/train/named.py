"""The tagger's figures: of how many pictures its tags name the things, with their colours and where they stand, the place
and the hour; of the generator's held-out pictures, and of those that the model draws. `DIR/figures-tagger.json`.
"""

import json

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from evaluate import SEED, prompt, question
from options import device, options
from pictures import scene_of
from probe import shows_time
from sampling import Painter
from sizes import WORLD
from tagger import Tagger, small
from tags import TAGS, THINGS, WHEN, WHERE, tags_of, thing_words, things_of

ASKED, DRAWN, SHOWN = 1000, 200, 6
# As the engine has it where nobody says otherwise.
SURE = 0.35


def main() -> None:
    work = options().work
    weights = load_file(work / "describers" / WORLD / "model.safetensors")
    pictures = np.load(work / "pictures-heldout.npy", mmap_mode="r")[:ASKED]
    scenes = [scene_of("heldout", i) for i in range(len(pictures))]
    told = said_of(pictures, weights)
    for text, scene in list(zip(told, scenes, strict=True))[:SHOWN]:
        print(f"  {', '.join(text)}   (is: {', '.join(tags_of(scene))})")
    figures = {"held-out pictures": scores(told, scenes)}
    asked = [question(i) for i in range(DRAWN)]
    painter = Painter()
    latents = painter.lcm([prompt(q) for q in asked], [SEED + i for i in range(DRAWN)])
    drawn = said_of(painter.pictures(latents), weights)
    figures["drawn by the model, LCM, 4 steps"] = scores(drawn, [as_scene(q) for q in asked])
    print(json.dumps(figures, indent=1))
    (work / "figures-tagger.json").write_text(json.dumps(figures, indent=1))


@torch.no_grad()
def said_of(pictures: np.ndarray, weights: dict[str, torch.Tensor]) -> list[list[str]]:
    """The tags that are sure enough, the surest first."""
    network = Tagger().to(device()).eval()
    whole = {key: value.float() for key, value in weights.items()}
    head = [whole.pop(f"head.fc.{name}").to(device()) for name in ("weight", "bias")]
    network.load_state_dict(whole, strict=False)
    said = []
    for i in range(0, len(pictures), 100):
        pixels = small(pictures[i : i + 100]).to(device()).float() / 127.5 - 1
        sure = F.linear(network.seen(pixels), *head).sigmoid()
        for row in sure:
            order = row.argsort(descending=True).tolist()
            said.append([TAGS[tag] for tag in order if row[tag] >= SURE])
    return said


def as_scene(q: dict[str, str]) -> dict:
    thing = {"kind": q["kind"], "colour": q["colour"], "side": q["side"], "size": "usual", "count": 1, "weight": 1.0}
    return {"style": q["style"], "place": q["place"], "time": q["time"], "weather": "clear", "things": [thing]}


def scores(told: list[list[str]], scenes: list[dict]) -> dict[str, float]:
    """Percent of the pictures; where there are two things, both must be right."""
    right: dict[str, list[bool]] = {"thing": [], "colour and thing": [], "with side or count": [], "place": []}
    right |= {"hour": [], "nothing that is not there": []}
    of_tag = {thing_words(*thing): thing for thing in THINGS}
    for tags, scene in zip(told, scenes, strict=True):
        said = [of_tag[tag] for tag in tags if tag in of_tag]
        there = things_of(scene)
        right["thing"].append({kind for _, _, kind in there} <= {kind for _, _, kind in said})
        right["colour and thing"].append({each[1:] for each in there} <= {each[1:] for each in said})
        right["with side or count"].append(set(there) <= set(said))
        right["nothing that is not there"].append({kind for *_, kind in said} <= {kind for *_, kind in there})
        right["place"].append(WHERE[scene["place"]] in tags)
        if shows_time(scene):
            right["hour"].append(WHEN[scene["time"]] in tags)
    return {name: round(100 * float(np.mean(each)), 1) for name, each in right.items()}


if __name__ == "__main__":
    main()
