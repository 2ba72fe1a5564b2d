import type { TRAIN_PAGE as English } from '#bot/text/english/train-page.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of the page where models are trained. */
export const TRAIN_PAGE: Translation<typeof English> = {
  'train-page.title': 'Entrenar un estilo, una cosa o una palabra',
  'train-page.kind': 'Qué es',
  'train-page.style': 'un estilo',
  'train-page.subject': 'una cosa',
  'train-page.words': 'una palabra (textual inversion)',
  'train-page.name': 'Nombre en los prompts',
  'train-page.about': 'Clase de cosa (dog, mug)',
  'train-page.steps': 'Pasos (vacío: los habituales)',
  'train-page.drop': 'Suelta aquí de 5 a 20 imágenes o un ZIP',
  'train-page.choose': 'Añadir imágenes',
  'train-page.pictures': ({ count }) => `${count} ${count === 1 ? 'imagen' : 'imágenes'}`,
  'train-page.caption': ({ number }) => `Descripción de la imagen ${number}`,
  'train-page.caption-empty': 'sus propias palabras, o ninguna',
  'train-page.leave-out': ({ number }) => `Quitar la imagen ${number}`,
  'train-page.describe': 'Escribir las descripciones por mí',
  'train-page.refused': 'Sin usar',
  'train-page.twice': 'la misma imagen ya está',
  'train-page.no-picture': 'no hay ninguna imagen con ese nombre',
  'train-page.look': 'Lo que cuesta',
  'train-page.consent': 'Puedo usar estas imágenes y quienes salen están de acuerdo',
  'train-page.start': 'Empezar',
  'train-page.cost': ({ steps, seconds, model }) =>
    `${steps} pasos con ${model}, ${seconds === null ? 'tiempo aún sin medir' : `unos ${seconds} s`}; dibujar va primero`,
  'train-page.list': 'Entrenado aquí',
  'train-page.none': 'Nada todavía: da primero imágenes.',
  'train-page.step': ({ step, of }) => `Paso ${step} de ${of}`,
  'train-page.waits': 'espera su turno',
  'train-page.done': 'listo',
  'train-page.broke-off': ({ step }) =>
    `Tal como era antes del paso ${step}: después sus pérdidas ya no eran números. Con menos pasos puede salir mejor.`,
  'train-page.stop': 'Parar y guardar lo mejor',
  'train-page.delete': 'Borrar',
  'train-page.export': ({ style }) => `Exportar (${style})`,
  'train-page.loss': ({ from, to }) => `Loss, de ${from} a ${to}`,
  'train-page.samples': 'Mismas palabras, misma semilla, mientras aprende',
  'train-page.use': ({ use }) => `En un prompt: ${use}`,
};
