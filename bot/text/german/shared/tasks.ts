import type { TASKS as ENGLISH } from '#shared/text/english/tasks.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of the kinds of tasks. */
export const TASKS: Translation<typeof ENGLISH> = {
  'task.draw': 'zeichnen',
  'task.upscale': 'hochskalieren',
  'task.restore': 'Gesichter ausbessern',
  'task.describe': 'Bilder beschreiben',
  'task.segment': 'Dinge in Bildern finden',
  'task.animate': 'animieren',
  'task.train': 'trainieren',
  'task.preprocess': 'Kontrollbilder vorbereiten',
  'task.missing': 'Rendern geht nicht: die Anfrage muss eine Aufgabe enthalten, angegeben ist keine',
  'task.unsupported': ({ task, able }, writer) =>
    `Hier geht das nicht: ${writer.say(task)}. Dieser Renderer kann ${writer.list(able)} und hat für mehr kein Netz`,
};
