import type { TASKS as ENGLISH } from '#shared/text/english/tasks.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of the kinds of tasks. */
export const TASKS: Translation<typeof ENGLISH> = {
  'task.draw': 'dibujar',
  'task.upscale': 'ampliar',
  'task.restore': 'restaurar caras',
  'task.describe': 'describir imágenes',
  'task.segment': 'encontrar cosas en imágenes',
  'task.animate': 'animar',
  'task.train': 'entrenar',
  'task.preprocess': 'preparar imágenes de control',
  'task.missing': 'No se puede dibujar: la solicitud debe contener una tarea, no se dio ninguna',
  'task.unsupported': ({ task, able }, { say, list }) =>
    `Aquí no se puede ${say(task)}: este renderizador puede ${list(able)} y no tiene red para más`,
};
