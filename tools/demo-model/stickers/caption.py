"""Captions of sticker scenes: one grammar, much varied, so that members' own sentences find something that they look
like.
"""

import random

from nouns import NOUNS
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
    letters,
    said_around,
    strew,
    talkativeness,
    with_article,
    words_in,
)
from scene import COLOUR_NAMES, KINDS, NATURAL

# Somebody who asks for an animal gets any.
GROUPS = {
    "animal": ["animal"],
    "person": ["character", "figure"],
    "food": ["food", "snack"],
    "vehicle": ["vehicle"],
    "building": ["building"],
    "plant": ["plant"],
    "thing": ["thing", "object"],
}
STACKED = ["riding", "riding", "on", "on top of", "sitting on", "on the back of", "standing on"]
TOGETHER = [" and ", " and ", ", ", " next to ", " with "]
STYLES = {
    "storybook": ["sticker", "storybook", "cartoon"],
    "pixel": ["pixel art", "pixel art style", "8-bit pixel art", "pixelated"],
    "watercolor": ["watercolor", "watercolor painting", "watercolour", "soft watercolor"],
    "blueprint": ["blueprint", "blueprint style"],
    "neon": ["neon", "neon style", "neon lights"],
    "chalkboard": ["chalkboard", "chalkboard style", "chalk drawing"],
}


def caption(scene: dict, lot: random.Random) -> str:
    """One of the very many captions of this scene. A colour's strength is written as prompts write it: `(red:1.30)`."""
    said = talkativeness(lot)
    main = said_things(scene["things"], lot)
    around = said_around(scene, said, lot)
    share = lot.random()
    # Newcomers type a thing alone; negative prompts often name a place or an hour and no thing.
    clauses = [main] if share < 0.05 else around if around and share < 0.17 else [main, *around]
    return strew(dress(clauses, STYLES[scene["style"]], lot, is_usual=scene["style"] == "storybook"), lot)


def said_things(things: list[dict], lot: random.Random) -> str:
    """For an empty scene a noun that does not exist: whoever asks for something unknown gets none of the known."""
    if not things:
        words = ["a", lot.choice(["", "", "", *COLOUR_NAMES[1:]]), letters(lot, lot.randint(3, 9))]
        return " ".join(word for word in words if word)
    told = [thing_words(thing, lot) for thing in things]
    if len(told) == 1:
        return told[0]
    if things[0]["side"] == "top":
        return f"{told[0]} {lot.choice(STACKED)} {told[1]}"
    if lot.random() < 0.5:
        told.reverse()
    return lot.choice(TOGETHER).join(told)


def thing_words(thing: dict, lot: random.Random) -> str:
    known = NOUNS[thing["kind"]]
    names = [known.name]
    share = lot.random()
    if known.synonyms and share < 0.25:
        names = list(known.synonyms)
    elif share > 0.96:
        names = GROUPS[known.group]
    words = []
    if thing["size"] != "usual" and lot.random() < 0.75:
        words.append(lot.choice(SIZES[thing["size"]]))
    if thing["weight"] != 1:
        words.append(f"({thing['colour']}:{thing['weight']:.2f})")
    elif thing["colour"] != NATURAL:
        words.append(thing["colour"])
    if thing["count"] > 1:
        return " ".join([lot.choice(COUNTS[thing["count"]]), *words, known.plural])
    text = with_article(" ".join([*words, lot.choice(names)]), lot)
    if thing["side"] in SIDES and lot.random() < (0.3 if thing["side"] == "middle" else 0.75):
        text += " " + lot.choice(SIDES[thing["side"]])
    return text


def grammar() -> list[str]:
    """Every word that a caption can hold, in a fixed order."""
    texts = [text for noun in NOUNS.values() for text in (noun.name, noun.plural, *noun.synonyms)]
    for table in (GROUPS, SIZES, COUNTS, SIDES, PLACES, TIMES, WEATHERS, STYLES):
        texts += [text for choices in table.values() for text in choices]
    texts += STACKED + TOGETHER + OPENINGS + ENDINGS + [FILLERS]
    texts += COLOUR_NAMES[1:] + KINDS
    return sorted(set(words_in(texts)))
