import type { TEACHING as English } from '#bot/text/english/teaching.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of the page where models are taught. */
export const TEACHING: Translation<typeof English> = {
  'teach.title': 'Stil, Ding oder Wort lehren',
  'teach.kind': 'Was es ist',
  'teach.style': 'ein Stil',
  'teach.subject': 'ein Ding',
  'teach.words': 'ein Wort (Textual Inversion)',
  'teach.name': 'Name in Prompts',
  'teach.about': 'Art des Dings (dog, mug)',
  'teach.steps': 'Schritte (leer: wie üblich)',
  'teach.drop': '5 bis 20 Bilder oder ein ZIP hierher ziehen',
  'teach.choose': 'Bilder hinzufügen',
  'teach.pictures': ({ count }) => `${count} ${count === 1 ? 'Bild' : 'Bilder'}`,
  'teach.caption': ({ number }) => `Beschreibung von Bild ${number}`,
  'teach.caption-empty': 'eigene Worte, oder keine',
  'teach.leave-out': ({ number }) => `Bild ${number} weglassen`,
  'teach.describe': 'Beschreibungen für mich schreiben',
  'teach.refused': 'Ausgelassen',
  'teach.twice': 'das gleiche Bild ist schon da',
  'teach.no-picture': 'es gibt kein Bild mit diesem Namen',
  'teach.look': 'Was es braucht',
  'teach.consent': 'Ich darf diese Bilder verwenden, und gezeigte Personen sind einverstanden',
  'teach.start': 'Los',
  'teach.cost': ({ steps, seconds, model }) =>
    `${steps} Schritte mit ${model}, ${seconds === null ? 'Dauer noch nicht gemessen' : `etwa ${seconds} s`}; Zeichnen geht vor`,
  'teach.list': 'Hier gelernt',
  'teach.none': 'Noch nichts: gib zuerst Bilder.',
  'teach.step': ({ step, of }) => `Schritt ${step} von ${of}`,
  'teach.waits': 'wartet, bis es dran ist',
  'teach.done': 'fertig',
  'teach.broke-off': ({ step }) =>
    `So wie es vor Schritt ${step} war: danach waren seine Losses keine Zahlen mehr. Weniger Schritte gelingen vielleicht besser.`,
  'teach.stop': 'Beenden und das Beste behalten',
  'teach.delete': 'Löschen',
  'teach.export': ({ style }) => `Exportieren (${style})`,
  'teach.loss': ({ from, to }) => `Loss, von ${from} bis ${to}`,
  'teach.samples': 'Gleiche Worte, gleicher Seed, während es lernt',
  'teach.use': ({ use }) => `In einem Prompt: ${use}`,
};
