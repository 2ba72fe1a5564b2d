"""Captions of scenes: one grammar, much varied, so that members' own sentences find something that they look like."""

import random

from phrases import (
    COUNTS,
    ENDINGS,
    FILLERS,
    OPENINGS,
    PLACES,
    SIDES,
    SIZES,
    TIMES,
    WEATHERS,
    dress,
    said_around,
    strew,
    talkativeness,
    with_article,
    words_in,
)
from scene import COLOUR_NAMES, KINDS

PLURALS = {"butterfly": "butterflies", "kitty": "kitties"}
SYNONYMS = {
    "house": ["cottage", "home"],
    "lighthouse": ["tower"],
    "boat": ["sailboat", "ship"],
    "balloon": ["hot air balloon"],
    "rocket": ["spaceship"],
    "cat": ["kitten", "kitty"],
    "car": ["automobile"],
    "mushroom": ["toadstool"],
}
STYLES = {
    "storybook": ["storybook", "storybook illustration", "cartoon"],
    "pixel": ["pixel art", "pixel art style", "8-bit pixel art", "pixelated"],
    "line": ["line drawing", "line art", "black and white line drawing", "sketch"],
    "watercolor": ["watercolor", "watercolor painting", "watercolour", "soft watercolor"],
    "blueprint": ["blueprint", "blueprint style"],
    "neon": ["neon", "neon style", "neon lights"],
    "chalkboard": ["chalkboard", "chalkboard style", "chalk drawing"],
}


def caption(scene: dict, lot: random.Random) -> str:
    """One of the very many captions of this scene. A colour's strength is written as prompts write it: `(red:1.30)`."""
    said = talkativeness(lot)
    told = [thing_words(thing, lot) for thing in scene["things"]]
    if lot.random() < 0.5:
        told.reverse()
    main = told[0] if len(told) == 1 else told[0] + lot.choice([" and ", " and ", ", ", " next to "]) + told[1]
    around = said_around(scene, said, lot)
    # Negative prompts often name a place or an hour and no thing.
    clauses = around if around and lot.random() < 0.12 else [main, *around]
    return strew(dress(clauses, STYLES[scene["style"]], lot, is_usual=scene["style"] == "storybook"), lot)


def thing_words(thing: dict, lot: random.Random) -> str:
    kind = lot.choice(SYNONYMS.get(thing["kind"], [thing["kind"]])) if lot.random() < 0.2 else thing["kind"]
    words = []
    if thing["size"] != "usual" and lot.random() < 0.75:
        words.append(lot.choice(SIZES[thing["size"]]))
    if thing["weight"] != 1:
        words.append(f"({thing['colour']}:{thing['weight']:.2f})")
    elif lot.random() < 0.88:
        words.append(thing["colour"])
    if thing["count"] > 1:
        return " ".join([lot.choice(COUNTS[thing["count"]]), *words, PLURALS.get(kind, kind + "s")])
    text = with_article(" ".join([*words, kind]), lot)
    if thing["side"] in SIDES and lot.random() < (0.3 if thing["side"] == "middle" else 0.75):
        text += " " + lot.choice(SIDES[thing["side"]])
    return text


def grammar() -> list[str]:
    """Every word that a caption can hold, in a fixed order."""
    texts = (
        list(SYNONYMS)
        + [word for words in SYNONYMS.values() for word in words]
        + list(PLURALS)
        + list(PLURALS.values())
    )
    for table in (SIZES, COUNTS, SIDES, PLACES, TIMES, WEATHERS, STYLES):
        texts += [text for choices in table.values() for text in choices]
    texts += OPENINGS + ENDINGS + [FILLERS]
    texts += COLOUR_NAMES + KINDS
    words = words_in(texts)
    plurals = [
        kind + "s"
        for kind in words
        if kind in KINDS or any(kind in s.split() for group in SYNONYMS.values() for s in group)
    ]
    return sorted({*words, *plurals})
