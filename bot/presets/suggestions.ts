/** Prompts that the bundled demo model draws well; they are its captions' own words. */
export const SUGGESTIONS: readonly string[] = [
  'a big red house in a green meadow, sunny day',
  'a robot in the city at dusk',
  'an astronaut riding a horse on the beach, sunny day',
  'a chicken on top of a burger, sunny day',
  'a panda in the forest by day',
  'a red lighthouse by the sea, starry night',
  'a lion in the desert at sunset',
  'a watermelon on the beach, sunny day',
  'a unicorn in a meadow with a rainbow',
  'a (red:1.4) mushroom in the forest by day',
  'a fox and a mushroom in the forest by day',
  'three penguins in the snow, sunny day',
];
