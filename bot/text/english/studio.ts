import type { Sentences } from '#shared/text/message.ts';

/** What the studio's server says: refusals of requests that its own page never makes, and opening the door. */
export const STUDIO = {
  'studio.host': ({ hosts, given }: { hosts: readonly string[]; given: string }) =>
    `Cannot open the studio: only ${hosts.join(', ')} are safe, given ${given}`,
  'studio.port': ({ where, why }: { where: string; why: string }) => `Cannot open the studio on ${where}: ${why}`,
  'studio.port-taken': ({ where }: { where: string }) =>
    `Cannot open the studio on ${where}: the port is taken. Set EASEL_STUDIO_PORT to another one, or to 0 for any free one`,
  'studio.closing': 'The studio is closing',
  'studio.live-closing': 'Cannot render live: the studio is closing',
  'studio.other-machine': ({ host }: { host: string }) =>
    `Cannot open the studio: only addresses of this machine are answered, given "${host}"`,
  'studio.other-site': 'Cannot answer another site: the studio is for its own page',
  'studio.other-origin': ({ origin }: { origin: string }) =>
    `Cannot answer another site: the studio is for its own page, given "${origin}"`,
  'studio.no-json': ({ type }: { type: string }) =>
    `Cannot read the request: it must be application/json, given "${type}"`,
  'studio.archive': ({ max }: { max: number }) =>
    `Cannot save these pictures in one file: 1 to ${max} of them at a time`,
  'studio.sketches': ({ max }: { max: number }) => `Cannot sketch that: a list of at most ${max} orders`,
  'studio.body': ({ max }: { max: number }) => `Cannot read the request: at most ${max} bytes`,
  'studio.no-file': ({ path }: { path: string }) => `Cannot find ${path} in the studio`,
  'studio.session': 'Cannot listen: the session must be 1–64 letters, digits and dashes',
  'studio.listeners': ({ max }: { max: number }) => `Cannot listen: at most ${max} pages`,
  'studio.no-model': ({ model }: { model: string }) => `There is no model ${model} for this machine`,
  'studio.no-machine': ({ machine }: { machine: string }) => `There is no machine ${machine} any more`,
  'studio.threads': ({ count }: { count: number }) => `CPU, ${count} ${count === 1 ? 'thread' : 'threads'}`,
} as const satisfies Sentences;
