import type { SERVICE as English } from '#shared/text/english/service.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of a renderer's service: its queue of renders, and who may give it orders. */
export const SERVICE: Translation<typeof English> = {
  'request.bytes': ({ limit, given }) =>
    `Die Anfrage ist nicht lesbar: Ohne ihre Bilder darf sie höchstens ${limit} Bytes haben, es sind ${given}`,
  'request.fields': ({ limit }) =>
    `Die Anfrage ist nicht lesbar: Sie darf höchstens ${limit} Felder haben, es sind mehr`,
  'request.malformed': 'Die Anfrage ist nicht lesbar: Sie ist keine Nachricht der Schnittstelle',
  'render.job-id': ({ limit, given }) =>
    `So geht das nicht: job_id muss 1 bis ${limit} Zeichen haben, es sind ${given}`,
  'render.dispatcher': ({ limit, given }) =>
    `So geht das nicht: dispatcher darf höchstens ${limit} Zeichen haben, es sind ${given}`,
  'render.attempt': ({ given }) => `So geht das nicht: Versuche zählen ab 1, angegeben ist ${given}`,
  'render.here-already': ({ attempt, job }) => `Versuch ${attempt} des Auftrags ${job} ist schon hier: häng dich an`,
  'render.unknown': ({ attempt, job }) => `Versuch ${attempt} des Auftrags ${job} ist hier nicht bekannt`,
  'render.superseded': ({ attempt, job }) => `Versuch ${attempt} des Auftrags ${job} hat übernommen`,
  'render.queue-full': ({ limit }) => `Die Schlange ist voll: höchstens ${limit} warten hier`,
  'render.cancelled': 'Das Bild wurde abgebrochen',
  'render.unread': ({ ms }) => `Seit ${ms} ms hat niemand dieses Bild abgeholt`,
  'renderer.draining': 'Der Renderer nimmt im Moment nichts Neues an',
  'renderer.stopping': 'Der Renderer hält gerade an',
  'renderer.epoch': ({ least, given }) =>
    `Diese Aufträge gelten nicht mehr: Ein anderer Dispatcher hat übernommen (Epoche mindestens ${least}, gegeben ${given})`,
  'renderer.epoch-far': ({ given }) =>
    `Diese Aufträge gelten nicht: Die Epoche darf der Uhr dieses Renderers höchstens einen Tag voraus sein, gegeben ${given}`,
  'renderer.secret': 'Diese Aufträge gelten nicht: EASEL_RENDERER_SECRET muss hier und dort dasselbe sein',
  'renderer.no-auth': ({ address }) =>
    `Auf ${address} wird nicht gelauscht, ohne dass sich jemand ausweist: Setz EASEL_RENDERER_SECRET hier und beim Bot auf denselben langen ` +
    'zufälligen Text, oder EASEL_TLS_CERT, EASEL_TLS_KEY und EASEL_TLS_CA; oder lausch auf unix:/ein/pfad, der braucht nichts davon',
  'renderer.no-certificate':
    'So lässt sich nicht lauschen: Mit EASEL_TLS_CA braucht ein Renderer auch EASEL_TLS_CERT und EASEL_TLS_KEY',
  'renderer.socket-taken': ({ path }) =>
    `Auf unix:${path} lässt sich nicht lauschen: Dort lauscht ein anderer Renderer`,
  'renderer.socket-open': ({ path }) =>
    `Auf unix:${path} lässt sich nicht lauschen: Sein Dateisystem hält andere nicht fern (Modus 0600)`,
  'renderer.listen': ({ address, problem }) => `Auf ${address} lässt sich nicht lauschen: ${problem}`,
};
