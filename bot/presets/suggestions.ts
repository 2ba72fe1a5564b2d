/** Prompts that the bundled demo model draws well; they are its captions' own words. */
export const SUGGESTIONS: readonly string[] = [
  'a big red house in a green meadow, sunny day',
  'a purple castle on the beach at sunset',
  'a yellow hot air balloon in the desert by day',
  'a white cat in the forest at night',
  'an orange butterfly in a meadow with a rainbow',
  'a red lighthouse by the sea, starry night',
  'a blue car in the city at dusk',
  'a huge red mushroom in the forest by day',
  'a pink tree in a snowy landscape at sunset',
  'a (red:1.4) house in the snow by day',
  'a white rocket on the right in the desert at night',
  'three pink flowers in a meadow, sunny day',
];
