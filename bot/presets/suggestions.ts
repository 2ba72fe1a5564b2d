/** Prompts that the bundled demo model draws well; they are its captions' own words. */
export const SUGGESTIONS: readonly string[] = [
  'a big red house in a green meadow, sunny day',
  'a robot in the city at dusk',
  'a purple castle on the beach at sunset',
  'a dragon in the snow by day',
  'a panda in the forest by day',
  'a red lighthouse by the sea, starry night',
  'an astronaut in the desert at night',
  'a big pizza on the beach at sunset',
  'a unicorn in a meadow with a rainbow',
  'a (red:1.4) mushroom in the forest by day',
  'a white rocket on the right in the desert at night',
  'three penguins in the snow, sunny day',
];
