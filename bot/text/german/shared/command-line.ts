import type { COMMAND_LINE as English } from '#shared/text/english/command-line.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what keeps `npm run models` and `npm run render` from following a command. */
export const COMMAND_LINE: Translation<typeof English> = {
  'command.unreadable': ({ problem }) => `Die Befehlszeile ist nicht lesbar: ${problem}`,
  'command.wrong': ({ limit, given }, { say }) =>
    `Die Befehlszeile ist nicht lesbar: ${say(limit)}, angegeben: ${say(given)}`,
  'command.option': ({ option, limit, given }, { say }) =>
    `Die Befehlszeile ist nicht lesbar: ${option} muss sein: ${say(limit)}, angegeben: ${say(given)}`,
  'command.nothing': 'nichts',
  'command.none': 'keiner',
  'command.options-with-add': '--name und --variant gehören zu add',
  'command.list-alone': 'list nimmt keine Namen',
  'command.needs-name': ({ verb }) => `${verb} braucht den Namen eines Modells`,
  'command.needs-one': 'add braucht genau eine Datei, einen Ordner oder ein Repository',
  'command.first-word': 'das erste Wort muss list, pull, verify, remove oder add sein',
  'command.stopped': 'Angehalten; was schon da ist, bleibt',

  'add.outside': ({ what, folder }) =>
    `${what} lässt sich nicht aufnehmen: Es muss im Modellordner ${folder} liegen; verschieb oder kopier es dorthin`,
  'add.no-place': ({ what }) =>
    `${what} lässt sich nicht aufnehmen: Es muss eine Datei oder ein Ordner im Modellordner sein, oder ` +
    'OWNER/NAME[@REVISION][:FILE] auf dem Hub',
  'add.name': ({ name }) =>
    `${name} lässt sich nicht aufnehmen: Ein Name hat Buchstaben, Ziffern, Leerzeichen und ._+()-, höchstens 80; nimm --name`,
  'add.taken': ({ name }) => `${name} lässt sich nicht aufnehmen: Ein Modell heißt schon so; nimm --name`,
  'pull.unknown': ({ name, known }) => `${name} lässt sich nicht holen: Möglich sind ${known.join(', ')}`,
  'pull.unknown-repo': ({ name, known }) =>
    `${name} lässt sich nicht holen: Möglich sind ${known.join(', ')}; ` +
    `für ein Repository auf dem Hub: npm run models -- add ${name}`,
  'verify.damaged': ({ names }) =>
    `Was beschädigt ist, ist nicht nutzbar; dafür gibt es: npm run models -- pull ${names.join(' ')}`,
  'list.unknown': ({ name, known }) => `${name} steht nicht in models.json: Möglich sind ${known.join(', ')}`,
  'list.empty': ({ name }) => `${name} steht nicht in models.json: Die Liste ist leer`,

  'render.stray': ({ option }) => `Nicht möglich: ${option} gehört zu einem Bild, und --init fehlt`,
  'render.stray-pass': ({ option }) => `Nicht möglich: ${option} gehört zu einem zweiten Durchgang, und --hires fehlt`,
  'render.margins': ({ given }) => `Nicht möglich: --margins sind vier Zahlen wie 64,0,64,0, angegeben ist ${given}`,
  'render.no-file': ({ what, file }, { say }) => `${say(what)}: Es gibt keine Datei ${file}, die wir öffnen dürfen`,
  'render.picture': ({ file, why }, { say }) => `${file}: ${say(why)}`,
  'render.no-prompt': 'Nicht möglich: --prompt muss sagen, was zu zeichnen ist, und es ist leer',
  'render.no-prompt-file': ({ file }) => `Der Prompt ist nicht lesbar: Es gibt keine Datei ${file}`,
  'render.prompt-shape': ({ file }) =>
    `Der Prompt ist nicht lesbar: ${file} muss {"chunks":[{"spans":[{"text":"…","weight":1}]}]} enthalten`,
  'render.spelled-weights': ({ given }) =>
    `${given} gilt als gewöhnlicher Text: --prompt hat keine Syntax; Gewichte gehören in --prompt-json oder in einen Prompt für den Bot oder das Studio`,
  'render.no-picture': 'Die Engine hat ohne Bild aufgehört',
  'render.ending': ({ file, ending }) =>
    `${file} lässt sich so nicht schreiben: Der Name muss auf ${ending} enden, denn das kommt heraus`,
  'render.unwritable': ({ file, problem }) => `${file} lässt sich nicht schreiben: ${problem}`,
};
