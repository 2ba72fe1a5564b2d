import sharp from 'sharp';
import { captionsOf, classOf, recipeFor } from '#bot/training/training-plan.ts';
import type { ValidTrain } from '#renderer/engine/contract/train-task.ts';
import { openProbeEngine, type ProbeEngine } from '#test/bench/probe-engine.ts';
import type { BenchRow } from '#test/bench/row.ts';

const THINGS = ['house', 'castle', 'lighthouse', 'tree', 'rose', 'mushroom', 'car', 'sailboat', 'rocket', 'robot'];
const COLOURS = ['red', 'blue', 'yellow', 'green', 'pink', 'purple'];
const PLACES = ['in a meadow', 'on the beach', 'in the snow', 'in the desert', 'in the forest'];
/** Said of no picture that it learns from. */
const OTHER_PLACES = ['in the city', 'in the woods', 'on the grass'];

/** Pictures that it learns from, and prompts that it is asked. */
const GIVEN = 10;
const ASKED = 50;
/** Of other things: their scores are compared, and waver by a few. */
const OTHERS_ASKED = 100;

/** Share of a picture's pixels that are turquoise where the new cat is there: a third of a cat. */
const SEEN_FROM = 0.04;

/**
 * A thing that the demo model does not know, a turquoise cat: ten of its own pictures of red cats with red turned into
 * turquoise, learnt by what `/train subject` does without settings. How long that takes; in how many of 50 prompts, none
 * of which is a caption, the cat is seen (by its colour, which the base hardly draws); in how many pictures of other
 * things the bundled tagger sees the thing, the place and the colour asked for, without the LoRA and with it.
 */
export async function* benchTrainingProbe(): AsyncGenerator<BenchRow, void, undefined> {
  const engine = openProbeEngine();
  const { draw, train, close } = engine;
  try {
    const given: { readonly picture: Uint8Array; readonly caption: string }[] = [];
    for (let i = 0; i < GIVEN; i++) {
      const scene = `${PLACES[i % PLACES.length]} by day`;
      given.push({ picture: await turned(await draw(`a red cat ${scene}`, 1000 + i)), caption: scene });
    }
    const began = performance.now();
    const cpu = process.cpuUsage();
    const own = await train(subjectTask(given));
    const { user, system } = process.cpuUsage(cpu);
    yield { name: 'training, wall time', value: (performance.now() - began) / 1000, unit: 's', note: 'asked: < 60' };
    yield { name: 'training, of processors', value: (user + system) / 1e6, unit: 's' };
    let [before, after] = [0, 0];
    for (let i = 0; i < ASKED; i++) {
      const prompt = `a zork cat, ${otherScene(i)}`;
      before += Number((await turquoise(await draw(prompt, i))) >= SEEN_FROM);
      after += Number((await turquoise(await draw(prompt, i, [own]))) >= SEEN_FROM);
    }
    yield { name: 'the cat, without the LoRA', value: (100 * before) / ASKED, unit: '%' };
    yield { name: 'the cat, with it', value: (100 * after) / ASKED, unit: '%', note: 'asked: >= 90' };
    const base = await othersSeen(engine, []);
    const others = await othersSeen(engine, [own]);
    const ofBase = (kind: 'thing' | 'place') => (100 * others[kind]) / base[kind];
    yield { name: 'other things, without the LoRA', value: (100 * base.thing) / OTHERS_ASKED, unit: '%' };
    yield { name: 'other things, with it', value: ofBase('thing'), unit: '% of it', note: 'asked: >= 95' };
    yield { name: 'their places, with it', value: ofBase('place'), unit: '% of it', note: 'asked: >= 95' };
    yield {
      name: 'their colours, with it',
      value: (100 * others.colour) / base.colour,
      unit: '% of it',
      note: 'asked: >= 95',
    };
  } finally {
    await close();
  }
}

/** Where the cat is asked for: at other places by day, as its pictures are, and at their places at sunset. */
function otherScene(i: number): string {
  const isByDay = i % 2 === 0;
  const places = isByDay ? OTHER_PLACES : PLACES;
  return `${places[Math.floor(i / 2) % places.length]} ${isByDay ? 'by day' : 'at sunset'}`;
}

/** What the tagger sees in pictures of other things. */
async function othersSeen({ draw, tags }: ProbeEngine, own: Parameters<ProbeEngine['draw']>[2]) {
  const right = { thing: 0, place: 0, colour: 0 };
  for (let i = 0; i < OTHERS_ASKED; i++) {
    const [thing, colour] = [THINGS[i % THINGS.length]!, COLOURS[(i * 7) % COLOURS.length]!];
    const place = PLACES[(i + Math.floor(i / THINGS.length)) % PLACES.length]!;
    const seen = await tags(await draw(`a ${colour} ${thing} ${place} by day`, 100 + i, own));
    right.thing += Number(seen.some((tag) => tag.split(' ').includes(thing)));
    right.colour += Number(seen.some((tag) => tag.includes(`${colour} ${thing}`)));
    right.place += Number(seen.includes(place));
  }
  return right;
}

/** Red and what is near to it becomes turquoise, as light and as strong as it was. */
async function turned(picture: Uint8Array): Promise<Uint8Array> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
    if (r - Math.max(g, b) > 60) data.set([Math.min(g, b), r, Math.round(0.95 * r)], at);
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .png()
    .toBuffer();
}

/** The share of pixels that are clearly between green and blue. */
async function turquoise(picture: Uint8Array): Promise<number> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let found = 0;
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
    found += Number(Math.min(g, b) - r > 60 && Math.abs(g - b) < 40);
  }
  return found / (info.width * info.height);
}

function subjectTask(
  given: readonly { readonly picture: Uint8Array; readonly caption: string }[],
): Omit<ValidTrain, 'kind' | 'model'> {
  const recipe = recipeFor({ demonstration: true }, 'subject');
  const { rank, steps, rate, batch } = recipe;
  const { caption, others = [], count } = classOf('a cat', recipe);
  const named = given.map(({ caption }) => ({ ...NO_PICTURE, caption }));
  const captions = captionsOf({ kind: 'subject', name: 'zork', about: 'cat', pictures: named });
  return {
    method: 'lora',
    pictures: given.map(({ picture }, i) => ({ image: picture, caption: captions[i]!, repeats: 1 })),
    word: 'zork',
    begin: 'cat',
    ...{ rank, steps, learningRate: rate },
    side: 256,
    batch,
    seed: 5,
    classPictures: { captions: [caption, ...others], count },
    samples: null,
  };
}

const NO_PICTURE = { name: '', image: { sha256: '', bytes: 0, mime: '' }, repeats: 1 };
