"""Stage 1: CLIP's byte-level BPE over the words of the grammar. Every word of it becomes one token; others fall
apart into letters.
"""

import json
from functools import cache

from caption import grammar
from options import options
from phrases import split_weights

LENGTH = 77
START, END = "<|startoftext|>", "<|endoftext|>"
SETTINGS = {
    "tokenizer_class": "CLIPTokenizer",
    "model_max_length": LENGTH,
    "bos_token": START,
    "eos_token": END,
    "unk_token": END,
    "pad_token": END,
    "do_lower_case": True,
}


def main() -> None:
    folder = options().work / "tokenizer"
    folder.mkdir(parents=True, exist_ok=True)
    merges = learn_merges(grammar())
    letters = byte_letters()
    tokens = letters + [letter + "</w>" for letter in letters] + [a + b for a, b in merges] + [START, END]
    assert len(set(tokens)) == len(tokens)
    vocabulary = {token: i for i, token in enumerate(tokens)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(f"{a} {b}" for a, b in merges) + "\n")
    (folder / "tokenizer_config.json").write_text(json.dumps(SETTINGS, indent=2))
    special = {name: SETTINGS[name] for name in ("bos_token", "eos_token", "unk_token", "pad_token")}
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2))
    print(f"{len(tokens)} tokens, {len(merges)} merges")


def byte_letters() -> list[str]:
    """The printable stand-ins for the 256 bytes, as GPT-2's tokenizer has them."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in plain]
    return [chr(byte) for byte in plain] + [chr(256 + i) for i in range(len(rest))]


def learn_merges(words: list[str]) -> list[tuple[str, str]]:
    """Byte pair encoding to the end: the commonest pair is joined until each word is one token."""
    parts = {word: [*word[:-1], word[-1] + "</w>"] for word in words}
    merges = []
    while any(len(part) > 1 for part in parts.values()):
        counts: dict[tuple[str, str], int] = {}
        for part in parts.values():
            for pair in zip(part, part[1:], strict=False):
                counts[pair] = counts.get(pair, 0) + 1
        best = max(counts, key=lambda pair: (counts[pair], pair))
        merges.append(best)
        parts = {word: join(part, best) for word, part in parts.items()}
    return merges


def join(part: list[str], pair: tuple[str, str]) -> list[str]:
    out: list[str] = []
    for letter in part:
        if out and (out[-1], letter) == pair:
            out[-1] += letter
        else:
            out.append(letter)
    return out


class Words:
    """Captions to token ids, as CLIPTokenizer does it, with the weight of each token."""

    def __init__(self, folder):
        self.ids = json.loads((folder / "vocab.json").read_text())
        merges = (folder / "merges.txt").read_text().splitlines()[1:]
        self.ranks = {tuple(line.split(" ")): i for i, line in enumerate(merges)}
        self.start, self.end = self.ids[START], self.ids[END]
        self.tokens = cache(self.tokens)

    def encode(self, text: str, length: int = LENGTH) -> tuple[list[int], list[float]]:
        ids, weights = [self.start], [1.0]
        for word, weight in zip(*split_weights(text), strict=True):
            found = self.tokens(word)
            ids += found
            weights += [weight] * len(found)
        ids, weights = ids[: length - 1], weights[: length - 1]
        rest = length - len(ids)
        return ids + [self.end] * rest, weights + [1.0] * rest

    def tokens(self, word: str) -> list[int]:
        part = [*word[:-1], word[-1] + "</w>"]
        while pairs := [pair for pair in zip(part, part[1:], strict=False) if pair in self.ranks]:
            part = join(part, min(pairs, key=self.ranks.__getitem__))
        return [self.ids[token] for token in part]


if __name__ == "__main__":
    main()
