import type { Message, Sentences, Writer } from '#shared/text/message.ts';

/** Why a renderer is down. */
export const CLUSTER = {
  'link.starting': ({ renderer }: { renderer: string }) => `renderer ${renderer} is starting`,
  'link.stopping': ({ renderer }: { renderer: string }) => `renderer ${renderer} is stopping`,
  'link.connecting': ({ renderer }: { renderer: string }) => `renderer ${renderer} is being connected`,
  'link.restarting': ({ renderer, ending }: { renderer: string; ending: Message }, { say }: Writer) =>
    `renderer ${renderer} ended (${say(ending)}) and is being started again`,
  'link.unreachable': ({ renderer, why }: { renderer: string; why: Message }, { say }: Writer) =>
    `renderer ${renderer} cannot be reached: ${say(why)}`,
  'link.hung-up': 'it ended the connection',
  'link.taken': ({ renderer }: { renderer: string }) =>
    `another bot uses renderer ${renderer}: it was started later, with a copy of this bot's ledger`,
  'link.quarantine': ({ losses, within, stay }: { losses: number; within: number; stay: number }) =>
    `lost ${losses} times within ${within} min; it is given nothing until it has stayed for ${stay} min`,
  'link.not-there': ({ renderer }: { renderer: string }) => `Renderer ${renderer} is not there`,
  'link.address': ({ given }: { given: string }) =>
    `Cannot add this machine: an address is host:port, as gpu1:50551, given “${given}”`,
  'link.known': ({ renderer }: { renderer: string }) =>
    `Cannot add this machine: ${renderer} is among the machines already`,
  'link.other-secret': ({ renderer }: { renderer: string }) =>
    `Cannot add this machine: ${renderer} answers, and wants another secret`,
  'link.nobody': ({ renderer }: { renderer: string }) =>
    `Cannot add this machine: nobody answers at ${renderer}. The renderer must run there, and its port be open to this machine`,
  'link.socket-folder': ({ folder }: { folder: string }) =>
    `Cannot use ${folder} for the sockets of renderers: it is another user's`,
  'ending.gone': 'it is gone',
  'ending.signal': ({ signal }: { signal: string }) => `signal ${signal}`,
  'ending.code': ({ code }: { code: number | null }) => `exit code ${code}`,
  'ending.not-started': ({ why }: { why: string }) => `it could not be started: ${why}`,
} as const satisfies Sentences;
