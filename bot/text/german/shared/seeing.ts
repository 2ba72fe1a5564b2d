import type { SEEING as English } from '#shared/text/english/seeing.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what is wrong with networks that look at pictures. */
export const SEEING: Translation<typeof English> = {
  'describer.unloadable': ({ file, reason }, { say }) => `${file} kann keine Bilder beschreiben: ${say(reason)}`,
  'describer.no-vocabulary':
    'Daneben muss vocab.txt von BERT oder eine tokenizer.json liegen, wie bert-base-uncased sie hat',
  'describer.no-captioner': ({ key }) => `Ein BLIP für Bildbeschreibungen muss das Gewicht ${key} haben`,
  'describer.no-config': 'Die config.json muss da und JSON sein',
};
