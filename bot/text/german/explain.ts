import type { EXPLAIN as ENGLISH } from '#bot/text/english/explain.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of how a prompt is read, taken apart. */
export const EXPLAIN: Translation<typeof ENGLISH> = {
  'command.explain': 'Wie ein Prompt gelesen wird: Tokens, Gewichte, Beigaben des Stils',
  'explain.heading': ({ model }) => `So liest ${model} das`,
  'explain.heading-unread': 'Das lässt sich noch nicht lesen',
  'explain.chosen': 'Gewählt:',
  'explain.problems': 'So lässt es sich nicht zeichnen',
  'explain.notices': 'Weggelassen oder geändert',
  'explain.prompt': 'Worte',
  'explain.negative': 'Nicht im Bild',
  'explain.text': ({ name, number, steps, weight }, { say, number: written }) =>
    [
      `${say(name)} ${number}`,
      ...(steps === '' ? [] : [`Schritte ${steps}`]),
      ...(weight === 1 ? [] : [`zieht mit ${written(weight)}`]),
    ].join(', '),
  'explain.more-texts': ({ count }) => `Und ${count} ${count === 1 ? 'weiterer Text' : 'weitere Texte'}`,
  'explain.window': ({ number, of, count, max }) =>
    `${of === 1 ? '' : `Fenster ${number} von ${of}, `}${count} von ${max} Tokens:`,
  'explain.window-words': ({ number, of, count }) => `${of === 1 ? '' : `Teil ${number} von ${of}, `}${count} Worte:`,
  'explain.more-windows': ({ count }) => `Und ${count} ${count === 1 ? 'weiteres Fenster' : 'weitere Fenster'}`,
  'explain.style': ({ style }) => `Vom Stil ${style} dazu`,
  'explain.before': 'davor:',
  'explain.after': 'danach:',
  'explain.avoids': 'nicht im Bild:',
  'explain.unknown': 'Worte, die das Modell nicht kennt',
  'explain.sampler': 'Sampler',
  'explain.spacing': 'Abstände',
  'explain.steps': 'Schritte',
  'explain.guidance': 'Führung',
  'explain.size': 'Größe',
  'explain.seed': 'Seed',
  'explain.count': 'Bilder',
  'explain.clip-skip': 'Clip-Skip',
  'explain.strength': 'Stärke',
  'explain.variation': 'Abwandlung',
  'explain.tile': 'Kachel',
  'explain.stop': 'Halt bei',
  'explain.from-option': 'wie gewählt',
  'explain.from-flag': 'aus dem Prompt',
  'explain.from-style': 'vom Stil',
  'explain.from-model': 'vom Modell',
  'explain.from-picture': 'vom Bild',
  'explain.from-chance': 'durch Zufall',
  'explain.from-usual': 'wie üblich',
};
