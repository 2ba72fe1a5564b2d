/** Prompts that the bundled demo model draws well; they are its captions' own words. */
export const SUGGESTIONS: readonly string[] = [
  'a big red house in a green meadow, sunny day',
  'a purple castle on the beach at sunset',
  'a yellow hot air balloon in the desert by day',
  'a white cat in the snow at night',
  'an orange rocket in the city, starry night',
  'three pink flowers in a meadow with a rainbow',
  'a blue sailboat by the sea at dusk',
  'a huge red mushroom on the grass in the rain',
  'two green trees in a snowy landscape, snowing',
  'a (red:1.4) car in town, cloudy sky',
  'a big green tree on the left and a red house on the right',
  'a black kitten next to a pink mushroom in a field, under the moon',
];
