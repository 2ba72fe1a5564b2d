import { labelsOf } from '#bot/studio/page/app/later-words.ts';
import type { TRAIN_PAGE } from '#bot/text/english/train-page.ts';
import type { ValuesOf } from '#shared/text/message.ts';

type Words = typeof TRAIN_PAGE;
type Short<Key> = Key extends `train-page.${infer Name}` ? Name : never;

/** What labels and sentences of the page where models are trained are called there. */
export type TrainWord = Short<keyof Words>;

/** One of them. */
export function trainLabel<Name extends TrainWord>(
  name: Name,
  ...values: ValuesOf<Words, `train-page.${Name}`>
): string {
  return label(`train-page.${name}`, ...values);
}

const label = await labelsOf<Words>({
  en: async () => (await import('#bot/text/english/train-page.ts')).TRAIN_PAGE,
  de: async () => (await import('#bot/text/german/train-page.ts')).TRAIN_PAGE,
  es: async () => (await import('#bot/text/spanish/train-page.ts')).TRAIN_PAGE,
  ja: async () => (await import('#bot/text/japanese/train-page.ts')).TRAIN_PAGE,
});
