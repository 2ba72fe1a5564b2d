import type { TaskOf } from '#bot/domain/task.ts';
import type { TrainedKind } from '#bot/ports/rules.ts';
import type { TrainingWish } from '#bot/ports/training.ts';
import { TRAINING } from '#shared/contract/bounds.ts';
import { DEMO_TRAINING, type TrainingRecipe } from '#shared/contract/demo-training.ts';
import type { Model } from '#shared/contract/messages.ts';

/** As people train models of the size of Stable Diffusion 1.5 with kohya's and diffusers' scripts. */
const USUAL: Readonly<Record<TrainedKind, TrainingRecipe>> = {
  style: { steps: 1200, batch: 1, rate: 2e-4, rank: 16, classPictures: 0 },
  subject: { steps: 800, batch: 1, rate: 2e-4, rank: 16, classPictures: 50 },
  words: { steps: 1500, batch: 1, rate: 5e-3, rank: 4, classPictures: 0 },
};

/**
 * SDXL and its smaller kin as diffusers' scripts train them. A LoRA of rank 4 goes along with a render: one of a higher rank
 * would be too large for that.
 */
const USUAL_XL: Readonly<Record<TrainedKind, TrainingRecipe>> = {
  style: { steps: 1200, batch: 1, rate: 1e-4, rank: 4, classPictures: 0 },
  subject: { steps: 800, batch: 1, rate: 1e-4, rank: 4, classPictures: 30 },
  words: { steps: 1500, batch: 1, rate: 5e-4, rank: 4, classPictures: 0 },
};

/** Whether it is a family of the SDXL line. */
export function isXl(family: string): boolean {
  return ['sdxl', 'ssd1b', 'vega'].includes(family);
}

/** So often is looked how it goes. */
const LOOKS = 8;

const SAMPLES_MAX = 4;

/** How a wish is usually done with this model. */
export function recipeFor(
  { demonstration = false, family = '' }: Partial<Pick<Model, 'demonstration' | 'family'>>,
  kind: TrainedKind,
): TrainingRecipe {
  return (demonstration ? DEMO_TRAINING : isXl(family) ? USUAL_XL : USUAL)[kind];
}

/** What stands for it in prompts. */
export function wordFor({ name }: Pick<TrainingWish, 'name'>): string {
  return name;
}

/**
 * The pictures' words as the model will read them: what calls it up is in each of them, and where nothing is said of a
 * picture that is all there is.
 */
export function captionsOf({ kind, about, pictures, ...wish }: TrainingWish): readonly string[] {
  const word = wordFor(wish);
  const alone = callOf({ kind, about }, word);
  return pictures.map(({ caption }) => {
    if (caption === '') return alone;
    if (hasWord(caption, word)) return caption;
    return kind === 'style' ? `${caption}, ${word} style` : `${alone}, ${caption}`;
  });
}

/** What calls it up, and nothing else. */
function callOf({ kind, about }: Pick<TrainingWish, 'kind' | 'about'>, word: string): string {
  return kind === 'style' ? `${word} style` : `a ${word}${about === '' ? '' : ` ${about}`}`;
}

/**
 * The wish that a training came of, under another name: what called it up is taken out of the captions again, and is
 * the new name where it stood within one.
 */
export function wishLike(
  { kind, word }: { readonly kind: TrainedKind; readonly word: string },
  { model, begin: about = '', steps, pictures, ...task }: TaskOf<'train'>,
  name: string,
): TrainingWish {
  const call = callOf({ kind, about }, word);
  const bare = (caption: string) => {
    if (caption === call) return '';
    if (kind === 'style' && caption.endsWith(`, ${call}`)) return caption.slice(0, -call.length - 2);
    if (kind !== 'style' && caption.startsWith(`${call}, `)) return caption.slice(call.length + 2);
    return caption
      .split(WORD_EDGES)
      .map((part) => (part.toLowerCase() === word ? name : part))
      .join('');
  };
  const taken = pictures.flatMap(({ image, caption, repeats }, i) =>
    image ? [{ name: String(i + 1), image, caption: bare(caption), repeats: repeats ?? 1 }] : [],
  );
  const precision = TRAINING.precisions.find((one) => one === task.precision);
  const more = {
    ...(task.trainText && { trainText: true }),
    ...(precision && { precision }),
    ...(task.randomCrop && { randomCrop: true }),
  };
  return { kind, name, about, model, steps, ...more, pictures: taken };
}

/** Between words, and kept when a text is cut there. */
const WORD_EDGES = /([^\p{L}\p{N}_<>-]+)/u;

const NAME_MAX = 32;

/** The name with the next number behind it that is free. */
export function nextName(name: string, taken: readonly string[]): string {
  const stem = name.replace(/-\d+$/, '');
  for (let i = 2; ; i++) {
    const next = `${stem.slice(0, NAME_MAX - 1 - String(i).length)}-${i}`;
    if (!taken.includes(next)) return next;
  }
}

function hasWord(text: string, word: string): boolean {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_<>-]+/u)
    .includes(word.toLowerCase());
}

/** The task of a wish. */
export function trainTask(
  wish: TrainingWish,
  { model, steps, seed }: { readonly model: Model; readonly steps: number; readonly seed: number },
): TaskOf<'train'> {
  const { kind, about, pictures, trainText = false, precision, randomCrop = false } = wish;
  const recipe = recipeFor(model, kind);
  const captions = captionsOf(wish);
  const ofClass = kind === 'subject' ? (about === '' ? null : `a ${about}`) : null;
  const prompts = [...new Set(captions)].slice(0, ofClass ? SAMPLES_MAX - 1 : SAMPLES_MAX);
  return {
    kind: 'train',
    model: model.name,
    method: kind === 'words' ? 'textual-inversion' : 'lora',
    pictures: pictures.map(({ image, repeats }, i) => ({ image, caption: captions[i]!, repeats })),
    word: wordFor(wish),
    rank: recipe.rank,
    steps,
    learningRate: recipe.rate,
    side: Math.min(model.defaultWidth, model.defaultHeight),
    batch: recipe.batch,
    seed,
    begin: about,
    classPictures: ofClass && recipe.classPictures > 0 ? classOf(ofClass, recipe) : null,
    samples: { prompts: ofClass ? [...prompts, ofClass] : prompts, everySteps: Math.ceil(steps / LOOKS), seed },
    ...(trainText && { trainText }),
    ...(precision && { precision }),
    ...(randomCrop && { randomCrop }),
  };
}

/** What it is to leave as it is: the class that the new thing is of, or what the recipe names in place of it. */
export function classOf(
  ofClass: string,
  { classPictures: count, others: [caption = ofClass, ...others] = [] }: TrainingRecipe,
) {
  return { caption, count, ...(others.length > 0 && { others }) };
}
