import type { Sentences } from '#shared/text/message.ts';

/** Other programs: their keys, and what their doors refuse. */
export const DOORS = {
  'command.key': 'Keys with which other programs draw here in your name',
  'command.key.create': 'Make a key for another program; it is shown once, to you alone',
  'command.key.name': 'What you call it',
  'command.key.scope': 'What it may do; everything when left out',
  'command.key.requests': 'Requests in a minute at most; 60 when left out',
  'command.key.seconds': "Seconds of a renderer's time in 24 hours at most",
  'command.key.days': 'Days until it runs out; never when left out',
  'command.key.list': 'Show your keys here, without the keys themselves',
  'command.key.revoke': 'Take a key back at once',
  'option.scope': 'scope',
  'option.requests': 'requests',

  'setting.keys': 'Whether members may let other programs draw here in their name; see /key',

  'key.scope.all': 'everything',
  'key.scope.draw': 'draw',
  'key.scope.look': 'say what is in pictures',
  'key.scope.jobs': 'see jobs and the queue',
  'key.made': ({ name }: { name: string }) => `The key “${name}”`,
  'key.once': 'Copy it now: it is shown this once, and only its hash is kept. Whoever has it draws in your name.',
  'key.heading': 'Your keys here',
  'key.none': 'You have none.',
  'key.some': 'Take one back with /key revoke.',
  'key.said-requests': ({ max }: { max: number }) => `${max} requests a minute`,
  'key.said-seconds': ({ max }: { max: number }) => `${max} seconds of renderers a day`,
  'key.said-until': ({ date }: { date: string }) => `until ${date}`,
  'key.revoked': ({ name }: { name: string }) => `The key “${name}” opens nothing any more.`,
  'key.off': 'Cannot make keys: whoever runs this bot has not let other programs in (EASEL_API)',
  'key.name-taken': ({ name }: { name: string }) =>
    `Cannot make another key called “${name}”: you have one here. Take it back first, or use another name`,
  'key.too-many': ({ max }: { max: number }) => `Cannot make another key: ${max} at most, take one back first`,
  'key.all-taken': ({ max }: { max: number }) => `Cannot make another key: this bot has ${max} already`,
  'key.gone': ({ name, known }: { name: string; known: readonly string[] }, { list }) =>
    `Cannot find a key called “${name}” here${known.length === 0 ? '' : `; you have ${list(known)}`}`,

  'api.no-key': 'Cannot answer without a key: send one as “Authorization: Bearer …”. Members make them by /key create',
  'api.wrong-key': 'Cannot answer: this key is wrong, or was taken back',
  'api.key-over': ({ name }: { name: string }) => `Cannot answer: the key “${name}” has run out`,
  'api.local-key':
    'Cannot answer without a key: the one in EASEL_API_LOCAL_KEY, which stands for programs of this machine, is wrong or opens nothing any more',
  'api.scope': ({ name, scope, has }: { name: string; scope: string; has: readonly string[] }, { list }) =>
    `Cannot do that with the key “${name}”: it takes the scope ${scope}, given ${list(has)}`,
  'api.server-off': 'Cannot draw from other programs here: this server has switched that off',
  'api.not-there': 'Cannot answer: the owner of this key is not a member of its server any more',
  'api.discord-away': 'Cannot ask Discord who the owner of this key is: it is not reachable now',
  'api.seconds': ({ max, used }: { max: number; used: number }) =>
    `Cannot draw more with this key today: ${max} seconds of renderers in 24 hours, used ${used}`,
  'api.open': ({ max }: { max: number }) => `Cannot take more requests of this key at a time: ${max} at most`,
  'api.body': ({ max }: { max: number }) => `Cannot read the request: a body has ${max} bytes at most`,
  'api.idempotency': ({ max, given }: { max: number; given: number }) =>
    `Cannot use this Idempotency-Key: ${max} characters at most, given ${given}`,
  'api.host': ({ host }: { host: string }) =>
    `Cannot answer requests to ${host}: whoever runs this bot has not named it in EASEL_API_HOSTS`,
  'api.origin': ({ origin }: { origin: string }) =>
    `Cannot answer pages of ${origin}: whoever runs this bot has not named them in EASEL_API_ORIGINS`,
  'api.only-here': ({ found }: { found: string }) =>
    `Cannot answer without a key for somebody elsewhere: this address is for programs of this machine, given ${found}`,
  'api.link': 'Cannot show this picture: the link has run out',
  'api.no-route': ({ method, path }: { method: string; path: string }) =>
    `Cannot ${method} ${path}: there is no such door`,
  'api.cancelled': 'The job was cancelled',
  'api.not-done': ({ id }: { id: string }) => `The job ${id} has not ended yet`,
  'api.closing': 'Cannot go on: the bot is stopping. The job is taken up again when it is back',
  'api.port': ({ where, why, setting }: { where: string; why: string; setting: string }) =>
    `Cannot let other programs in on ${where}: ${why}. Set ${setting} to another`,
  'api.seed': ({ max, given }: { max: number; given: number }) =>
    `Cannot use this seed: a whole number from 0 to ${max}, or -1 for any, given ${given}`,
  'api.no-links': ({ name }: { name: string }) =>
    `Cannot fetch ${name} from elsewhere: send the picture itself as base64`,
  'api.base64': ({ name }: { name: string }) => `Cannot read ${name}: it must be a picture as base64`,
  'api.size': ({ given }: { given: string }) =>
    `Cannot draw this size: it must be like 1024x1024, or auto, given ${given}`,
  'api.no-form': ({ type }: { type: string }) =>
    `Cannot read the request: it must be a form (multipart/form-data), given ${type === '' ? 'nothing' : type}`,
  'api.no-model': ({ name }: { name: string }) => `Cannot find a model called “${name}”`,
  'api.no-describer': 'Cannot say what is in a picture: no renderer has a network for that',
  'api.opaque-mask': 'Cannot use this mask: nothing in it is transparent, so that nothing would be drawn anew',
  'api.one-file': ({ name, given }: { name: string; given: number }) =>
    `Cannot use several files as ${name}: one at most, given ${given}`,
  'api.url-format': ({ given }: { given: string }) =>
    `Cannot link to a picture as ${given}: links are to PNGs, ask for b64_json`,
  'api.needs': ({ name, needed }: { name: string; needed: string }) =>
    `Cannot use ${name}: it does nothing without ${needed}`,

  'a1111.unknown': ({ name, given }: { name: string; given: string }) =>
    `Cannot use ${name}: nobody knows it, given ${given}`,
  'a1111.unsupported': ({ name, given }: { name: string; given: string }) =>
    `Cannot use ${name}: there is nothing for it here, given ${given}`,
  'a1111.told': ({ name, given }: { name: string; given: string }) =>
    `${name} is decided here by other means, and ${given} was left out`,
  'a1111.size': ({ width, height }: { width: number; height: number }) =>
    `drawn at ${width} × ${height}: sides are multiples of 8`,
  'a1111.same-size': 'drawn in one pass: a second one at the same size is not made here',
  'a1111.stopped': ({ step, steps, finished, unfinished }: StoppedValues) =>
    `stopped at step ${step} of ${steps}; pictures that are finished: ${finished}, as they were then: ${unfinished}`,
  'a1111.scheduler': ({ given, known }: { given: string; known: readonly string[] }, { list }) =>
    `Cannot draw with the schedule type “${given}”: known are ${list(known)}; DPM++ 2M always takes Karras`,
  'a1111.one-style': ({ given }: { given: readonly string[] }, { list }) =>
    `Cannot use several styles together: one at most, given ${list(given)}`,
  'a1111.one-picture': ({ given }: { given: number }) =>
    `Cannot start from this many pictures: exactly one, given ${given}`,
  'a1111.batch': ({ max, given }: { max: number; given: number }) =>
    `Cannot take this many pictures at once: from 1 to ${max}, given ${given}`,
  'a1111.memory': 'there is no memory of one card to tell of: renderers draw here, on as many machines as there are',
  'a1111.residency': 'Cannot load or unload models: renderers decide themselves what they keep in memory',
  'a1111.training': 'Cannot train by this API: members do that by /train, and in the studio',
  'a1111.hires-upscaler': ({ given }: { given: string }) =>
    `Cannot use the upscaler “${given}” in a second pass: Latent or Lanczos`,
  'a1111.scripts': ({ names }: { names: readonly string[] }, { list }) =>
    `Cannot run the scripts ${list(names)}: there is ControlNet alone`,
  'a1111.units': ({ max, given }: { max: number; given: number }) =>
    `Cannot follow this many ControlNet units: at most ${max}, given ${given}`,
  'a1111.unit-fields': ({ names }: { names: readonly string[] }, { list }) =>
    `Cannot use ${list(names)} of a ControlNet unit: there is nothing for it here`,
  'a1111.extras': 'Cannot do that to the picture: name an upscaler_1, or set codeformer_visibility to 1, and not both',
  'a1111.upscaler': ({ given, known }: { given: string; known: readonly string[] }, { list }) =>
    `Cannot use the upscaler “${given}”: known are ${list(known)}`,
  'a1111.interrogator': ({ given }: { given: string }) =>
    `Cannot say what is in the picture by “${given}”: no renderer has a network for that`,
  'a1111.module': ({ given }: { given: string }) =>
    `Cannot make a control picture by “${given}”: nobody knows that method`,

  'mcp.one-picture': 'Cannot go on from a picture: name a job of yours, or send an image, and not both',
} as const satisfies Sentences;

type StoppedValues = {
  readonly step: number;
  readonly steps: number;
  readonly finished: number;
  readonly unfinished: number;
};
