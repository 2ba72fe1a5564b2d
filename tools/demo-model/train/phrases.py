"""What captions of all worlds say in the same words: sizes, counts, sides, places, hours and weather; and how clauses
become a sentence.
"""

import random
import re

SIZES = {"small": ["small", "tiny", "little"], "big": ["big", "large", "huge"]}
COUNTS = {2: ["two", "two", "2"], 3: ["three", "three", "3"]}
SIDES = {
    "left": ["on the left", "on the left side", "at the left", "left"],
    "right": ["on the right", "on the right side", "at the right", "right"],
    "middle": ["in the middle", "in the centre", "in the center"],
}
PLACES = {
    "meadow": ["in a meadow", "in a green meadow", "on the grass", "in a field", "meadow"],
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
OPENINGS = [
    "a picture of",
    "an image of",
    "a drawing of",
    "a painting of",
    "a photo of",
    "an illustration of",
    "a beautiful",
    "cute",
]
ENDINGS = ["high quality", "beautiful", "detailed", "masterpiece", "best quality", "cute", "colorful", "illustration"]
# Words that captions hold beside the tables.
FILLERS = "a an one the and next to of with day sun moon sky stars , ."
LETTERS = "etaoinshrdlucmfwygpbvkxqjz"
# Of all captions.
UNKNOWN_SHARE = 0.15
WORD = re.compile(r"[a-z]+|[0-9]|[^\sa-z0-9]+")
WEIGHTED = re.compile(r"\((\w+):([\d.]+)\)")


def letters(lot: random.Random, count: int) -> str:
    """A word that does not exist."""
    return "".join(lot.choices(LETTERS, range(27, 1, -1), k=count))


def talkativeness(lot: random.Random) -> float:
    """How likely a caption says where, and when."""
    return 0.3 if lot.random() < 0.2 else 0.85


def said_around(scene: dict, said: float, lot: random.Random) -> list[str]:
    """Place, hour and weather, in any order."""
    around = []
    if lot.random() < said:
        around.append(lot.choice(PLACES[scene["place"]]))
    if lot.random() < said:
        around.append(lot.choice(TIMES[scene["time"]]))
    if lot.random() < (0.08 if scene["weather"] == "clear" else 0.85):
        around.append(lot.choice(WEATHERS[scene["weather"]]))
    lot.shuffle(around)
    return around


def strew(text: str, lot: random.Random) -> str:
    """Members write words that no caption has. They fall apart into letters; now and then some must be seen and
    ignored.
    """
    if lot.random() < UNKNOWN_SHARE:
        for _ in range(lot.choice((1, 1, 2))):
            unknown = letters(lot, lot.randint(3, 7))
            words = text.split(" ")
            words.insert(lot.choice((0, lot.randint(0, len(words)), len(words))), unknown)
            text = " ".join(words)
    return text


def dress(clauses: list[str], styles: list[str], lot: random.Random, is_usual: bool) -> str:
    """Puts the clauses together, with words that mean nothing and, if it is not the usual one, a word of the style."""
    text = lot.choice([" ", " ", ", "]).join(clauses)
    if lot.random() < 0.08:
        text = ", ".join(reversed(clauses))
    if lot.random() < 0.12:
        text = lot.choice(OPENINGS) + " " + text
    if lot.random() < 0.1:
        text += ", " + ", ".join(lot.sample(ENDINGS, lot.choice((1, 2))))
    if lot.random() < (0.1 if is_usual else 0.97):
        word = lot.choice(styles)
        text = lot.choice([f"{text}, {word}", f"{word}, {text}", f"{word} of {text}", f"{text} {word}"])
    return text


def with_article(text: str, lot: random.Random) -> str:
    article = lot.choice(["a", "a", "a", "one", "the", ""])
    if article == "a" and text[0] in "aeiou":
        article = "an"
    return f"{article} {text}".strip()


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


def words_in(texts: list[str]) -> list[str]:
    """The words of all of these, each as often as it is there."""
    return [word for text in texts for word in WORD.findall(text)]
