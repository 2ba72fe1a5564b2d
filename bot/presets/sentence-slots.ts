/** A place of a sentence in which one of several words stands. */
export interface SentenceSlot {
  readonly name: 'what' | 'colour' | 'where' | 'when';
  /** In the words of the bundled model's captions, which are the best known ones of every other model, too. */
  readonly options: readonly string[];
}

/** Things, those that newcomers ask for first. */
const THINGS: readonly string[] = (
  'lighthouse,robot,dragon,cat,astronaut,pizza,castle,penguin,rocket,unicorn,house,mushroom,dog,horse,lion,tiger,' +
  'fox,bear,panda,elephant,monkey,rabbit,frog,owl,butterfly,fish,octopus,whale,dinosaur,ghost,alien,princess,ninja,' +
  'santa,snowman,teddy bear,burger,donut,cupcake,birthday cake,ice cream,apple,banana,strawberry,pineapple,car,bus,' +
  'train,bicycle,airplane,ufo,sailboat,balloon,tree,palm tree,christmas tree,cactus,sunflower,rose,pumpkin,' +
  'umbrella,guitar,skull,crown,heart,sun,moon,star,cloud,shark,turtle,dolphin,duck,parrot,wolf,cow,pig,koala,crab,' +
  'snail,ladybug,snake,clown,flower,maple leaf,watermelon,cherries,lemon,carrot,taco,fries,popcorn,tent,truck,gift,' +
  'trophy,diamond,key,light bulb,top hat,sheep,goat,deer,moose,zebra,giraffe,camel,llama,rhino,hippo,mammoth,' +
  'gorilla,mouse,squirrel,hedgehog,raccoon,beaver,otter,bat,polar bear,sloth,kangaroo,chicken,rooster,chick,bird,' +
  'eagle,swan,flamingo,peacock,dodo,crocodile,lizard,brontosaurus,seal,jellyfish,lobster,squid,caterpillar,ant,bee,' +
  'spider,scorpion,tulip,daisy,fir tree,bouquet,clover,potted plant,grapes,orange fruit,mango,pear,peach,' +
  'blueberries,kiwi,tomato,coconut,avocado,eggplant,corn,chili,broccoli,garlic,bread,croissant,pretzel,pancakes,' +
  'cheese,bacon,hot dog,sandwich,burrito,fried egg,egg,salad,spaghetti,ramen,sushi,dumpling,cookie,pie,chocolate,' +
  'lollipop,coffee,milk,teapot,wine,cocktail,volcano,tractor,cowboy,space invader,motorcycle,helicopter,ship,sword,' +
  'camera,alarm clock,gamepad'
).split(',');

/** Slots in the order in which they are offered. */
export const SENTENCE_SLOTS: readonly SentenceSlot[] = [
  { name: 'what', options: THINGS },
  { name: 'colour', options: ['red', 'blue', 'yellow', 'pink', 'purple', 'white'] },
  {
    name: 'where',
    options: ['by the sea', 'in a meadow', 'in the forest', 'in the desert', 'in the snow', 'in the city'],
  },
  { name: 'when', options: ['sunny day', 'cloudy', 'with a rainbow', 'snowing', 'at sunset', 'starry night'] },
];

/** A sentence that has a word in each slot, to begin with. */
export const FIRST_SENTENCE = 'a red lighthouse by the sea, starry night';

/** Where a slot's word stands in a prompt. */
export interface SlotPlace {
  readonly slot: SentenceSlot['name'];
  readonly option: string;
  readonly from: number;
  readonly to: number;
}

/** The slots' words that a prompt has, each slot's first one, in the order of the prompt. */
export function slotsIn(prompt: string): readonly SlotPlace[] {
  const text = prompt.toLowerCase();
  const places = SENTENCE_SLOTS.flatMap(({ name, options }): readonly SlotPlace[] => {
    const found = options
      .map((option) => ({ slot: name, option, from: placeOf(text, option), length: option.length }))
      .filter(({ from }) => from >= 0)
      .sort((a, b) => a.from - b.from || b.length - a.length)[0];
    return found ? [{ slot: name, option: found.option, from: found.from, to: found.from + found.length }] : [];
  });
  return places.toSorted((a, b) => a.from - b.from);
}

/** The prompt with this word in the slot: in the place of the one that is there, or where such a word usually stands. */
export function withSlot(prompt: string, slot: SentenceSlot['name'], option: string): string {
  const sentence = prompt.trim() === '' ? FIRST_SENTENCE : prompt;
  const there = slotsIn(sentence).find((place) => place.slot === slot);
  if (there) return withArticles(sentence.slice(0, there.from) + option + sentence.slice(there.to));
  const places = slotsIn(sentence);
  const after = (name: SentenceSlot['name']) => places.find((place) => place.slot === name);
  const thing = after('what');
  if (slot === 'colour' && thing)
    return withArticles(`${sentence.slice(0, thing.from)}${option} ${sentence.slice(thing.from)}`);
  if (slot === 'where' && thing) return `${sentence.slice(0, thing.to)} ${option}${sentence.slice(thing.to)}`;
  const end = endOfWords(sentence);
  return `${sentence.slice(0, end)}, ${option}${sentence.slice(end)}`;
}

/** Before settings and adapters, which stand at the end. */
function endOfWords(sentence: string): number {
  const settings = /\s*(?:<lora:|\s--[a-z])/i.exec(sentence);
  return settings?.index ?? sentence.trimEnd().length;
}

function placeOf(text: string, option: string): number {
  return WORDS.get(option)!.exec(text)?.index ?? -1;
}

/** Each option as a word of its own. */
const WORDS = new Map(
  SENTENCE_SLOTS.flatMap(({ options }) => options).map((option) => [
    option,
    new RegExp(`(?<![\\p{L}-])${option}(?![\\p{L}-])`, 'u'),
  ]),
);

/** "an orange house", "a house". */
function withArticles(sentence: string): string {
  return sentence.replace(/\b(an?) (?=(\p{L}))/giu, (whole, article: string, letter: string) => {
    const right = /[aeiou]/i.test(letter) ? 'an' : 'a';
    return article.toLowerCase() === right ? whole : `${right} `;
  });
}
