"""What the contact sheets of the model card show."""

PROMPTS = [
    "a robot in a meadow by day",
    "an astronaut on the left in the city at night",
    "a dragon in the snow by day",
    "a big pizza on the beach at sunset",
    "a panda in the forest by day",
    "three penguins in the snow by day",
    "a unicorn under a rainbow",
    "a rocket in the desert at night",
    "a red lighthouse by the sea, starry night",
    "a purple castle on the beach at sunset",
    "a dinosaur in the city by day",
    "an octopus on the beach by day",
    "two cats in a meadow by day",
    "pixel art of a burger in the city by day",
    "a snowman in the snow, watercolor painting",
    "a blue teddy bear on the right in the forest by day",
]
STYLE_PROMPTS = PROMPTS[:4] + PROMPTS[8:12]
WEIGHTED = ("house", "car", "tree", "mushroom", "cat", "rocket", "umbrella", "dragon")
