import type { Message, Sentences } from '#shared/text/message.ts';

/** The catalog of models: why an entry of models.json, a file or a folder cannot be used. */
export const MODELS = {
  'model.unusable': ({ name, reason }: { name: string; reason: Message }, { say }) =>
    `Cannot use model ${name}: ${lowerFirst(say(reason))}`,
  'model.not-pulled': ({ name, reason, argument }: { name: string; reason: Message; argument: string }, { say }) =>
    `Cannot use model ${name}: ${lowerFirst(say(reason))}; run: npm run models -- pull ${argument}`,
  'model.other-family': ({ name, family, listed }: { name: string; family: string; listed: string }) =>
    `Cannot use model ${name}: its weights are of the family ${family}, models.json says ${listed}`,
  'model.slow': ({ name, seconds }: { name: string; seconds: number }) =>
    `Cannot use model ${name}: its files could not be looked at within ${seconds} s`,
  'model.same-name': ({ file, name }: { file: string; name: string }) =>
    `Cannot use model file ${file}: another model is called ${name} already`,
  'adapter.unplaced': ({ name, reason }: { name: string; reason: Message }, { say }) =>
    `Cannot use adapter ${name}: ${say(reason)}`,
  'adapter.slow': ({ name, seconds }: { name: string; seconds: number }) =>
    `Cannot use adapter ${name}: its file could not be looked at within ${seconds} s`,
  'place.slow': ({ seconds }: { seconds: number }) => `The folder of models did not answer within ${seconds} s`,
  'models.look-ended': 'The look at the folder of models broke. It has been logged',
  'place.missing': ({ path }: { path: string }) => `Cannot find ${path}: there is no such file in the models folder`,
  'place.not-pulled': ({ source }: { source: string }) => `Cannot find ${source}: it has not been pulled`,
  'place.outside': ({ path }: { path: string }) =>
    `Cannot use ${path}: it links to something outside the models folder`,
  'place.files': ({ limit, given }: { limit: number; given: number }) =>
    `Cannot read folder: at most ${limit} files, given ${given}`,

  'catalog.unreadable': ({ line, reason }: { line: number; reason: Message }, { say }) =>
    `Cannot read models.json, line ${line}: ${say(reason)}`,
  'catalog.unchangeable': ({ line, reason }: { line: number; reason: Message }, { say }) =>
    `Cannot change models.json, line ${line}: ${say(reason)}`,
  'catalog.no-list': 'Cannot change models.json: it must be {"models": [ … ]}',
  'catalog.bytes': ({ limit, given }: { limit: number; given: number }) =>
    `it must have at most ${limit} bytes, given ${given}`,
  'catalog.no-file': 'it must be a file that we may read',
  'catalog.shape': 'it must be {"models": [ … ]}',
  'catalog.unknown': ({ name }: { name: string }) => `it knows nothing called ${name}`,
  'catalog.entries': ({ limit, given }: { limit: number; given: number }) => `at most ${limit} entries, given ${given}`,
  'catalog.entry': ({ name, field, rule }: { name: string | Message; field: string; rule: Message }, { say }) =>
    `${say(name)}: ${`${field} ${say(rule)}`.trimStart()}`,
  'catalog.nth-entry': ({ position }: { position: number }) => `entry ${position}`,

  'json.expected': ({ wanted, given }: { wanted: Message; given: string | Message }, { say }) =>
    `${say(wanted)} is expected, given ${say(given)}`,
  'json.twice': ({ name }: { name: string }) => `${name} is there twice`,
  'json.nothing': 'nothing',
  'json.end': 'the end of the file',
  'json.levels': ({ limit }: { limit: number }) => `at most ${limit} levels`,
  'json.name': 'a name in double quotes',
  'json.text': 'a text in double quotes, closed on its line',
  'json.value': 'a value',
  'json.sign': ({ sign }: { sign: string }) => `"${sign}"`,
  'json.either': ({ end }: { end: string }) => `"," or "${end}"`,
} as const satisfies Sentences;

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
