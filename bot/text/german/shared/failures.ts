import type { FAILURES as English } from '#shared/text/english/failures.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what either side may have to say whatever it was doing. */
export const FAILURES: Translation<typeof English> = {
  'failure.cancelled': 'Abgebrochen',
  'failure.internal': 'Bei uns ist etwas schiefgegangen. Es steht im Protokoll',

  'rpc.no-answer': 'Der Renderer hat nicht rechtzeitig geantwortet',
  'rpc.lost': 'Die Verbindung zum Renderer ist verloren gegangen',
  'rpc.unreached': 'An seiner Adresse antwortet nichts',
  'rpc.exhausted': 'Der Renderer kann das gerade nicht annehmen',
  'rpc.nothing': 'Der Renderer hat leer geantwortet',
  'rpc.no-method': ({ name }) => `Die Schnittstelle kennt keine Methode ${name}`,
  'rpc.caller-left': 'Der Aufrufer ist gegangen',
  'rpc.broken': 'Die Verbindung ist abgerissen',

  'config.must-secure': ({ given }) =>
    `So kommt niemand von außen herein: EASEL_STUDIO_URL muss mit https:// beginnen, angegeben ist ${given}`,
  'config.redis-alone':
    'Die Einstellungen sind nicht lesbar: EASEL_REDIS_URL gehört zu EASEL_DATABASE_URL, wo mehrere Bots ein Auftragsbuch teilen',
  'config.local-key-alone':
    'Die Einstellungen sind nicht lesbar: EASEL_API_LOCAL_KEY gehört zu EASEL_API, das andere Programme einlässt',
  'config.needs-c2pa-both':
    'Die Konfiguration lässt sich nicht lesen: EASEL_C2PA_KEY und EASEL_C2PA_CERTIFICATES gehören zusammen, angegeben ist nur eines',
  'config.needs-client':
    'So kann sich niemand anmelden: EASEL_STUDIO_LOGIN und EASEL_ACTIVITY brauchen EASEL_STUDIO_URL, DISCORD_CLIENT_ID und DISCORD_CLIENT_SECRET',
  'config.activity-needs-bot':
    'So öffnet sich das Studio nicht in Discord: EASEL_ACTIVITY braucht DISCORD_TOKEN, womit Discord gefragt wird, wer darin ist',
  'config.unreadable': ({ problems }, { say }) => `Die Konfiguration ist nicht lesbar: ${problems.map(say).join('; ')}`,
  'config.no-file': ({ name, path }) => `Die Datei ${path}, die ${name} nennt, ist nicht lesbar`,
  'config.no-env-file': ({ path }) => `Die Einstellungen in ${path} sind nicht lesbar`,
  'config.secret-file': ({ path }) =>
    `Das Geheimnis in ${path} taugt nicht: Es muss ein Wort aus 16 bis 200 Buchstaben, Ziffern und Zeichen sein`,
  'config.tls-pair': 'Die Einstellungen sind nicht lesbar: EASEL_TLS_CERT und EASEL_TLS_KEY gehören zusammen',
  'config.problem': ({ name, rule, given }, { say }) => `${name} ${say(rule)}, angegeben ist ${given}`,
};
