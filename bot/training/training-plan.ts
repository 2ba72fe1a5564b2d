import type { TaskOf } from '#bot/domain/task.ts';
import type { TrainedKind } from '#bot/ports/rules.ts';
import type { TrainingWish } from '#bot/ports/training.ts';
import type { Model } from '#shared/contract/messages.ts';

/** How something of a kind is usually trained. */
interface Recipe {
  readonly steps: number;
  readonly rate: number;
  /** Of a LoRA; vectors of new words. */
  readonly rank: number;
  /** Pictures of the class that it is to leave as it is. */
  readonly classPictures: number;
}

/** As people train models of the size of Stable Diffusion 1.5 with kohya's and diffusers' scripts. */
const USUAL: Readonly<Record<TrainedKind, Recipe>> = {
  style: { steps: 1200, rate: 2e-4, rank: 16, classPictures: 0 },
  subject: { steps: 800, rate: 2e-4, rank: 16, classPictures: 50 },
  words: { steps: 1500, rate: 5e-3, rank: 4, classPictures: 0 },
};

/** The demo model is small: it takes larger steps, and few of them. */
const DEMO: Readonly<Record<TrainedKind, Recipe>> = {
  style: { steps: 500, rate: 2e-3, rank: 16, classPictures: 0 },
  subject: { steps: 400, rate: 1e-3, rank: 16, classPictures: 12 },
  words: { steps: 400, rate: 2e-2, rank: 4, classPictures: 0 },
};

/** So often is looked how it goes. */
const LOOKS = 8;

const SAMPLES_MAX = 4;

/** How a wish is usually done with this model. */
export function recipeFor({ demonstration = false }: Pick<Model, 'demonstration'>, kind: TrainedKind): Recipe {
  return (demonstration ? DEMO : USUAL)[kind];
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
  const alone = kind === 'style' ? `${word} style` : `a ${word}${about === '' ? '' : ` ${about}`}`;
  return pictures.map(({ caption }) => {
    if (caption === '') return alone;
    if (hasWord(caption, word)) return caption;
    return kind === 'style' ? `${caption}, ${word} style` : `${alone}, ${caption}`;
  });
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
  const { kind, about, pictures } = wish;
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
    batch: 1,
    seed,
    begin: about,
    classPictures: ofClass && recipe.classPictures > 0 ? { caption: ofClass, count: recipe.classPictures } : null,
    samples: { prompts: ofClass ? [...prompts, ofClass] : prompts, everySteps: Math.ceil(steps / LOOKS), seed },
  };
}
