import type { Message, Sentences } from '#shared/text/message.ts';

/** `npm run models` and `npm run render`: what keeps a command from being followed. */
export const COMMAND_LINE = {
  'command.unreadable': ({ problem }: { problem: string }) => `Cannot read the command line: ${problem}`,
  'command.wrong': ({ limit, given }: { limit: Message; given: string | Message }, { say }) =>
    `Cannot read the command line: ${say(limit)}, given ${say(given)}`,
  'command.option': ({ option, limit, given }: { option: string; limit: Message; given: string | Message }, { say }) =>
    `Cannot read the command line: ${option} must be ${say(limit)}, given ${say(given)}`,
  'command.nothing': 'nothing',
  'command.none': 'none',
  'command.options-with-add': '--name and --variant go with add',
  'command.list-alone': 'list takes no names',
  'command.needs-name': ({ verb }: { verb: string }) => `${verb} needs the name of a model`,
  'command.needs-one': 'add needs one file, folder or repository',
  'command.first-word': 'the first word must be list, pull, verify, remove or add',
  'command.stopped': 'Stopped; what has come is kept',

  'add.outside': ({ what, folder }: { what: string; folder: string }) =>
    `Cannot add ${what}: it must lie in the models folder ${folder}; move or copy it there`,
  'add.no-place': ({ what }: { what: string }) =>
    `Cannot add ${what}: it must be a file or folder in the models folder, or OWNER/NAME[@REVISION][:FILE] of the hub`,
  'add.name': ({ name }: { name: string }) =>
    `Cannot add ${name}: a name has letters, digits, spaces and ._+()-, 80 at most; use --name`,
  'add.taken': ({ name }: { name: string }) => `Cannot add ${name}: there is a model of that name; use --name`,
  'pull.unknown': ({ name, known }: { name: string; known: readonly string[] }) =>
    `Cannot pull ${name}: it must be one of ${known.join(', ')}`,
  'pull.unknown-repo': ({ name, known }: { name: string; known: readonly string[] }) =>
    `Cannot pull ${name}: it must be one of ${known.join(', ')}; ` +
    `for a repository of the hub: npm run models -- add ${name}`,
  'verify.damaged': ({ names }: { names: readonly string[] }) =>
    `Cannot use what is damaged; run: npm run models -- pull ${names.join(' ')}`,
  'list.unknown': ({ name, known }: { name: string; known: readonly string[] }) =>
    `Cannot find ${name} in models.json: it must be one of ${known.join(', ')}`,
  'list.empty': ({ name }: { name: string }) => `Cannot find ${name} in models.json: the list is empty`,

  'render.stray': ({ option }: { option: string }) =>
    `Cannot render: ${option} must come with a picture, given no --init`,
  'render.stray-pass': ({ option }: { option: string }) =>
    `Cannot render: ${option} must come with a second pass, given no --hires`,
  'render.margins': ({ given }: { given: string }) =>
    `Cannot render: --margins must be four numbers as in 64,0,64,0, given ${given}`,
  'render.no-file': ({ what, file }: { what: Message; file: string }, { say }) =>
    `Cannot read the ${say(what)}: there is no file ${file} we may open`,
  'render.picture': ({ file, why }: { file: string; why: Message }, { say }) => `${file}: ${say(why)}`,
  'render.no-prompt': 'Cannot render: --prompt must say what to draw, given nothing',
  'render.no-prompt-file': ({ file }: { file: string }) => `Cannot read the prompt: there is no file ${file}`,
  'render.prompt-shape': ({ file }: { file: string }) =>
    `Cannot read the prompt: ${file} must hold {"chunks":[{"spans":[{"text":"…","weight":1}]}]}`,
  'render.spelled-weights': ({ given }: { given: string }) =>
    `${given} is taken as plain text: --prompt has no syntax; weights belong in --prompt-json, or in a prompt for the bot or the studio`,
  'render.no-picture': 'The engine ended without a picture',
  'render.ending': ({ file, ending }: { file: string; ending: string }) =>
    `Cannot write ${file}: its name must end in ${ending}, as what comes of this`,
  'render.unwritable': ({ file, problem }: { file: string; problem: string }) => `Cannot write ${file}: ${problem}`,
} as const satisfies Sentences;
