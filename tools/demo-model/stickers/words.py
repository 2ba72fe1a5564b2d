"""The words that the model knows, `DIR/words.json`: those of the nouns that its pictures hold come first, then what is
said about them. Easel marks every other word while somebody types.
"""

import json

from caption import GROUPS, STACKED, STYLES
from nouns import NOUNS
from options import options
from phrases import COUNTS, ENDINGS, FILLERS, OPENINGS, PLACES, SIDES, SIZES, TIMES, WEATHERS, words_in
from scene import BASE_STYLES, COLOUR_NAMES, LORA_STYLES, active


def main() -> None:
    nouns = [NOUNS[kind] for kind in active()]
    texts = [noun.name for noun in nouns]
    texts += COLOUR_NAMES[1:]
    texts += [text for noun in nouns for text in (*noun.synonyms, noun.plural)]
    texts += [text for noun in nouns for text in GROUPS[noun.group]]
    for table in (PLACES, TIMES, WEATHERS, SIZES, SIDES, COUNTS):
        texts += [text for choices in table.values() for text in choices]
    texts += [text for style in (*BASE_STYLES, *LORA_STYLES) for text in STYLES[style]]
    texts += STACKED + OPENINGS + ENDINGS + [FILLERS]
    words = list(dict.fromkeys(word for word in words_in(texts) if word.isalpha()))
    (options().work / "words.json").write_text(json.dumps(words) + "\n")
    print(len(words), "words")


if __name__ == "__main__":
    main()
