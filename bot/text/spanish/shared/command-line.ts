import type { COMMAND_LINE as ENGLISH } from '#shared/text/english/command-line.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what keeps `npm run models` and `npm run render` from following a command. */
export const COMMAND_LINE: Translation<typeof ENGLISH> = {
  'command.unreadable': ({ problem }) => `No se puede leer la línea de comandos: ${problem}`,
  'command.wrong': ({ limit, given }, { say }) =>
    `No se puede leer la línea de comandos: ${say(limit)}, se dio ${say(given)}`,
  'command.option': ({ option, limit, given }, { say }) =>
    `No se puede leer la línea de comandos: ${option} debe ser ${say(limit)}, se dio ${say(given)}`,
  'command.nothing': 'nada',
  'command.none': 'ninguno',
  'command.options-with-add': '--name y --variant van con add',
  'command.list-alone': 'list no lleva nombres',
  'command.needs-name': ({ verb }) => `${verb} necesita el nombre de un modelo`,
  'command.needs-one': 'add necesita un archivo, una carpeta o un repositorio',
  'command.first-word': 'la primera palabra debe ser list, pull, verify, remove o add',
  'command.stopped': 'Detenido; lo que ha llegado se conserva',
  'add.outside': ({ what, folder }) =>
    `No se puede añadir ${what}: debe estar en la carpeta de modelos ${folder}; muévelo o cópialo ahí`,
  'add.no-place': ({ what }) =>
    `No se puede añadir ${what}: debe ser un archivo o carpeta de la ` +
    'carpeta de modelos, o OWNER/NAME[@REVISION][:FILE] del hub',
  'add.name': ({ name }) =>
    `No se puede añadir ${name}: un nombre tiene letras, cifras, espacios y ._+()-, 80 como máximo; usa --name`,
  'add.taken': ({ name }) => `No se puede añadir ${name}: ya hay un modelo con ese nombre; usa --name`,
  'pull.unknown': ({ name, known }) => `No se puede traer ${name}: debe ser uno de ${known.join(', ')}`,
  'pull.unknown-repo': ({ name, known }) =>
    `No se puede traer ${name}: debe ser uno de ${known.join(', ')}; ` +
    `para un repositorio del hub: npm run models -- add ${name}`,
  'verify.damaged': ({ names }) => `No se puede usar lo dañado; ejecuta: npm run models -- pull ${names.join(' ')}`,
  'list.unknown': ({ name, known }) => `No se encuentra ${name} en models.json: debe ser uno de ${known.join(', ')}`,
  'list.empty': ({ name }) => `No se encuentra ${name} en models.json: la lista está vacía`,
  'render.stray': ({ option }) => `No se puede dibujar: ${option} debe ir con una imagen, no se dio --init`,
  'render.stray-pass': ({ option }) =>
    `No se puede dibujar: ${option} debe ir con una segunda pasada, no se dio --hires`,
  'render.margins': ({ given }) =>
    `No se puede dibujar: --margins debe ser cuatro números como 64,0,64,0, se dio ${given}`,
  'render.no-file': ({ what, file }, { say }) =>
    `No se puede leer la ${say(what)}: no hay ningún archivo ${file} que podamos abrir`,
  'render.picture': ({ file, why }, { say }) => `${file}: ${say(why)}`,
  'render.no-prompt': 'No se puede dibujar: --prompt debe decir qué dibujar, no se dio nada',
  'render.no-prompt-file': ({ file }) => `No se puede leer el prompt: no hay ningún archivo ${file}`,
  'render.prompt-shape': ({ file }) =>
    `No se puede leer el prompt: ${file} debe contener {"chunks":[{"spans":[{"text":"…","weight":1}]}]}`,
  'render.spelled-weights': ({ given }) =>
    `${given} se toma como texto normal: --prompt no tiene sintaxis; los pesos van en --prompt-json, o en un prompt para el bot o el estudio`,
  'render.no-picture': 'El motor terminó sin imagen',
  'render.ending': ({ file, ending }) =>
    `No se puede escribir ${file}: su nombre debe acabar en ${ending}, que es lo que sale de esto`,
  'render.unwritable': ({ file, problem }) => `No se puede escribir ${file}: ${problem}`,
};
