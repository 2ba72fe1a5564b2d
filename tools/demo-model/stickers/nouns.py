"""The things that stickers show: `nouns.csv`, those that people ask for most first, so that a model of the first N of
them is a model worth having.
"""

import csv
import pathlib
from dataclasses import dataclass

FILE = pathlib.Path(__file__).with_name("nouns.csv")


@dataclass(frozen=True)
class Noun:
    name: str
    icon: str
    """In Fluent Emoji; `drawn:` stands before what our own pen draws."""
    group: str
    synonyms: tuple[str, ...]
    plural: str


def read_nouns() -> list[Noun]:
    with FILE.open() as file:
        return [
            Noun(
                row["noun"],
                row["icon"],
                row["group"],
                tuple(word for word in row["synonyms"].split("|") if word),
                row["plural"] or plural(row["noun"]),
            )
            for row in csv.DictReader(file)
        ]


def plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


NOUNS = {noun.name: noun for noun in read_nouns()}
