import type { TRAIN_PAGE as English } from '#bot/text/english/train-page.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of the page where models are trained. */
export const TRAIN_PAGE: Translation<typeof English> = {
  'train-page.title': 'Stil, Ding oder Wort trainieren',
  'train-page.kind': 'Was es ist',
  'train-page.style': 'ein Stil',
  'train-page.subject': 'ein Ding',
  'train-page.words': 'ein Wort (Textual Inversion)',
  'train-page.name': 'Name in Prompts',
  'train-page.about': 'Art des Dings (dog, mug)',
  'train-page.steps': 'Schritte (leer: wie üblich)',
  'train-page.drop': '5 bis 20 Bilder oder ein ZIP hierher ziehen',
  'train-page.choose': 'Bilder hinzufügen',
  'train-page.pictures': ({ count }) => `${count} ${count === 1 ? 'Bild' : 'Bilder'}`,
  'train-page.caption': ({ number }) => `Beschreibung von Bild ${number}`,
  'train-page.caption-empty': 'eigene Worte, oder keine',
  'train-page.leave-out': ({ number }) => `Bild ${number} weglassen`,
  'train-page.describe': 'Beschreibungen für mich schreiben',
  'train-page.refused': 'Ausgelassen',
  'train-page.twice': 'das gleiche Bild ist schon da',
  'train-page.no-picture': 'es gibt kein Bild mit diesem Namen',
  'train-page.look': 'Was es braucht',
  'train-page.consent': 'Ich darf diese Bilder verwenden, und gezeigte Personen sind einverstanden',
  'train-page.start': 'Los',
  'train-page.cost': ({ steps, seconds, model }) =>
    `${steps} Schritte mit ${model}, ${seconds === null ? 'Dauer noch nicht gemessen' : `etwa ${seconds} s`}; Zeichnen geht vor`,
  'train-page.list': 'Hier trainiert',
  'train-page.none': 'Noch nichts: gib zuerst Bilder.',
  'train-page.step': ({ step, of }) => `Schritt ${step} von ${of}`,
  'train-page.waits': 'wartet, bis es dran ist',
  'train-page.done': 'fertig',
  'train-page.broke-off': ({ step }) =>
    `So wie es vor Schritt ${step} war: danach waren seine Losses keine Zahlen mehr. Weniger Schritte gelingen vielleicht besser.`,
  'train-page.stop': 'Beenden und das Beste behalten',
  'train-page.delete': 'Löschen',
  'train-page.export': ({ style }) => `Exportieren (${style})`,
  'train-page.loss': ({ from, to }) => `Loss, von ${from} bis ${to}`,
  'train-page.samples': 'Gleiche Worte, gleicher Seed, während es lernt',
  'train-page.use': ({ use }) => `In einem Prompt: ${use}`,
};
