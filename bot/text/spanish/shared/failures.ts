import type { FAILURES as ENGLISH } from '#shared/text/english/failures.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what either side may have to say whatever it was doing. */
export const FAILURES: Translation<typeof ENGLISH> = {
  'failure.cancelled': 'Cancelado',
  'failure.internal': 'Algo salió mal por nuestra parte. Ha quedado en el log',
  'rpc.no-answer': 'El renderizador no contestó a tiempo',
  'rpc.lost': 'Se perdió la conexión con el renderizador',
  'rpc.unreached': 'Nada responde en su dirección',
  'rpc.exhausted': 'El renderizador no puede aceptar esto ahora',
  'rpc.nothing': 'El renderizador no contestó nada',
  'rpc.no-method': ({ name }) => `El contrato no tiene el método ${name}`,
  'rpc.caller-left': 'Quien llamó se fue',
  'rpc.broken': 'La conexión se cortó',
  'config.must-secure': ({ given }) =>
    `No se puede dejar entrar a nadie de fuera: EASEL_STUDIO_URL debe empezar por https://, se dio ${given}`,
  'config.redis-alone':
    'No se puede leer la configuración: EASEL_REDIS_URL va con EASEL_DATABASE_URL, donde varios bots comparten un registro',
  'config.local-key-alone':
    'No se puede leer la configuración: EASEL_API_LOCAL_KEY va con EASEL_API, que deja entrar a otros programas',
  'config.needs-c2pa-both':
    'No se puede leer la configuración: EASEL_C2PA_KEY y EASEL_C2PA_CERTIFICATES van juntas, y solo hay una',
  'config.needs-client':
    'Nadie puede iniciar sesión: EASEL_STUDIO_LOGIN y EASEL_ACTIVITY necesitan EASEL_STUDIO_URL, DISCORD_CLIENT_ID y DISCORD_CLIENT_SECRET',
  'config.activity-needs-bot':
    'El estudio no se puede abrir dentro de Discord: EASEL_ACTIVITY necesita DISCORD_TOKEN, con el que se pregunta a Discord quién está en él',
  'config.unreadable': ({ problems }, { say }) => `No se puede leer la configuración: ${problems.map(say).join('; ')}`,
  'config.no-file': ({ name, path }) => `No se puede leer el archivo ${path}, que nombra ${name}`,
  'config.no-env-file': ({ path }) => `No se pueden leer los ajustes de ${path}`,
  'config.secret-file': ({ path }) =>
    `No se puede usar el secreto de ${path}: debe ser una palabra de 16 a 200 letras, cifras y signos`,
  'config.tls-pair': 'No se puede leer la configuración: EASEL_TLS_CERT y EASEL_TLS_KEY van juntos',
  'config.problem': ({ name, rule, given }, { say }) => `${name} ${say(rule)}, se dio ${given}`,
};
