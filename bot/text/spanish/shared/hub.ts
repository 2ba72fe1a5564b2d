import type { HUB as ENGLISH } from '#shared/text/english/hub.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what pulling models from the Hugging Face hub may say. */
export const HUB: Translation<typeof ENGLISH> = {
  'hub.overloaded': ({ what, host, status }) =>
    `No se puede traer ${what}: ${host} está sobrecargado o caído (${status})`,
  'hub.gated': ({ what, host }) =>
    `No se puede traer ${what}: pon primero en HF_TOKEN el token ` +
    `de una cuenta que haya aceptado sus condiciones en ${host}`,
  'hub.gated-account': ({ what, host }) =>
    `No se puede traer ${what}: la cuenta de HF_TOKEN debe aceptar primero sus condiciones en ${host}`,
  'hub.refused': ({ what, host }) =>
    `No se puede traer ${what} de ${host}: no existe ese repositorio, o necesita un token: define HF_TOKEN`,
  'hub.refused-token': ({ what, host }) =>
    `No se puede traer ${what} de ${host}: el token de HF_TOKEN no puede leerlo, o no existe ese repositorio`,
  'hub.no-revision': ({ what }) => `No se puede traer ${what}: no tiene esa revisión`,
  'hub.no-file': ({ what }) => `No se puede traer ${what}: no existe ese archivo`,
  'hub.no-repo': ({ what, host }) => `No se puede traer ${what}: ${host} no tiene ese repositorio`,
  'hub.answered': ({ what, host, status }) => `No se puede traer ${what}: ${host} contestó ${status}`,
  'civitai.unknown': ({ model, version }) =>
    `No se puede traer ${model}@${version} de Civitai: no tiene esa versión de ese modelo`,
  'civitai.type': ({ type, known }) => `No se puede traer ${type} de Civitai: aquí hay sitio para ${known.join(', ')}`,
  'civitai.no-file': ({ model, version }) =>
    `No se puede traer ${model}@${version} de Civitai: no tiene allí un archivo de pesos con SHA-256`,
  'hub.redirects': ({ host, limit }) => `No se puede usar el hub en ${host}: redirige más de ${limit} veces`,
  'hub.unsafe-redirect': ({ host, to }) => `No se puede traer de ${host}: redirige a ${to}, que no es seguro`,
  'hub.unreachable': ({ host, reason }, { say }) =>
    `No se puede contactar con ${host}: ${say(reason)}. HF_ENDPOINT nombra otro hub`,
  'wheel.unreachable': ({ host, reason }, { say }) =>
    `No se puede contactar con ${host}: ${say(reason)}. PIP_INDEX_URL nombra otro índice`,
  'release.unreachable': ({ host, reason }, { say }) => `No se puede contactar con ${host}: ${say(reason)}`,
  'hub.timeout': 'no contesta',
  'hub.connection': 'la conexión se cortó',
  'hub.unknown-host': 'aquí no se conoce ese servidor, o este equipo no tiene conexión',
  'hub.no-names': 'no se pueden buscar nombres, así que este equipo probablemente no tiene conexión',
  'hub.nothing-listens': 'nada escucha ahí',
  'hub.offline': 'este equipo no tiene conexión',
  'hub.odd': ({ what, reason }, { say }) => `No se puede traer ${what}: ${say(reason)}`,
  'hub.commit': ({ given }) => `un commit debe tener 40 cifras hexadecimales, se dio ${given}`,
  'hub.files': ({ limit }) => `${limit} archivos como máximo, se dieron más`,
  'hub.path': ({ given }) => `la ruta de un archivo debe quedarse dentro, se dio ${given}`,
  'hub.hash': ({ path, given }) => `el hash de ${path} debe ser hexadecimal, se dio ${given}`,
  'hub.choose': ({ what, files }) => `No se puede traer ${what}: nombra uno de sus archivos: ${files.join(', ')}`,
  'hub.no-weights': ({ what }) => `No se puede traer ${what}: no contiene pesos`,
  'hub.no-such-file': ({ what, files }) =>
    `No se puede traer ${what}: el repositorio no tiene ese archivo${files.length > 0 ? `; tiene ${files.join(', ')}` : ''}`,
  'hub.part-empty': ({ what, part }) => `No se puede traer ${what}: su ${part} no tiene pesos`,
  'hub.variants': ({ what, part, known, given }) =>
    `No se puede traer ${what}: ${part ?? 'eso'} tiene las variantes ${known.join(', ')}, se dio ${given}`,
  'hub.wrong-hash': ({ what }) => `No se puede traer ${what}: no tiene el hash que indica el hub`,
  'hub.damaged': ({ what }) =>
    `No se puede traer ${what}: no tiene el hash que indica el hub; ` +
    'lo que llegó estaba dañado o manipulado, así que se descartó',
  'hub.too-long': ({ what, bytes }) => `No se puede traer ${what}: llegó más que los ${bytes} bytes indicados`,
  'hub.broke-at': ({ what, at, bytes }) => `No se puede traer ${what}: la conexión se cortó en ${at} de ${bytes} bytes`,
  'hub.broke': ({ what }) => `No se puede traer ${what}: la conexión se cortó`,
  'hub.changed': ({ what }) => `No se puede traer ${what}: cambió en el hub entretanto; tráelo de nuevo`,
  'hub.space': ({ folder, missing, free }) =>
    `No se puede traer a ${folder}: faltan ${missing} MiB y hay ` +
    `${free} MiB libres; haz sitio, o pon HF_HOME en un disco más ` +
    'grande',
  'hub.disk-full': ({ what, folder }) =>
    `No se puede escribir ${what} en ${folder}: el disco está lleno; ` +
    'haz sitio y tráelo de nuevo, lo que ha llegado se conserva',
  'hub.unwritable': ({ what, folder, problem }) => `No se puede escribir ${what} en ${folder}: ${problem}`,
  'hub.busy': ({ folder, process }) =>
    `No se puede cambiar ${folder} en la caché: el proceso ` +
    `${process} lo está trayendo o quitando; espera a que ` +
    'termine',
};
