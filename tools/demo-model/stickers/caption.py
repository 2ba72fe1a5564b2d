"""Captions of sticker scenes: one grammar, much varied, so that members' own sentences find something that they look
like.
"""

import random
import re

from nouns import NOUNS
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
SIZES = {"small": ["small", "tiny", "little"], "big": ["big", "large", "huge"]}
COUNTS = {2: ["two", "two", "2"], 3: ["three", "three", "3"]}
SIDES = {
    "left": ["on the left", "on the left side", "at the left", "left"],
    "right": ["on the right", "on the right side", "at the right", "right"],
    "middle": ["in the middle", "in the centre", "in the center"],
}
STACKED = ["riding", "riding", "on", "on top of", "sitting on", "on the back of", "standing on"]
TOGETHER = [" and ", " and ", ", ", " next to ", " with "]
PLACES = {
    "meadow": ["in a meadow", "in a green meadow", "on the grass", "in a field", "in the garden", "meadow"],
    "beach": ["on the beach", "by the sea", "at the beach", "by the ocean", "beach"],
    "snow": ["in the snow", "in a snowy landscape", "in winter", "in the snowy mountains", "snow"],
    "desert": ["in the desert", "in a sandy desert", "on the sand dunes", "desert"],
    "city": ["in the city", "in a city street", "in town", "city", "with skyscrapers"],
    "forest": ["in the forest", "in the woods", "in a forest", "forest", "among fir trees"],
}
TIMES = {
    "day": ["by day", "on a sunny day", "during the day", "sunny day", "in daylight"],
    "sunset": ["at sunset", "at dusk", "sunset", "in the evening", "with a setting sun"],
    "night": ["at night", "night", "starry night", "under the stars", "at night with a moon", "under the moon"],
}
WEATHERS = {
    "clear": ["clear sky"],
    "clouds": ["cloudy", "with clouds", "cloudy sky"],
    "rain": ["in the rain", "rainy", "with rain"],
    "snowfall": ["snowing", "with falling snow", "with snowflakes", "snowfall"],
    "rainbow": ["with a rainbow", "rainbow", "under a rainbow"],
}
STYLES = {
    "storybook": ["sticker", "storybook", "cartoon"],
    "pixel": ["pixel art", "pixel art style", "8-bit pixel art", "pixelated"],
    "watercolor": ["watercolor", "watercolor painting", "watercolour", "soft watercolor"],
    "blueprint": ["blueprint", "blueprint style"],
    "neon": ["neon", "neon style", "neon lights"],
    "chalkboard": ["chalkboard", "chalkboard style", "chalk drawing"],
}
OPENINGS = [
    "a picture of",
    "an image of",
    "a drawing of",
    "a painting of",
    "a photo of",
    "an illustration of",
    "a beautiful",
    "cute",
    "a cute",
]
ENDINGS = ["high quality", "beautiful", "detailed", "masterpiece", "best quality", "cute", "colorful", "illustration"]
UNKNOWN_SHARE = 0.12
LETTERS = "etaoinshrdlucmfwygpbvkxqjz"
WORD = re.compile(r"[a-z]+|[0-9]|[^\sa-z0-9]+")
WEIGHTED = re.compile(r"\((\w+):([\d.]+)\)")


def caption(scene: dict, lot: random.Random) -> str:
    """One of the very many captions of this scene. A colour's strength is written as prompts write it: `(red:1.30)`."""
    said = 0.3 if lot.random() < 0.2 else 0.85
    main = said_things(scene["things"], lot)
    around = []
    if lot.random() < said:
        around.append(lot.choice(PLACES[scene["place"]]))
    if lot.random() < said:
        around.append(lot.choice(TIMES[scene["time"]]))
    if lot.random() < (0.08 if scene["weather"] == "clear" else 0.85):
        around.append(lot.choice(WEATHERS[scene["weather"]]))
    lot.shuffle(around)
    share = lot.random()
    # Newcomers type a thing alone; negative prompts often name a place or an hour and no thing.
    clauses = [main] if share < 0.05 else around if around and share < 0.17 else [main, *around]
    return strew(dress(clauses, scene["style"], lot), lot)


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


def letters(lot: random.Random, count: int) -> str:
    return "".join(lot.choices(LETTERS, range(27, 1, -1), k=count))


def strew(text: str, lot: random.Random) -> str:
    """Members write words that no caption has. They fall apart into letters; now and then some must be seen and
    ignored.
    """
    if lot.random() < UNKNOWN_SHARE:
        for _ in range(lot.choice((1, 1, 2))):
            words = text.split(" ")
            words.insert(lot.choice((0, lot.randint(0, len(words)), len(words))), letters(lot, lot.randint(3, 7)))
            text = " ".join(words)
    return text


def dress(clauses: list[str], style: str, lot: random.Random) -> str:
    """Puts the clauses together, with words that mean nothing and, if it is not the usual one, the style."""
    text = lot.choice([" ", " ", ", "]).join(clauses)
    if lot.random() < 0.08:
        text = ", ".join(reversed(clauses))
    if lot.random() < 0.12:
        text = lot.choice(OPENINGS) + " " + text
    if lot.random() < 0.1:
        text += ", " + ", ".join(lot.sample(ENDINGS, lot.choice((1, 2))))
    if lot.random() < (0.1 if style == "storybook" else 0.97):
        word = lot.choice(STYLES[style])
        text = lot.choice([f"{text}, {word}", f"{word}, {text}", f"{word} of {text}", f"{text} {word}"])
    return text


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
    text = " ".join([*words, lot.choice(names)])
    article = lot.choice(["a", "a", "a", "one", "the", ""])
    if article == "a" and text[0] in "aeiou":
        article = "an"
    text = f"{article} {text}".strip()
    if thing["side"] in SIDES and lot.random() < (0.3 if thing["side"] == "middle" else 0.75):
        text += " " + lot.choice(SIDES[thing["side"]])
    return text


def split_weights(text: str) -> tuple[list[str], list[float]]:
    """The words of a caption (as CLIP's tokenizer divides it) with the weight of each."""
    words, weights = [], []
    end = 0
    for found in WEIGHTED.finditer(text):
        plain = WORD.findall(text[end : found.start()].lower())
        inside = WORD.findall(found[1].lower())
        words += plain + inside
        weights += [1.0] * len(plain) + [float(found[2])] * len(inside)
        end = found.end()
    rest = WORD.findall(text[end:].lower())
    return words + rest, weights + [1.0] * len(rest)


def grammar() -> list[str]:
    """Every word that a caption can hold, in a fixed order."""
    texts = [text for noun in NOUNS.values() for text in (noun.name, noun.plural, *noun.synonyms)]
    for table in (GROUPS, SIZES, COUNTS, SIDES, PLACES, TIMES, WEATHERS, STYLES):
        texts += [text for choices in table.values() for text in choices]
    texts += STACKED + TOGETHER + OPENINGS + ENDINGS + ["a an one the and next to of with day sun moon sky stars , ."]
    texts += COLOUR_NAMES[1:] + KINDS
    return sorted({word for text in texts for word in WORD.findall(text)})
