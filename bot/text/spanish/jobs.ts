import type { JOBS as ENGLISH } from '#bot/text/english/jobs.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of the sentences about jobs. */
export const JOBS: Translation<typeof ENGLISH> = {
  'job.gone': 'Esta imagen ya no está',
  'job.not-kept':
    'Esta imagen es tan antigua que ya no se guarda con qué se dibujó; sus ajustes están en su archivo, y «Mostrar ajustes» entre las aplicaciones del mensaje los lee',
  'job.unknown': ({ given }) =>
    `No hay ninguna imagen así que puedas ver; indica su identificador o la dirección de su mensaje, dado «${given}»`,
  'job.seed-not-yours': ({ owner }) => `Solo ${owner} puede guardar la semilla de esta imagen`,
  'job.publish-not-yours': ({ owner }) => `No se puede publicar: es de ${owner}`,
  'job.no-seed': 'No hay semilla que guardar: esto no se dibujó desde el ruido',
  'job.seed-kept': ({ seed }) => `Se guarda la semilla ${seed}: Editar la trae consigo`,
  'job.ended': 'Esta imagen ya no se puede cancelar: ha terminado',
  'job.open': 'Esta imagen todavía no se puede borrar: cancélala primero',
  'job.not-yours': ({ owner, act }) =>
    `Solo ${owner} o la moderación puede ${act === 'cancel' ? 'cancelar' : 'borrar'} esta imagen`,
  'job.not-in-bin': 'Esta imagen ya no se puede recuperar: se borró hace más de un día o ya ha vuelto',
  'job.not-deleted-by-you': 'Solo quien borró esta imagen puede recuperarla',
  'job.stopping': 'El bot se está deteniendo',
};
