import type { JOBS as ENGLISH } from '#bot/text/english/jobs.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of the sentences about jobs. */
export const JOBS: Translation<typeof ENGLISH> = {
  'job.gone': 'Dieses Bild gibt es nicht mehr',
  'job.not-kept':
    'Dieses Bild ist so alt, dass nicht mehr aufbewahrt wird, woraus es gezeichnet wurde; seine Einstellungen stehen in seiner Datei, und „Einstellungen zeigen“ unter den Apps der Nachricht liest sie',
  'job.unknown': ({ given }) =>
    `Ein solches Bild, das du sehen darfst, gibt es nicht; gib seine Kennung an oder die Adresse seiner Nachricht, gegeben „${given}“`,
  'job.seed-not-yours': ({ owner }) => `Nur ${owner} kann den Seed dieses Bildes behalten`,
  'job.publish-not-yours': ({ owner }) => `Kann das nicht veröffentlichen: Es gehört ${owner}`,
  'job.no-seed': 'Es gibt keinen Seed zu behalten: Das wurde nicht aus Rauschen gezeichnet',
  'job.seed-kept': ({ seed }) => `Seed ${seed} bleibt: Bearbeiten bringt ihn mit`,
  'job.ended': 'Dieses Bild lässt sich nicht mehr abbrechen: Es ist schon zu Ende',
  'job.open': 'Dieses Bild lässt sich noch nicht löschen: Brich es zuerst ab',
  'job.not-yours': ({ owner, act }) =>
    `Nur ${owner} oder die Moderation kann dieses Bild ${act === 'cancel' ? 'abbrechen' : 'löschen'}`,
  'job.not-in-bin':
    'Dieses Bild lässt sich nicht mehr zurückholen: Es wurde vor mehr als einem Tag gelöscht oder ist schon wieder da',
  'job.not-deleted-by-you': 'Nur wer dieses Bild gelöscht hat, kann es zurückholen',
  'job.stopping': 'Der Bot wird beendet',
};
