import type { Message, Sentences, Writer } from '#shared/text/message.ts';

/** For whoever runs the bot, while it runs. */
export const OPERATION = {
  'operation.listen': ({ address, problem }: { readonly address: string; readonly problem: string }) =>
    `Cannot listen on ${address} (EASEL_OPERATION_LISTEN): ${problem}`,
  'operation.renderer-set-aside': ({ renderer, why }: { renderer: string; why: Message }, { say }: Writer) =>
    `Renderer ${renderer} is set aside: ${say(why)}`,
  'operation.renderer-down': ({ renderer, why }: { renderer: string; why: Message }, { say }: Writer) =>
    `Renderer ${renderer} has been away for a minute: ${say(why)}`,
  'operation.renderer-silent': ({ renderer }: { readonly renderer: string }) =>
    `Renderer ${renderer} has been away for a minute`,
  'operation.disk': ({ folder, percent }: { readonly folder: string; readonly percent: number }) =>
    `The disk of ${folder} is ${percent} % full. Without room nothing can be accepted`,
  'operation.refused-requests': ({ count }: { readonly count: number }) =>
    `Discord refused ${count} requests in ten minutes; at 10,000 it shuts this address out`,
  'operation.token-refused': ({ why }: { readonly why: Message }, { say }: Writer) => `The bot stops: ${say(why)}`,
  'operation.over': ({ trouble }: { readonly trouble: Message }, { say }: Writer) => `Over: ${say(trouble)}`,
  'operation.not-connected': 'not connected to Discord',
  'operation.no-ledger': ({ why }: { readonly why: string }) => `the ledger cannot be read: ${why}`,
} as const satisfies Sentences;
