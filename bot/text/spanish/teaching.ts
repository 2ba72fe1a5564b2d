import type { TEACHING as English } from '#bot/text/english/teaching.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of the page where models are taught. */
export const TEACHING: Translation<typeof English> = {
  'teach.title': 'Enseñar un estilo, una cosa o una palabra',
  'teach.kind': 'Qué es',
  'teach.style': 'un estilo',
  'teach.subject': 'una cosa',
  'teach.words': 'una palabra (textual inversion)',
  'teach.name': 'Nombre en los prompts',
  'teach.about': 'Clase de cosa (dog, mug)',
  'teach.steps': 'Pasos (vacío: los habituales)',
  'teach.drop': 'Suelta aquí de 5 a 20 imágenes o un ZIP',
  'teach.choose': 'Añadir imágenes',
  'teach.pictures': ({ count }) => `${count} ${count === 1 ? 'imagen' : 'imágenes'}`,
  'teach.caption': ({ number }) => `Descripción de la imagen ${number}`,
  'teach.caption-empty': 'sus propias palabras, o ninguna',
  'teach.leave-out': ({ number }) => `Quitar la imagen ${number}`,
  'teach.describe': 'Escribir las descripciones por mí',
  'teach.refused': 'Sin usar',
  'teach.twice': 'la misma imagen ya está',
  'teach.no-picture': 'no hay ninguna imagen con ese nombre',
  'teach.look': 'Lo que cuesta',
  'teach.consent': 'Puedo usar estas imágenes y quienes salen están de acuerdo',
  'teach.start': 'Empezar',
  'teach.cost': ({ steps, seconds, model }) =>
    `${steps} pasos con ${model}, ${seconds === null ? 'tiempo aún sin medir' : `unos ${seconds} s`}; dibujar va primero`,
  'teach.list': 'Enseñado aquí',
  'teach.none': 'Nada todavía: da primero imágenes.',
  'teach.step': ({ step, of }) => `Paso ${step} de ${of}`,
  'teach.waits': 'espera su turno',
  'teach.done': 'listo',
  'teach.broke-off': ({ step }) =>
    `Tal como era antes del paso ${step}: después sus pérdidas ya no eran números. Con menos pasos puede salir mejor.`,
  'teach.stop': 'Parar y guardar lo mejor',
  'teach.delete': 'Borrar',
  'teach.export': ({ style }) => `Exportar (${style})`,
  'teach.loss': ({ from, to }) => `Loss, de ${from} a ${to}`,
  'teach.samples': 'Mismas palabras, misma semilla, mientras aprende',
  'teach.use': ({ use }) => `En un prompt: ${use}`,
};
