import type { Message, Sentences, Writer } from '#shared/text/message.ts';

/** Why jobs wait, and what can go wrong between the queue and a stored picture. */
export const DISPATCH = {
  'waiting.none-configured': 'no renderer is configured',
  'waiting.none-connected': 'no renderer is connected',
  'waiting.none-able': ({ model }: { model: string }) =>
    `no connected renderer has the model ${model} with what this needs`,
  'waiting.none-for': ({ kind }: { kind: string }) => `no connected renderer has a network to ${kind}`,
  'waiting.starting': 'the renderer is starting its engine',
  'waiting.maintenance': 'the renderer is in maintenance',
  'waiting.draining': 'the renderer takes nothing more for now',
  'waiting.recovering': 'the renderer is recovering',
  'waiting.loading': ({ model, renderer }: { model: string; renderer: string }) => `${renderer} is loading ${model}`,
  'waiting.before-turn': 'its turn comes too late for its message, so it may go before others',
  'waiting.late': 'it takes longer than its message can be changed, so it comes as a direct message',
  'waiting.quiet': ({ renderer, seconds }: { renderer: string; seconds: number }) =>
    `nothing new has come from ${renderer} for ${seconds} s`,
  'waiting.sooner-there': ({ renderer }: { renderer: string }) =>
    `${renderer} is busy, and will be done with it sooner than what is free`,
  'waiting.to-load': ({ model, renderer }: { model: string; renderer: string }) =>
    `${renderer} has to load ${model} first`,

  'queue.member-full': ({ max, open }: { max: number; open: number }) =>
    `Cannot take another picture from you yet: ${max} at a time, and you have ${open} open. Wait for one or cancel one`,
  'queue.full': ({ open }: { open: number }) =>
    `Cannot take another picture yet: the queue is full with ${open}. Please try again in a few minutes`,

  'attempt.silent': 'The renderer has gone silent',
  'attempt.standstill': 'The renderer got no further',
  'attempt.ended': 'The renderer ended before the picture was there',
  'attempt.renderer-gone': ({ renderer }: { renderer: string }) => `Renderer ${renderer} is gone`,
  'attempt.cancelled': 'The job was cancelled',
  'attempt.not-rendering': ({ state }: { state: string }) => `Cannot resume a job that is ${state}`,
  'attempt.strikes': ({ count, last }: { count: number; last: Message }, { say }: Writer) =>
    `${count} attempts broke off. The last one said: ${say(last)}`,
  'attempt.refusals': ({ count, last }: { count: number; last: Message }, { say }: Writer) =>
    `No renderer took it in ${count} tries. The last one said: ${say(last)}`,
  'attempt.taken': 'Another bot, which was started later, uses the renderer now, and there is no other one',
  'attempt.unread': ({ max }: { max: number }) => `Cannot keep more than ${max} unread views`,

  'result.wrong': ({ why }: { why: Message }, { say }: Writer) => `Cannot use what the renderer sent: ${say(why)}`,
  'result.picture': ({ index }: { index: number }) => `picture ${index}`,
  'result.mask': ({ index }: { index: number }) => `mask ${index}`,
  'result.text': ({ index }: { index: number }) => `text ${index}`,
  'result.animation': 'the animation',
  'result.file': 'the file',
  'result.unexpected': ({ came, due }: { came: string; due: string }) => `a ${came} came where a ${due} was due`,
  'result.order': ({ what, due, count }: { what: Message; due: number; count: number }, { say }: Writer) =>
    `${say(what)} came where ${due} of ${count} was due`,
  'result.order-at-most': ({ what, due, max }: { what: Message; due: number; max: number }, { say }: Writer) =>
    `${say(what)} came where ${due} of at most ${max} was due`,
  'result.missing': ({ arrived, count }: { arrived: number; count: number }) => `${arrived} of ${count} pictures came`,
  'result.too-long': ({ what, bytes, size }: Bytes, { say }: Writer) =>
    `${say(what)} has ${bytes} bytes or more, and said ${size}`,
  'result.length': ({ what, bytes, size }: Bytes, { say }: Writer) =>
    `${say(what)} has ${bytes} bytes, and said ${size}`,
  'result.hash': ({ what }: { what: Message }, { say }: Writer) => `${say(what)} does not have its SHA-256`,
  'result.not-whole': ({ what, format }: { what: Message; format: string }, { say }: Writer) =>
    `${say(what)} is not a whole ${format}`,
  'result.said-size': ({ what, found, said }: { what: Message; found: string; said: string }, { say }: Writer) =>
    `${say(what)} is ${found}, and said ${said}`,
  'result.asked-size': ({ what, found, asked }: { what: Message; found: string; asked: string }, { say }: Writer) =>
    `${say(what)} is ${found}, and ${asked} was asked for`,
  'result.no-safetensors': 'the adapter is not a safetensors file',
  'result.characters': ({ what, characters }: { what: Message; characters: number }, { say }: Writer) =>
    `${say(what)} has ${characters} characters`,
  'result.score': ({ what, score }: { what: Message; score: string }, { say }: Writer) =>
    `the score of ${say(what)} is ${score}`,
  'result.second': ({ what }: { what: Message }, { say }: Writer) => `${say(what)} came a second time`,
  'result.none': ({ what }: { what: Message }, { say }: Writer) => `${say(what)} did not come`,
  'result.not-stored': 'The picture was drawn, but could not be kept: whoever runs this bot must look at its disk',
} as const satisfies Sentences;

type Bytes = { what: Message; bytes: number; size: number };
