import type { SERVICE as English } from '#shared/text/english/service.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of a renderer's service: its queue of renders, and who may give it orders. */
export const SERVICE: Translation<typeof English> = {
  'render.job-id': ({ limit, given }) =>
    `So geht das nicht: job_id muss 1 bis ${limit} Zeichen haben, es sind ${given}`,
  'render.attempt': ({ given }) => `So geht das nicht: Versuche zählen ab 1, angegeben ist ${given}`,
  'render.here-already': ({ attempt, job }) => `Versuch ${attempt} des Auftrags ${job} ist schon hier: häng dich an`,
  'render.unknown': ({ attempt, job }) => `Versuch ${attempt} des Auftrags ${job} ist hier nicht bekannt`,
  'render.superseded': ({ attempt, job }) => `Versuch ${attempt} des Auftrags ${job} hat übernommen`,
  'render.queue-full': ({ limit }) => `Die Schlange ist voll: höchstens ${limit} warten hier`,
  'render.cancelled': 'Das Bild wurde abgebrochen',
  'render.unread': ({ ms }) => `Seit ${ms} ms hat niemand dieses Bild abgeholt`,
  'renderer.stopping': 'Der Renderer hält gerade an',
  'renderer.epoch': ({ least, given }) =>
    `Diese Aufträge gelten nicht mehr: Ein anderer Dispatcher hat übernommen (Epoche mindestens ${least}, gegeben ${given})`,
  'renderer.listen': ({ address, problem }) => `Auf ${address} lässt sich nicht lauschen: ${problem}`,
};
