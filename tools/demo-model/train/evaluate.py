"""Stage 11: the figures of the model card, by the probe, on 500 prompts with seeds that training never used."""

import json
import random

import numpy as np
import torch

from caption import PLACES as PLACE_WORDS
from caption import SIDES as SIDE_WORDS
from caption import STYLES as STYLE_WORDS
from caption import TIMES as TIME_WORDS
from options import options
from probe import ANSWERS, COLOURED, shows_time, trained_probe
from sampling import Painter
from scene import BASE_STYLES, COLOUR_NAMES, KINDS, LORA_STYLES, PLACES, SIDES, TIMES
from weighted import weights

ASKED = 500
SEED = 50_000


def main() -> None:
    painter = Painter()
    probe = trained_probe()
    figures = {}

    def tell(name: str, figure) -> None:
        figures[name] = figure
        print(name, json.dumps(figure), flush=True)
        (options().work / "figures.json").write_text(json.dumps(figures, indent=2))

    asked = [question(i) for i in range(ASKED)]
    prompts, seeds = [prompt(q) for q in asked], [SEED + i for i in range(ASKED)]
    tell("base, 25 steps, guidance 4", score(probe, painter.base(prompts, seeds), asked))
    tell("weights", weights(painter, KINDS, SEED))
    tell("negative prompts", negatives(painter, probe))
    if (options().work / "loras" / "lcm.safetensors").exists():
        for steps in (1, 2, 4, 8):
            tell(f"LCM-LoRA, {steps} steps", score(probe, painter.lcm(prompts, seeds, steps=steps), asked))
    for style in LORA_STYLES:
        if (options().work / "loras" / f"{style}.safetensors").exists():
            tell(f"style {style}", strengths(painter, probe, style))


def question(i: int) -> dict[str, str]:
    lot = random.Random(f"question {i}")
    tables = {"kind": KINDS, "colour": COLOUR_NAMES, "side": SIDES, "place": PLACES, "time": TIMES}
    asked = {name: lot.choice(values) for name, values in tables.items()}
    # As members ask: mostly the usual style.
    return {**asked, "style": lot.choices(BASE_STYLES, (55, *[15] * (len(BASE_STYLES) - 1)))[0]}


def prompt(q: dict[str, str]) -> str:
    around = f"{SIDE_WORDS[q['side']][0]} {PLACE_WORDS[q['place']][0]} {TIME_WORDS[q['time']][0]}"
    text = f"a {q['colour']} {q['kind']} {around}"
    return text if q["style"] == "storybook" else f"{text}, {STYLE_WORDS[q['style']][0]}"


@torch.no_grad()
def score(probe, latents: torch.Tensor, asked: list[dict[str, str]]) -> dict[str, float]:
    """Percent right; colours and hours only where the style shows them."""
    answers = {name: values.argmax(1).tolist() for name, values in probe(latents).items()}
    out = {}
    shown = {"colour": lambda q: q["style"] in COLOURED, "time": shows_time}
    for name in ("place", "time", "kind", "colour", "side", "style"):
        rows = [i for i, q in enumerate(asked) if name not in shown or shown[name](q)]
        right = sum(ANSWERS[name][answers[name][i]] == asked[i][name] for i in rows)
        out[name] = round(100 * right / len(rows), 1)
    return out


@torch.no_grad()
def negatives(painter: Painter, probe) -> dict[str, float]:
    """Of pictures of an open prompt: what place, hour, thing or colour is seen is then named as negative. In how many
    is it gone?
    """
    painter.adapters({})
    things = [f"a {colour} {kind}" for kind in KINDS for colour in COLOUR_NAMES]
    scenes = [f"{PLACE_WORDS[place][0]} {TIME_WORDS[time][0]}" for place in PLACES for time in TIMES] * 6
    uncoloured = [f"a {kind} {PLACE_WORDS[place][0]} by day" for kind in KINDS for place in PLACES]
    asked = {
        "place": (things, lambda value: PLACE_WORDS[value][0]),
        "time": (things, lambda value: TIME_WORDS[value][0]),
        "kind": (scenes, lambda value: value),
        "colour": (uncoloured, lambda value: value),
    }
    out = {}
    for name, (texts, words) in asked.items():
        seeds = [SEED + i for i in range(len(texts))]
        seen = [ANSWERS[name][i] for i in probe(painter.base(texts, seeds))[name].argmax(1).tolist()]
        after = probe(painter.base(texts, seeds, negative=[words(value) for value in seen]))[name].argmax(1).tolist()
        out[name] = round(100 * sum(ANSWERS[name][a] != s for a, s in zip(after, seen, strict=True)) / len(seen), 1)
    return out


@torch.no_grad()
def strengths(painter: Painter, probe, style: str) -> dict[str, list[float]]:
    """A style LoRA at 0, 0.5 and 1: percent seen as the style, and how far the picture is from
    that at 0.
    """
    asked = [question(1000 + i) for i in range(60)]
    texts = [f"{prompt({**q, 'style': 'storybook'})}, {STYLE_WORDS[style][0]}" for q in asked]
    seeds = [SEED + 1000 + i for i in range(len(texts))]
    drawn = []
    for weight in (0.0, 0.5, 1.0):
        painter.adapters({style: weight})
        drawn.append(painter.base(texts, seeds))
    seen = [float((probe(x)["style"].argmax(1) == ANSWERS["style"].index(style)).float().mean()) for x in drawn]
    away = [float((x - drawn[0]).square().mean().sqrt()) for x in drawn]
    last = score(probe, drawn[-1], asked)
    return {
        "seen": [round(100 * s, 1) for s in seen],
        "away": [round(a, 3) for a in away],
        "kind": last["kind"],
        "side": last["side"],
    }


if __name__ == "__main__":
    main()
