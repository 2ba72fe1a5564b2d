"""What scenes of all worlds have in common: colours of things, places, hours and weather."""

# Softer than they could be, so that a weight above 1 has somewhere to go.
COLOURS = {
    "red": (216, 60, 56),
    "orange": (240, 140, 48),
    "yellow": (246, 212, 72),
    "green": (52, 150, 82),
    "blue": (58, 104, 206),
    "purple": (134, 78, 184),
    "pink": (242, 148, 190),
    "white": (250, 250, 250),
    "black": (44, 42, 52),
}
PLACES = ["meadow", "beach", "snow", "desert", "city", "forest"]
TIMES = ["day", "sunset", "night"]
WEATHERS = ["clear", "clouds", "rain", "snowfall", "rainbow"]
SIZES = ["small", "usual", "big"]


def settled_weather(weather: str, time: str) -> str:
    """There is no rainbow but by day."""
    return "clear" if weather == "rainbow" and time != "day" else weather


def colour_weight(lot) -> float:
    """How strong a colour is: what `(red:1.4)` asks for. One in five differs from 1."""
    return round(lot.uniform(0.5, 1.6), 2) if lot.random() < 0.2 else 1.0
