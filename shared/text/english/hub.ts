import type { Message, Sentences } from '#shared/text/message.ts';

/** Pulling models from the Hugging Face hub. `what` is owner/name, with a file where one is meant. */
export const HUB = {
  'hub.overloaded': ({ what, host, status }: { what: string; host: string; status: number }) =>
    `Cannot pull ${what}: ${host} is overloaded or down (${status})`,
  'hub.gated': ({ what, host }: { what: string; host: string }) =>
    `Cannot pull ${what}: set HF_TOKEN to the token of an account that accepted its terms on ${host} first`,
  'hub.gated-account': ({ what, host }: { what: string; host: string }) =>
    `Cannot pull ${what}: the account of HF_TOKEN has to accept its terms on ${host} first`,
  'hub.refused': ({ what, host }: { what: string; host: string }) =>
    `Cannot pull ${what} from ${host}: there is no such repository, or it needs a token: set HF_TOKEN`,
  'hub.refused-token': ({ what, host }: { what: string; host: string }) =>
    `Cannot pull ${what} from ${host}: the token in HF_TOKEN may not read it, or there is no such repository`,
  'hub.no-revision': ({ what }: { what: string }) => `Cannot pull ${what}: it has no such revision`,
  'hub.no-file': ({ what }: { what: string }) => `Cannot pull ${what}: there is no such file`,
  'hub.no-repo': ({ what, host }: { what: string; host: string }) =>
    `Cannot pull ${what}: ${host} has no such repository`,
  'hub.answered': ({ what, host, status }: { what: string; host: string; status: number }) =>
    `Cannot pull ${what}: ${host} answered ${status}`,
  'civitai.unknown': ({ model, version }: { model: number; version: number }) =>
    `Cannot pull ${model}@${version} from Civitai: it has no such version of such a model`,
  'civitai.type': ({ type, known }: { type: string; known: readonly string[] }) =>
    `Cannot pull a ${type} from Civitai: it has a place for ${known.join(', ')} here`,
  'civitai.no-file': ({ model, version }: { model: number; version: number }) =>
    `Cannot pull ${model}@${version} from Civitai: it has no file of weights with a SHA-256 there`,
  'hub.redirects': ({ host, limit }: { host: string; limit: number }) =>
    `Cannot use the hub at ${host}: it redirects more than ${limit} times`,
  'hub.unsafe-redirect': ({ host, to }: { host: string; to: string }) =>
    `Cannot pull from ${host}: it redirects to ${to}, which is not safe`,
  'hub.unreachable': ({ host, reason }: { host: string; reason: Message }, { say }) =>
    `Cannot reach ${host}: ${say(reason)}. HF_ENDPOINT names another hub`,
  'wheel.unreachable': ({ host, reason }: { host: string; reason: Message }, { say }) =>
    `Cannot reach ${host}: ${say(reason)}. PIP_INDEX_URL names another index`,
  'release.unreachable': ({ host, reason }: { host: string; reason: Message }, { say }) =>
    `Cannot reach ${host}: ${say(reason)}`,
  'hub.timeout': 'it does not answer',
  'hub.connection': 'the connection broke',
  'hub.unknown-host': 'no such host is known here, or this machine is offline',
  'hub.no-names': 'names cannot be looked up, so this machine is probably offline',
  'hub.nothing-listens': 'nothing listens there',
  'hub.offline': 'this machine is offline',

  'hub.odd': ({ what, reason }: { what: string; reason: Message }, { say }) => `Cannot pull ${what}: ${say(reason)}`,
  'hub.commit': ({ given }: { given: string }) => `a commit must be 40 hexadecimal digits, given ${given}`,
  'hub.files': ({ limit }: { limit: number }) => `at most ${limit} files, given more`,
  'hub.path': ({ given }: { given: string }) => `a file's path must stay inside, given ${given}`,
  'hub.hash': ({ path, given }: { path: string; given: string }) =>
    `the hash of ${path} must be hexadecimal, given ${given}`,

  'hub.choose': ({ what, files }: { what: string; files: readonly string[] }) =>
    `Cannot pull ${what}: name one of its files: ${files.join(', ')}`,
  'hub.no-weights': ({ what }: { what: string }) => `Cannot pull ${what}: it holds no weights`,
  'hub.no-such-file': ({ what, files }: { what: string; files: readonly string[] }) =>
    `Cannot pull ${what}: the repository has no such file${files.length > 0 ? `; it has ${files.join(', ')}` : ''}`,
  'hub.part-empty': ({ what, part }: { what: string; part: string }) =>
    `Cannot pull ${what}: its ${part} has no weights`,
  'hub.variants': ({ what, part, known, given }: Variants) =>
    `Cannot pull ${what}: ${part ?? 'it'} has the variants ${known.join(', ')}, given ${given}`,

  'hub.wrong-hash': ({ what }: { what: string }) =>
    `Cannot pull ${what}: it does not have the hash that the hub states`,
  'hub.damaged': ({ what }: { what: string }) =>
    `Cannot pull ${what}: it does not have the hash that the hub states; what came was damaged or tampered with, ` +
    'so it was thrown away',
  'hub.too-long': ({ what, bytes }: { what: string; bytes: number }) =>
    `Cannot pull ${what}: more came than the ${bytes} bytes stated`,
  'hub.broke-at': ({ what, at, bytes }: { what: string; at: number; bytes: number }) =>
    `Cannot pull ${what}: the connection broke at ${at} of ${bytes} bytes`,
  'hub.broke': ({ what }: { what: string }) => `Cannot pull ${what}: the connection broke`,
  'hub.changed': ({ what }: { what: string }) =>
    `Cannot pull ${what}: it changed on the hub in the meantime; pull again`,
  'hub.space': ({ folder, missing, free }: { folder: string; missing: string; free: string }) =>
    `Cannot pull to ${folder}: ${missing} MiB are missing and ${free} MiB are free; ` +
    'make room, or set HF_HOME to a larger disk',
  'hub.disk-full': ({ what, folder }: { what: string; folder: string }) =>
    `Cannot write ${what} to ${folder}: the disk is full; make room and pull again, what has come is kept`,
  'hub.unwritable': ({ what, folder, problem }: { what: string; folder: string; problem: string }) =>
    `Cannot write ${what} to ${folder}: ${problem}`,
  'hub.busy': ({ folder, process }: { folder: string; process: number }) =>
    `Cannot change ${folder} in the cache: process ${process} is pulling or removing it; wait for its end`,
} as const satisfies Sentences;

type Variants = { what: string; part: string | null; known: readonly string[]; given: string };
