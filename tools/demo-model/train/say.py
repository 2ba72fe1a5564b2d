"""What a captioner is to say of a scene: one caption, always in the same order, and only what can be seen."""

from caption import PLURALS, STYLES
from phrases import COUNTS, PLACES, SIDES, SIZES, TIMES, WEATHERS, words_in
from probe import COLOURED
from scene import COLOUR_NAMES, KINDS

AND, WITH, A, AN = "and", "with", "a", "an"
# Where the grammar has several, its first is said.
WHERE = {place: words[0] for place, words in PLACES.items()}
WHEN = {time: words[0] for time, words in TIMES.items()}
SKIES = {weather: words[0] for weather, words in WEATHERS.items() if weather != "clear"}


def said_of(scene: dict) -> str:
    """`a big red house on the left in a meadow by day, with a rainbow, pixel art`."""
    things = sorted(scene["things"], key=lambda thing: thing["side"])
    main = f" {AND} ".join(thing_words(thing, scene["style"], len(things) == 1) for thing in things)
    told = [f"{main} {WHERE[scene['place']]} {WHEN[scene['time']]}"]
    told += [SKIES[scene["weather"]]] if scene["weather"] in SKIES else []
    told += [STYLES[scene["style"]][0]] if scene["style"] != "storybook" else []
    return ", ".join(told)


def thing_words(thing: dict, style: str, is_alone: bool) -> str:
    """One that stands alone has its side and, where the size is not the usual one, its size."""
    words = [thing["colour"]] if style in COLOURED else []
    if thing["count"] > 1:
        return " ".join([COUNTS[thing["count"]][0], *words, PLURALS.get(thing["kind"], thing["kind"] + "s")])
    if is_alone and thing["size"] != "usual":
        words.insert(0, SIZES[thing["size"]][-1 if thing["size"] == "small" else 0])
    text = " ".join([*words, thing["kind"]])
    text = f"{AN if text[0] in 'aeiou' else A} {text}"
    return f"{text} {SIDES[thing['side']][0]}" if is_alone and thing["side"] != "middle" else text


def vocabulary() -> list[str]:
    """Every word that such a caption can hold, in a fixed order."""
    texts = [A, AN, AND, *COLOUR_NAMES, *KINDS, *(PLURALS.get(kind, kind + "s") for kind in KINDS), ","]
    texts += [words[0] for table in (COUNTS, SIDES, STYLES) for words in table.values()]
    texts += [SIZES["small"][-1], SIZES["big"][0], *WHERE.values(), *WHEN.values(), *SKIES.values()]
    return sorted({*words_in(texts)})
