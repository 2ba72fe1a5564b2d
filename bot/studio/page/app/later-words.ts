import { LANGUAGE } from '#bot/studio/page/app/words.ts';
import type { Language } from '#bot/text/locale.ts';
import { createWriter, messageMaker, type Sentences, type ValuesOf } from '#shared/text/message.ts';

/** The sentences of a part of the page that is loaded when it is first needed; a reader's language alone. */
export async function labelsOf<All extends Sentences>(
  load: Readonly<Record<Exclude<Language, 'en-XA'>, () => Promise<Sentences>>>,
): Promise<<Key extends keyof All & string>(key: Key, ...values: ValuesOf<All, Key>) => string> {
  const writer = createWriter(await sentences(load), LANGUAGE);
  const message = messageMaker<All>();
  return (key, ...values) => writer.say(message(key, ...values));
}

async function sentences(load: Parameters<typeof labelsOf>[0]): Promise<Sentences> {
  if (LANGUAGE !== 'en-XA') return load[LANGUAGE]();
  const { pseudoCatalog } = await import('#bot/text/pseudo.ts');
  return pseudoCatalog(await load.en());
}
