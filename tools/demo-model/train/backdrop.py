"""Behind the things: sky, sun or moon, weather, and one of six places. Few, large shapes: the latents hold 8 × 8
pixels each.
"""

import math
import random

import numpy as np
from PIL import Image

from pen import Pen, darker, lighter, mix

HORIZON = 0.6
SKY = {
    "day": ((104, 184, 240), (212, 238, 252)),
    "sunset": ((132, 82, 156), (255, 178, 108)),
    "night": ((16, 22, 66), (60, 72, 140)),
}
GROUND = {
    "meadow": (158, 208, 102),
    "beach": (246, 220, 156),
    "snow": (226, 236, 248),
    "desert": (238, 192, 118),
    "city": (142, 144, 154),
    "forest": (110, 150, 84),
}
ROAD = (92, 94, 104)
NIGHT = (26, 32, 92)
DUSK = (190, 92, 96)
RAINBOW = ((226, 70, 66), (250, 166, 60), (250, 228, 92), (96, 190, 100), (76, 126, 222), (150, 96, 190))


def tint(colour, time: str):
    """By the light of the hour."""
    return mix(colour, NIGHT, 0.52) if time == "night" else mix(colour, DUSK, 0.28) if time == "sunset" else colour


def backdrop(pen: Pen, scene: dict, lot: random.Random) -> None:
    time, place, weather = scene["time"], scene["place"], scene["weather"]
    if pen.paper is None:
        paint_sky(pen, time, weather)
    light(pen, time, weather, lot)
    if weather == "rainbow":
        for i, colour in enumerate(RAINBOW[:: 1 if pen.paper is None else 2]):
            r = 0.44 - i * (0.028 if pen.paper is None else 0.06)
            pen.arc(0.5, HORIZON, r, r, colour, 0.032)
    FAR[place](pen, time, lot)
    NEAR[place](pen, time, lot)
    if weather in ("clouds", "rain", "snowfall"):
        clouds(pen, time, weather, lot)


def paint_sky(pen: Pen, time: str, weather: str) -> None:
    top, low = SKY[time]
    if time == "day" and weather in ("clouds", "rain", "snowfall"):
        top, low = mix(top, (150, 164, 184), 0.55), mix(low, (206, 212, 222), 0.55)
    height = round(HORIZON * pen.width) + 2
    down = np.linspace(0, 1, height)[:, None]
    column = np.array(top) * (1 - down) + np.array(low) * down
    pen.image.paste(Image.fromarray(np.repeat(column[:, None, :], pen.width, 1).astype("uint8")), (0, 0))


def light(pen: Pen, time: str, weather: str, lot: random.Random) -> None:
    x, y = lot.choice((lot.uniform(0.1, 0.3), lot.uniform(0.7, 0.9))), lot.uniform(0.12, 0.18)
    if time == "sunset":
        pen.ellipse(x, HORIZON - 0.03, 0.13, 0.13, (255, 228, 120))
    elif time == "night":
        stars = [(lot.uniform(0.04, 0.96), lot.uniform(0.03, 0.42)) for _ in range(7)]
        for a, b in stars:
            if abs(a - x) + abs(b - y) > 0.2:
                r = 0.016
                pen.polygon([(a, b - 1.5 * r), (a + r, b), (a, b + 1.5 * r), (a - r, b)], (255, 248, 206))
        around = [(x + 0.09 * math.cos(q), y + 0.09 * math.sin(q)) for q in np.linspace(-2.1, 2.1, 16) + 2.6]
        inner = [
            (x + 0.045 + 0.075 * math.cos(q), y - 0.03 + 0.075 * math.sin(q)) for q in np.linspace(2.0, -2.0, 16) + 2.6
        ]
        pen.polygon(around + inner, (255, 246, 204))
    elif weather in ("clear", "rainbow"):
        for i in range(8):
            q = i * math.pi / 4 + 0.2
            c, s = math.cos(q), math.sin(q)
            pen.line([(x + c * 0.115, y + s * 0.115), (x + c * 0.155, y + s * 0.155)], (255, 220, 96), 0.022)
        pen.ellipse(x, y, 0.09, 0.09, (255, 222, 84))


def hills(pen: Pen, time: str, lot: random.Random) -> None:
    g = tint((126, 184, 92), time)
    for k in range(2):
        pen.ellipse(
            lot.uniform(0.05, 0.4) + k * 0.5,
            HORIZON + 0.16,
            lot.uniform(0.36, 0.5),
            lot.uniform(0.24, 0.32),
            darker(g, 0.06 * k),
        )


def peaks(pen: Pen, time: str, lot: random.Random) -> None:
    x0 = lot.uniform(-0.05, 0.1)
    for k in range(3):
        x, h = x0 + k * 0.42, lot.uniform(0.2, 0.3)
        pen.polygon([(x - h, HORIZON + 0.01), (x, HORIZON - h), (x + h, HORIZON + 0.01)], tint((150, 176, 212), time))
        pen.polygon(
            [(x - h * 0.38, HORIZON - h * 0.62), (x, HORIZON - h), (x + h * 0.38, HORIZON - h * 0.62)],
            tint((250, 252, 255), time),
        )


def pyramids(pen: Pen, time: str, lot: random.Random) -> None:
    x, h = lot.uniform(0.25, 0.75), lot.uniform(0.2, 0.28)
    pen.polygon(
        [(x - h * 1.5, HORIZON + 0.01), (x, HORIZON - h), (x + h * 1.5, HORIZON + 0.01)], tint((224, 170, 96), time)
    )
    if pen.paper is None:
        pen.polygon(
            [(x, HORIZON - h), (x + h * 1.5, HORIZON + 0.01), (x + h * 0.4, HORIZON + 0.01)], tint((196, 140, 78), time)
        )


def towers(pen: Pen, time: str, lot: random.Random) -> None:
    x = -lot.uniform(0, 0.08)
    window = (206, 228, 242) if time == "day" else (255, 226, 128)
    while x < 1:
        w, h = lot.uniform(0.16, 0.22), lot.uniform(0.2, 0.46)
        pen.rectangle(
            x,
            HORIZON - h,
            x + w,
            HORIZON + 0.01,
            tint(lot.choice(((158, 166, 188), (136, 146, 174), (178, 166, 178))), time),
        )
        b = HORIZON - h + 0.05
        while pen.paper is None and b < HORIZON - 0.08:
            for a in (x + w * 0.18, x + w * 0.58):
                pen.rectangle(a, b, a + w * 0.24, b + 0.05, window)
            b += 0.11
        x += w + 0.012


def firs(pen: Pen, time: str, lot: random.Random) -> None:
    x = -lot.uniform(0, 0.1)
    while x < 1.1:
        h = lot.uniform(0.34, 0.48)
        c = tint(lot.choice(((44, 110, 84), (56, 124, 88))), time)
        pen.polygon([(x - 0.12, HORIZON + 0.02), (x, HORIZON - h), (x + 0.12, HORIZON + 0.02)], c)
        x += lot.uniform(0.14, 0.18)


def ground(place: str):
    def paint(pen: Pen, time: str, lot: random.Random) -> None:
        pen.rectangle(-0.05, HORIZON, 1.05, 1.05, tint(GROUND[place], time))

    return paint


def street(pen: Pen, time: str, lot: random.Random) -> None:
    ground("city")(pen, time, lot)
    pen.rectangle(-0.05, 0.76, 1.05, 1.05, tint(ROAD, time))
    for i in range(4):
        pen.rectangle(i * 0.28 + 0.02, 0.925, i * 0.28 + 0.16, 0.95, tint((240, 232, 170), time))


def shore(pen: Pen, time: str, lot: random.Random) -> None:
    sea = tint((64, 150, 210), time)
    pen.rectangle(-0.05, HORIZON, 1.05, 1.05, sea)
    if pen.paper is None:
        pen.ellipse(lot.uniform(0.3, 0.7), 1.3, 1.1, 0.545, lighter(sea, 0.5))
    pen.ellipse(lot.uniform(0.4, 0.6), 1.3, 1.1, 0.52, tint(GROUND["beach"], time))


def dunes(pen: Pen, time: str, lot: random.Random) -> None:
    ground("desert")(pen, time, lot)
    pen.ellipse(lot.uniform(0, 1), 1.2, 0.7, 0.42, tint((228, 178, 104), time))


def clouds(pen: Pen, time: str, weather: str, lot: random.Random) -> None:
    colour = {"day": (250, 250, 252), "sunset": (250, 200, 182), "night": (104, 114, 164)}[time]
    if weather != "clouds":
        colour = mix(colour, (120, 126, 146), 0.5)
    for k in range(2):
        x, y, r = 0.27 + k * 0.46 + lot.uniform(-0.08, 0.08), lot.uniform(0.14, 0.2), lot.uniform(0.07, 0.085)
        if pen.paper is None:
            pen.rectangle(x - r * 1.3, y, x + r * 1.3, y + r, colour)
        for dx, dy, m in ((-1.3, 0.2, 0.8), (1.3, 0.2, 0.8), (0, -0.2, 1.2)):
            pen.ellipse(x + dx * r, y + dy * r, r * m, r * m, colour)


def falling(pen: Pen, weather: str, lot: random.Random) -> None:
    """Rain and snow, before everything: a few large drops and flakes, spread evenly."""
    for i in range(16):
        x = (i % 4 + lot.uniform(0.15, 0.85)) / 4
        y = (i // 4 + lot.uniform(0.15, 0.85)) / 4
        if weather == "rain":
            pen.line([(x + 0.02, y - 0.05), (x - 0.02, y + 0.05)], (150, 196, 240), 0.02)
        elif weather == "snowfall":
            pen.ellipse(x, y, 0.02, 0.02, (255, 255, 255))


FAR = {
    "meadow": hills,
    "beach": lambda pen, time, lot: None,
    "snow": peaks,
    "desert": pyramids,
    "city": towers,
    "forest": firs,
}
NEAR = {
    "meadow": ground("meadow"),
    "beach": shore,
    "snow": ground("snow"),
    "desert": dunes,
    "city": street,
    "forest": ground("forest"),
}
