"""Shapes on a canvas whose sides are 1, either filled (paint) or as outlines (ink), drawn at twice the size."""

import colorsys

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
OVERSAMPLE = 2


def mix(a, b, part: float) -> Colour:
    return tuple(round(x + (y - x) * part) for x, y in zip(a, b, strict=True))


def darker(colour, part: float = 0.3) -> Colour:
    return mix(colour, (0, 0, 0), part)


def lighter(colour, part: float = 0.35) -> Colour:
    return mix(colour, (255, 255, 255), part)


def strengthen(colour, weight: float) -> Colour:
    """Below 1 towards pale grey, above 1 towards the pure and deep colour."""
    if weight <= 1:
        return mix(colour, (214, 214, 216), min(0.8, 1.3 * (1 - weight)))
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in colour))
    more = 1.4 * (weight - 1)
    saturation = saturation + (1 - saturation) * more
    return tuple(
        round(255 * channel) for channel in colorsys.hsv_to_rgb(hue, min(1, saturation), value * (1 - 0.12 * more))
    )


class Pen:
    """With `paper`, every shape is an outline in `ink(colour)` over paper; else it is filled and has none."""

    def __init__(self, size: int, paper: Colour | None = None, ink=None):
        self.width = size * OVERSAMPLE
        self.paper = paper
        self.ink = ink
        self.image = Image.new("RGB", (self.width, self.width), paper or (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)
        self.line_width = max(2, round(self.width * 0.016))

    def polygon(self, points, colour: Colour) -> None:
        at = [(x * self.width, y * self.width) for x, y in points]
        if self.paper is None:
            self.draw.polygon(at, fill=colour)
            return
        self.draw.polygon(at, fill=self.paper)
        self.draw.line([*at, at[0], at[1]], fill=self.ink(colour), width=self.line_width, joint="curve")

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """Around a centre; too small ones are left out of outlines, where they would be blots."""
        box = [(x - rx) * self.width, (y - ry) * self.width, (x + rx) * self.width, (y + ry) * self.width]
        if self.paper is None:
            self.draw.ellipse(box, fill=colour)
        elif min(rx, ry) > 0.012:
            self.draw.ellipse(box, fill=self.paper, outline=self.ink(colour), width=self.line_width)

    def shadow(self, x: float, y: float, rx: float, ry: float) -> None:
        """On what is drawn there already; outlines have none."""
        if self.paper is None:
            below = self.image.getpixel((round(min(max(x, 0), 0.99) * self.width), round(min(y, 0.99) * self.width)))
            self.ellipse(x, y, rx, ry, darker(below, 0.22))

    def half(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """The upper half of an ellipse that stands on y."""
        box = [(x - rx) * self.width, (y - ry) * self.width, (x + rx) * self.width, (y + ry) * self.width]
        if self.paper is None:
            self.draw.pieslice(box, 180, 360, fill=colour)
        else:
            self.draw.pieslice(box, 180, 360, fill=self.paper, outline=self.ink(colour), width=self.line_width)

    def rectangle(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
        self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour)

    def line(self, points, colour: Colour, width: float) -> None:
        at = [(x * self.width, y * self.width) for x, y in points]
        thick = max(2, round(width * self.width))
        if self.paper is None:
            self.draw.line(at, fill=colour, width=thick, joint="curve")
        else:
            self.draw.line(at, fill=self.ink(colour), width=self.line_width, joint="curve")

    def arc(self, x: float, y: float, rx: float, ry: float, colour: Colour, width: float) -> None:
        """An arch: the upper half of an ellipse's line."""
        box = [(x - rx) * self.width, (y - ry) * self.width, (x + rx) * self.width, (y + ry) * self.width]
        thick = max(2, round(width * self.width)) if self.paper is None else self.line_width
        self.draw.arc(box, 180, 360, fill=colour if self.paper is None else self.ink(colour), width=thick)
