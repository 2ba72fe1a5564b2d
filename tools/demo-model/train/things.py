"""The dozen things. Each stands on (x, y), is about `s` high and mostly in its one colour; its silhouette alone
tells it.
"""

import math

from pen import Pen, darker, lighter, mix

WOOD = (124, 82, 50)
GLASS = (204, 232, 248)
LAMP = (255, 234, 140)
PAPER = (250, 246, 232)
DARK = (52, 50, 62)


def shade(colour):
    return darker(colour, 0.22) if sum(colour) > 200 else lighter(colour, 0.16)


def roof(colour):
    """Never the colour of the walls."""
    red, _, blue = colour
    return (74, 82, 130) if red > 190 and blue < 120 else (176, 62, 58)


def house(pen: Pen, x, y, s, c):
    w = s * 0.5
    pen.rectangle(x + w * 0.4, y - s * 0.98, x + w * 0.66, y - s * 0.62, (150, 96, 84))
    pen.rectangle(x - w, y - s * 0.56, x + w, y, c)
    pen.polygon([(x - w * 1.25, y - s * 0.54), (x, y - s * 1.06), (x + w * 1.25, y - s * 0.54)], roof(c))
    pen.rectangle(x - w * 0.2, y - s * 0.34, x + w * 0.2, y, WOOD)
    for k in (-0.62, 0.62):
        pen.rectangle(x + (k - 0.2) * w, y - s * 0.42, x + (k + 0.2) * w, y - s * 0.2, LAMP)


def castle(pen: Pen, x, y, s, c):
    w = s * 0.56
    pen.rectangle(x - w * 0.7, y - s * 0.58, x + w * 0.7, y, c)
    for i in range(3):
        a = x - w * 0.42 + i * w * 0.34
        pen.rectangle(a, y - s * 0.7, a + w * 0.17, y - s * 0.56, c)
    for k in (-1, 1):
        pen.rectangle(x + k * w - w * 0.26, y - s * 0.82, x + k * w + w * 0.26, y, shade(c))
        pen.polygon(
            [(x + k * w - w * 0.36, y - s * 0.8), (x + k * w, y - s * 1.16), (x + k * w + w * 0.36, y - s * 0.8)],
            roof(c),
        )
        pen.rectangle(x + k * w - w * 0.08, y - s * 0.64, x + k * w + w * 0.08, y - s * 0.44, DARK)
    pen.half(x, y - s * 0.2, w * 0.26, s * 0.16, WOOD)
    if pen.paper is None:
        pen.rectangle(x - w * 0.26, y - s * 0.21, x + w * 0.26, y, WOOD)


def lighthouse(pen: Pen, x, y, s, c):
    def at(h):
        return s * (0.24 - 0.11 * h / 0.82)

    for i in range(4):
        low, high = i * 0.205, (i + 1) * 0.205
        stripe = c if i % 2 == 0 or sum(c) > 700 else PAPER
        if sum(c) > 700 and i % 2:
            stripe = (170, 178, 196)
        pen.polygon(
            [
                (x - at(low), y - s * low),
                (x + at(low), y - s * low),
                (x + at(high), y - s * high),
                (x - at(high), y - s * high),
            ],
            stripe,
        )
    pen.rectangle(x - s * 0.18, y - s * 0.87, x + s * 0.18, y - s * 0.82, DARK)
    pen.rectangle(x - s * 0.1, y - s * 1.02, x + s * 0.1, y - s * 0.87, (255, 226, 96))
    pen.polygon(
        [(x - s * 0.17, y - s * 1.01), (x, y - s * 1.2), (x + s * 0.17, y - s * 1.01)],
        c if sum(c) < 700 else (176, 62, 58),
    )


def tree(pen: Pen, x, y, s, c):
    pen.rectangle(x - s * 0.08, y - s * 0.42, x + s * 0.08, y, WOOD)
    for dx, dy, r in ((-0.24, 0.56, 0.25), (0.24, 0.56, 0.25), (0, 0.82, 0.31)):
        pen.ellipse(x + dx * s, y - dy * s, r * s, r * s, c)
    if pen.paper is None:
        pen.ellipse(x, y - 0.62 * s, 0.25 * s, 0.24 * s, c)
        pen.ellipse(x - 0.1 * s, y - 0.88 * s, 0.12 * s, 0.1 * s, lighter(c, 0.22))


def flower(pen: Pen, x, y, s, c):
    green = (66, 150, 74)
    pen.line([(x, y), (x, y - s * 0.62)], green, s * 0.06)
    for k in (-1, 1):
        pen.ellipse(x + k * s * 0.17, y - s * 0.2, s * 0.16, s * 0.08, green)
    top = y - s * 0.76
    for i in range(6):
        a = i * math.pi / 3 + 0.5
        pen.ellipse(x + math.cos(a) * s * 0.24, top + math.sin(a) * s * 0.24, s * 0.16, s * 0.16, c)
    pen.ellipse(x, top, s * 0.15, s * 0.15, (120, 74, 40) if c[0] > 225 and c[2] < 110 else (255, 208, 64))


def mushroom(pen: Pen, x, y, s, c):
    pen.polygon(
        [(x - s * 0.15, y - s * 0.45), (x + s * 0.15, y - s * 0.45), (x + s * 0.2, y), (x - s * 0.2, y)],
        (248, 234, 206),
    )
    pen.half(x, y - s * 0.4, s * 0.56, s * 0.56, c)
    dot = PAPER if sum(c) < 700 else (222, 96, 92)
    for dx, dy in ((-0.28, 0.56), (0.02, 0.74), (0.3, 0.54)):
        pen.ellipse(x + dx * s, y - dy * s, s * 0.09, s * 0.09, dot)


def car(pen: Pen, x, y, s, c):
    y -= s * 0.12
    pen.polygon(
        [
            (x - s * 0.42, y - s * 0.34),
            (x - s * 0.26, y - s * 0.68),
            (x + s * 0.2, y - s * 0.68),
            (x + s * 0.4, y - s * 0.34),
        ],
        c,
    )
    for a, b, d, e in ((-0.31, -0.04, -0.21, -0.04), (0.05, 0.3, 0.05, 0.17)):
        pen.polygon(
            [
                (x + a * s, y - s * 0.37),
                (x + d * s, y - s * 0.59),
                (x + e * s, y - s * 0.59),
                (x + b * s, y - s * 0.37),
            ],
            GLASS,
        )
    pen.polygon(
        [
            (x - s * 0.66, y),
            (x - s * 0.66, y - s * 0.28),
            (x - s * 0.5, y - s * 0.36),
            (x + s * 0.52, y - s * 0.36),
            (x + s * 0.68, y - s * 0.22),
            (x + s * 0.68, y),
        ],
        c,
    )
    for k in (-0.36, 0.36):
        pen.ellipse(x + k * s, y, s * 0.16, s * 0.16, DARK)
        pen.ellipse(x + k * s, y, s * 0.07, s * 0.07, (206, 206, 214))


def boat(pen: Pen, x, y, s, c):
    pen.line([(x, y - s * 0.28), (x, y - s * 1.1)], WOOD, s * 0.04)
    pen.polygon([(x + s * 0.05, y - s * 1.08), (x + s * 0.05, y - s * 0.36), (x + s * 0.52, y - s * 0.36)], PAPER)
    pen.polygon(
        [(x - s * 0.06, y - s * 0.94), (x - s * 0.06, y - s * 0.36), (x - s * 0.4, y - s * 0.36)], (228, 226, 220)
    )
    pen.polygon([(x - s * 0.64, y - s * 0.3), (x + s * 0.66, y - s * 0.3), (x + s * 0.44, y), (x - s * 0.44, y)], c)


def balloon(pen: Pen, x, y, s, c):
    for k in (-1, 1):
        pen.line([(x + k * s * 0.22, y - s * 0.42), (x + k * s * 0.09, y - s * 0.16)], WOOD, s * 0.02)
    pen.ellipse(x, y - s * 0.76, s * 0.42, s * 0.42, c)
    pen.ellipse(x, y - s * 0.76, s * 0.17, s * 0.42, lighter(c, 0.35) if sum(c) < 700 else (206, 210, 222))
    pen.rectangle(x - s * 0.12, y - s * 0.18, x + s * 0.12, y, WOOD)


def rocket(pen: Pen, x, y, s, c):
    pen.polygon([(x - s * 0.12, y - s * 0.2), (x, y + s * 0.08), (x + s * 0.12, y - s * 0.2)], (255, 168, 48))
    for k in (-1, 1):
        pen.polygon(
            [(x + k * s * 0.16, y - s * 0.56), (x + k * s * 0.44, y - s * 0.12), (x + k * s * 0.12, y - s * 0.22)],
            roof(c),
        )
    body = [(-0.16, 0.2), (-0.23, 0.55), (-0.15, 0.9), (0, 1.18), (0.15, 0.9), (0.23, 0.55), (0.16, 0.2)]
    pen.polygon([(x + a * s, y - b * s) for a, b in body], c)
    pen.ellipse(x, y - s * 0.72, s * 0.11, s * 0.11, GLASS)


def cat(pen: Pen, x, y, s, c):
    pen.line(
        [(x + s * 0.2, y - s * 0.06), (x + s * 0.46, y - s * 0.14), (x + s * 0.46, y - s * 0.5)], shade(c), s * 0.1
    )
    pen.ellipse(x, y - s * 0.28, s * 0.3, s * 0.3, c)
    for k in (-1, 1):
        pen.polygon(
            [(x + k * s * 0.33, y - s * 0.76), (x + k * s * 0.3, y - s * 1.14), (x + k * s * 0.04, y - s * 0.94)], c
        )
    pen.ellipse(x, y - s * 0.74, s * 0.36, s * 0.28, c)
    eye = DARK if sum(c) > 200 else (250, 228, 96)
    for k in (-1, 1):
        pen.ellipse(x + k * s * 0.15, y - s * 0.78, s * 0.055, s * 0.075, eye)
    pen.ellipse(x, y - s * 0.64, s * 0.05, s * 0.035, (244, 128, 150))


def butterfly(pen: Pen, x, y, s, c):
    for k in (-1, 1):
        pen.polygon(
            [
                (x, y - s * 0.56),
                (x + k * s * 0.5, y - s * 1.06),
                (x + k * s * 0.62, y - s * 0.66),
                (x + k * s * 0.42, y - s * 0.48),
            ],
            c,
        )
        pen.polygon(
            [
                (x, y - s * 0.5),
                (x + k * s * 0.44, y - s * 0.46),
                (x + k * s * 0.42, y - s * 0.1),
                (x + k * s * 0.16, y - s * 0.14),
            ],
            shade(c),
        )
        pen.ellipse(
            x + k * s * 0.4, y - s * 0.74, s * 0.08, s * 0.08, mix(c, PAPER, 0.6) if sum(c) < 700 else (250, 180, 90)
        )
    pen.ellipse(x, y - s * 0.52, s * 0.06, s * 0.36, DARK)


DRAW = {
    "house": house,
    "castle": castle,
    "lighthouse": lighthouse,
    "tree": tree,
    "flower": flower,
    "mushroom": mushroom,
    "car": car,
    "boat": boat,
    "balloon": balloon,
    "rocket": rocket,
    "cat": cat,
    "butterfly": butterfly,
}
# To make them of equal weight to the eye.
SCALE = {
    "house": 0.95,
    "castle": 0.9,
    "lighthouse": 1.0,
    "car": 1.0,
    "boat": 0.95,
    "mushroom": 1.05,
    "cat": 0.95,
    "butterfly": 0.95,
}
FLYING = {"balloon", "rocket", "butterfly"}
