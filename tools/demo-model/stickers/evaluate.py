"""What `named` asks the model to draw, and the figures of weights on words, added to `DIR/figures.json`. The other figures
are those of match.py and judge.py.
"""

import json
import random

from options import options
from phrases import PLACES as SAID_PLACES
from phrases import SIDES as SAID_SIDES
from phrases import TIMES as SAID_TIMES
from question import one
from sampling import Painter
from scene import NATURAL, PLACES, SIDES, TIMES, active
from weighted import weights

SEED = 50_000
WEIGHTED_THINGS = 12


def main() -> None:
    file = options().work / "figures.json"
    found = json.loads(file.read_text()) if file.exists() else {}
    kinds = random.Random(5).sample(active(), WEIGHTED_THINGS)
    found["weights"] = weights(Painter(), kinds, SEED)
    print(json.dumps(found["weights"], indent=1))
    file.write_text(json.dumps(found, indent=1))


def question(i: int) -> dict[str, str]:
    """One plain thing in its own colour, each noun in its turn."""
    lot = random.Random(f"question {i}")
    tables = {"side": SIDES[:3], "place": PLACES, "time": TIMES}
    asked = {name: lot.choice(values) for name, values in tables.items()}
    return {"kind": active()[i % len(active())], "colour": NATURAL, "style": "storybook", **asked}


def prompt(q: dict[str, str]) -> str:
    around = f"{SAID_SIDES[q['side']][0]} {SAID_PLACES[q['place']][0]} {SAID_TIMES[q['time']][0]}"
    return f"{one(q['kind'])} {around}"


if __name__ == "__main__":
    main()
