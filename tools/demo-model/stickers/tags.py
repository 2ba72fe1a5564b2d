"""What a tagger is to say of a sticker scene: each thing with its colour and how many, where one alone stands, the place,
the hour, the weather and the style. In the words of the captions, so that tags side by side are a prompt.
"""

from caption import STYLES as STYLE_WORDS
from nouns import NOUNS
from phrases import COUNTS, PLACES, SIDES, TIMES, WEATHERS
from scene import BASE_STYLES, COLOUR_NAMES, NATURAL, active

COLOURS = COLOUR_NAMES
KINDS = active()
# One, or how many. Sides are tags of their own: with every thing and colour they would make the network half as large again.
SLOTS = ["one", *(words[0] for words in COUNTS.values())]
# Nor is the colour said of several.
THINGS = [(SLOTS[0], colour, kind) for colour in COLOURS for kind in KINDS]
THINGS += [(slot, "", kind) for slot in SLOTS[1:] for kind in KINDS]
# Where the grammar has several words, the first is said.
WHERE = {place: words[0] for place, words in PLACES.items()}
WHEN = {time: words[0] for time, words in TIMES.items()}
SKIES = {weather: words[0] for weather, words in WEATHERS.items() if weather != "clear"}
STYLES = {style: STYLE_WORDS[style][0] for style in BASE_STYLES if style != "storybook"}
STANDS = {side: SIDES[side][0] for side in ("left", "right")}
AROUND = [*STANDS.values(), *WHERE.values(), *WHEN.values(), *SKIES.values(), *STYLES.values()]


def thing_words(slot: str, colour: str, kind: str) -> str:
    """`a red house`, `two cats`, `a panda`."""
    if slot != SLOTS[0]:
        return f"{slot} {NOUNS[kind].plural}"
    said = "" if colour == NATURAL else colour
    text = f"{said} {kind}".strip()
    return f"{'an' if text[0] in 'aeiou' else 'a'} {text}"


TAGS = [*(thing_words(*thing) for thing in THINGS), *AROUND]


def things_of(scene: dict) -> list[tuple[str, str, str]]:
    """How many, colour and kind of each, as THINGS has them."""
    return [
        (COUNTS[thing["count"]][0], "", thing["kind"])
        if thing["count"] > 1
        else (SLOTS[0], thing["colour"], thing["kind"])
        for thing in scene["things"]
    ]


def tags_of(scene: dict) -> list[str]:
    tags = [thing_words(*thing) for thing in things_of(scene)]
    if len(scene["things"]) == 1 and scene["things"][0]["side"] in STANDS:
        tags.append(STANDS[scene["things"][0]["side"]])
    tags += [WHERE[scene["place"]], WHEN[scene["time"]]]
    tags += [table[scene[of]] for table, of in ((SKIES, "weather"), (STYLES, "style")) if scene[of] in table]
    return tags
