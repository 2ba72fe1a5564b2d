"""What the contact sheets of the model card show."""

PROMPTS = [
    "a red house in a meadow by day",
    "a blue car on the left in the city at night",
    "a yellow flower in the snow by day",
    "a big purple castle on the beach at sunset",
    "a green balloon in the desert by day",
    "three orange mushrooms in the forest by day",
    "a white rocket on the right at night in the desert",
    "a black cat in the snow at sunset",
    "a white boat by the sea at sunset",
    "a red lighthouse on the beach at night",
    "a pink tree in a meadow under a rainbow",
    "an orange butterfly in the forest at sunset",
    "two blue cats in the city by day",
    "pixel art of a red car in the city by day",
    "a blue castle in the snow, watercolor painting",
    "line drawing of a cat in a meadow",
]
STYLE_PROMPTS = PROMPTS[:4] + PROMPTS[8:12]
WEIGHTED = ("house", "car", "tree", "mushroom", "cat", "balloon", "boat", "flower")
