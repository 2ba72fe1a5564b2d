"""The captioner's figures: of how many held-out pictures the caption names the thing, its colour, its side, the place
and the hour; of the generator's own pictures, and of those that the model draws. `DIR/figures-captioner.json`.
"""

import json

import numpy as np
from transformers import BlipForConditionalGeneration

from captioner import captions_of
from evaluate import SEED, prompt, question
from options import device, options
from pictures import scene_of
from probe import shows_time
from sampling import Painter
from say import WHEN, WHERE, said_of, thing_words

ASKED, DRAWN, SHOWN = 500, 100, 6


def main() -> None:
    work = options().work
    folder = work / "describers" / "storybook"
    words = (folder / "vocab.txt").read_text().split("\n")[:-1]
    network = BlipForConditionalGeneration.from_pretrained(folder).to(device()).float().eval()
    pictures = np.load(work / "pictures-heldout.npy", mmap_mode="r")[:ASKED]
    scenes = [scene_of("heldout", i) for i in range(len(pictures))]
    told = captions_of(network, words, pictures)
    figures = {"held-out pictures": scores(told, scenes)}
    for text, scene in list(zip(told, scenes, strict=True))[:SHOWN]:
        print(f"  {text}   (is: {said_of(scene)})")
    asked = [question(i) for i in range(DRAWN)]
    painter = Painter()
    latents = painter.lcm([prompt(q) for q in asked], [SEED + i for i in range(DRAWN)])
    drawn = [as_scene(q) for q in asked]
    figures["drawn by the model, LCM, 4 steps"] = scores(captions_of(network, words, painter.pictures(latents)), drawn)
    print(json.dumps(figures, indent=1))
    (work / "figures-captioner.json").write_text(json.dumps(figures, indent=1))


def as_scene(q: dict[str, str]) -> dict:
    thing = {"kind": q["kind"], "colour": q["colour"], "side": q["side"], "size": "usual", "count": 1, "weight": 1.0}
    return {"style": q["style"], "place": q["place"], "time": q["time"], "weather": "clear", "things": [thing]}


def scores(told: list[str], scenes: list[dict]) -> dict[str, float]:
    """Percent of captions that hold what is there; things of pairs count as named where both are."""
    right: dict[str, list[bool]] = {"thing": [], "colour and thing": [], "place": [], "hour": [], "all of it": []}
    for text, scene in zip(told, scenes, strict=True):
        right["thing"].append(all(has_kind(text, thing) for thing in scene["things"]))
        bare = [thing_words(thing, scene["style"], False).split(" ", 1)[1] for thing in scene["things"]]
        right["colour and thing"].append(all(words in text for words in bare))
        right["place"].append(WHERE[scene["place"]] in text)
        if shows_time(scene):
            right["hour"].append(WHEN[scene["time"]] in text)
        right["all of it"].append(text == said_of(scene))
    return {name: round(100 * float(np.mean(each)), 1) for name, each in right.items()}


def has_kind(text: str, thing: dict) -> bool:
    return thing_words(thing, "line", False).rsplit(" ", 1)[-1] in text.split(" ")


if __name__ == "__main__":
    main()
