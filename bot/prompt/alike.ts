import type { Alike } from '#bot/prompt/unknown-words.ts';

/**
 * What people ask for that small models do not know, behind what comes nearest to it in kind: a hamster is no
 * "monster", though it is spelt like one.
 */
const ALIKE =
  'cat lynx leopard panther cheetah;lion tiger;dog wolf hound;fox wolf raccoon otter badger;' +
  'horse donkey zebra deer cow goat sheep camel llama moose giraffe pegasus;' +
  'bear koala sloth gorilla beaver yeti;elephant mammoth rhino hippo;monkey ape gorilla;' +
  'rabbit hamster mouse rat squirrel hedgehog kangaroo;frog turtle lizard;' +
  'owl bird eagle parrot raven crow chicken duck swan;penguin seal flamingo;' +
  'butterfly bee ladybug dragonfly insect bug spider ant;fish shark dolphin;whale dolphin shark submarine;' +
  'octopus squid jellyfish crab lobster kraken;dragon snake phoenix griffin crocodile monster;' +
  'dinosaur crocodile monster;robot cyborg machine computer;astronaut pilot scientist soldier man boy;' +
  'ghost monster demon;alien goblin troll monster zombie;skull skeleton zombie pirate;' +
  'princess queen woman girl fairy mermaid witch angel;ninja samurai warrior knight;' +
  'santa wizard king dwarf man;pizza pasta pie cheese bread;burger sandwich taco fries sushi;' +
  'donut cookie pancakes waffle;cupcake chocolate candy;cake pie;strawberry cherry tomato grapes;' +
  'banana mango lemon;pineapple coconut melon fruit;apple pear peach lemon fruit;' +
  'house building hut school shop church barn;castle palace temple tower;lighthouse tower skyscraper windmill;' +
  'car taxi truck van tractor ambulance;bus truck tram;bicycle motorcycle scooter motorbike;' +
  'rocket satellite spacecraft;ufo spacecraft;airplane helicopter jet;sailboat ship canoe submarine;' +
  'balloon kite;tree bush plant leaf;sunflower flower daisy;rose tulip flower;guitar violin piano drum;' +
  'crown king queen hat;teddy toy doll;forest jungle;mountains mountain volcano;beach island lake river;' +
  'meadow garden park farm;city village;sunset sunrise;night space galaxy;purple violet;yellow gold;' +
  'blue turquoise;white silver grey gray;orange brown';

/** A model's words are one list as long as it is there, and every prompt asks for what is alike to them. */
const FOUND = new WeakMap<readonly string[], Alike>();

/** By each such word the best of the known ones; nothing where the model does not say what it knows. */
export function alikeOf(known: readonly string[]): Alike {
  const before = FOUND.get(known);
  if (before) return before;
  const found = findAlike(known);
  FOUND.set(known, found);
  return found;
}

function findAlike(known: readonly string[]): Alike {
  const words = new Set(known);
  const found: Record<string, string> = {};
  for (const row of ALIKE.split(';')) {
    const [head = '', ...others] = row.split(' ');
    if (!words.has(head)) continue;
    for (const other of others) if (!words.has(other)) found[other] ??= head;
  }
  return found;
}
