import type { MODELS as ENGLISH } from '#shared/text/english/models.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of why an entry of models.json, a file or a folder cannot be used. */
export const MODELS: Translation<typeof ENGLISH> = {
  'model.unusable': ({ name, reason }, { say }) => `No se puede usar el modelo ${name}: ${lowerFirst(say(reason))}`,
  'model.not-pulled': ({ name, reason, argument }, { say }) =>
    `No se puede usar el modelo ${name}: ${lowerFirst(say(reason))}; ejecuta: npm run models -- pull ${argument}`,
  'model.other-family': ({ name, family, listed }) =>
    `No se puede usar el modelo ${name}: sus pesos son de la familia ${family}, models.json dice ${listed}`,
  'model.slow': ({ name, seconds }) =>
    `No se puede usar el modelo ${name}: no se pudieron mirar sus archivos en ${seconds} s`,
  'model.same-name': ({ file, name }) =>
    `No se puede usar el archivo de modelo ${file}: otro modelo ya se llama ${name}`,
  'adapter.unplaced': ({ name, reason }, { say }) => `No se puede usar el adaptador ${name}: ${say(reason)}`,
  'adapter.slow': ({ name, seconds }) =>
    `No se puede usar el adaptador ${name}: no se pudo mirar su archivo en ${seconds} s`,
  'place.slow': ({ seconds }) => `La carpeta de modelos no contestó en ${seconds} s`,
  'models.look-ended': 'La lectura de la carpeta de modelos se cortó. Ha quedado en el log',
  'place.missing': ({ path }) => `No se encuentra ${path}: no existe ese archivo en la carpeta de modelos`,
  'place.not-pulled': ({ source }) => `No se encuentra ${source}: no se ha traído`,
  'place.outside': ({ path }) => `No se puede usar ${path}: enlaza a algo fuera de la carpeta de modelos`,
  'place.files': ({ limit, given }) => `No se puede leer la carpeta: ${limit} archivos como máximo, se dio ${given}`,
  'catalog.unreadable': ({ line, reason }, { say }) => `No se puede leer models.json, línea ${line}: ${say(reason)}`,
  'catalog.unchangeable': ({ line, reason }, { say }) =>
    `No se puede cambiar models.json, línea ${line}: ${say(reason)}`,
  'catalog.no-list': 'No se puede cambiar models.json: debe ser {"models": [ … ]}',
  'catalog.bytes': ({ limit, given }) => `debe tener ${limit} bytes como máximo, se dio ${given}`,
  'catalog.no-file': 'debe ser un archivo que podamos leer',
  'catalog.shape': 'debe ser {"models": [ … ]}',
  'catalog.unknown': ({ name }) => `no conoce nada llamado ${name}`,
  'catalog.entries': ({ limit, given }) => `${limit} entradas como máximo, se dio ${given}`,
  'catalog.entry': ({ name, field, rule }, { say }) => `${say(name)}: ${`${field} ${say(rule)}`.trimStart()}`,
  'catalog.nth-entry': ({ position }) => `entrada ${position}`,
  'json.expected': ({ wanted, given }, { say }) => `se espera ${say(wanted)}, se dio ${say(given)}`,
  'json.twice': ({ name }) => `${name} está dos veces`,
  'json.nothing': 'nada',
  'json.end': 'el final del archivo',
  'json.levels': ({ limit }) => `${limit} niveles como máximo`,
  'json.name': 'un nombre entre comillas dobles',
  'json.text': 'un texto entre comillas dobles, cerrado en su línea',
  'json.value': 'un valor',
  'json.sign': ({ sign }) => `"${sign}"`,
  'json.either': ({ end }) => `"," o "${end}"`,
};

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
