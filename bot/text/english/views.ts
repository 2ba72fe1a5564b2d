import type { Message, Sentences, Writer } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** What panels and cards say. Settings are fragments: they stand in a row with dots between them. */
export const VIEWS = {
  'panel.in-queue': 'In the queue',
  'panel.waiting': ({ why }: { why: Message }, { say }: Writer) => `Waiting: ${say(why)}`,
  'panel.requeued': 'Back in line, as the last try came to nothing',
  'panel.place': ({ ahead }: { ahead: number }) => `${ORDINALS[ahead] ?? withSuffix(ahead + 1)} in line`,
  'panel.getting-ready': 'Getting ready',
  'panel.step': ({ step, steps }: { step: number; steps: number }) => `Step ${step} of ${steps}`,
  'time.longer': ({ more }: { more: Message }, { say }: Writer) => `longer than thought: ${say(more)} more`,
  'panel.paused': 'paused',
  'panel.finishing': 'Finishing',
  'panel.drawn': ({ count, time }: { count: number; time: Message }, { say }: Writer) =>
    count === 1 ? `Drawn in ${say(time)}` : `${count} pictures drawn in ${say(time)}`,
  'panel.described': ({ time }: { time: Message }, { say }: Writer) => `Described in ${say(time)}`,
  'panel.described-nothing': 'The networks could say nothing about this picture',
  'panel.suggestion': ({ number, prompt }: { number: number; prompt: string }) => rich`${`${number}.`} ${prompt}`,
  'panel.rating': ({ name, percent }: { name: string; percent: number }) =>
    rich`Rated ${name} by the tagger (${String(percent)}%)`,
  'panel.animated': ({ frames, time }: { frames: number; time: Message }, { say }: Writer) =>
    `${frames} frames animated in ${say(time)}`,
  'panel.fewer-frames': ({ kept, made }: { kept: number; made: number }) =>
    `${kept} of ${made} frames are in it, at the same speed: with all of them it would not fit into a message`,
  'panel.found': ({ count, time }: { count: number; time: Message }, { say, plural }: Writer) =>
    `${plural(count, { one: 'One thing', other: `${count} things` })} found in ${say(time)}`,
  'panel.parts': 'Press the number of a part to draw something else in its place',
  'panel.arrived': ({ arrived, count }: { arrived: number; count: number }) => `${arrived} of ${count} pictures drawn`,
  'panel.pictures-gone': 'The pictures are not stored any more',
  'panel.failed': ({ why }: { why: string }) => `This did not work: ${why}.`,
  'panel.cancelled': 'Cancelled',
  'panel.cancelled-by-moderator': 'Cancelled by a moderator',
  'panel.deleted': 'Deleted',
  'panel.deleted-heading': 'This picture was deleted',
  'panel.second-attempt': 'The last try came to nothing, so it is drawn again with the same seed',
  'panel.demo-hint': 'The demo model draws scenes of stickers only; /help says how to add a real one',
  'panel.preview': ({ step, steps, prompt }: { step: number; steps: number; prompt: string }) =>
    `Preview at step ${step} of ${steps}: ${prompt}`,
  'panel.picture': ({ index, count, prompt }: { index: number; count: number; prompt: string }) =>
    `Picture ${index} of ${count}: ${prompt}`,

  'advice.edit': ({ edit }: { edit: string }) => `Change it with ${edit}.`,
  'advice.choose': ({ edit }: { edit: string }) => `Choose another style or model with ${edit}.`,
  'advice.again': ({ again }: { again: string }) => `${again} asks for it once more.`,
  'advice.wait': ({ again }: { again: string }) => `Wait a moment, then use ${again}.`,
  'advice.operator': ({ again }: { again: string }) => `${again} may help; the operator finds the details in the log.`,

  'button.reroll': 'Reroll',
  'button.again': 'Try again',
  'button.vary': 'Vary',
  'button.part': ({ number }: { number: number }) => `Part ${number}`,
  'button.draw-number': ({ number }: { number: number }) => `Draw ${number}`,
  'button.upscale': 'Upscale',
  'button.edit': 'Edit',
  'button.cancel': 'Cancel',
  'button.delete': 'Delete',
  'button.undo': 'Undo',
  'button.finish': 'Finish',
  'button.publish': 'Publish',
  'button.more': 'More',
  'button.upscale-number': ({ number }: { number: number }) => `U${number}`,
  'button.vary-number': ({ number }: { number: number }) => `V${number}`,
  'button.previous': 'Previous',
  'button.next': 'Next',

  'settings.steps': ({ count }: { count: number }) => `${count} ${count === 1 ? 'step' : 'steps'}`,
  'settings.guidance': ({ guidance }: { guidance: number }, { number }: Writer) => `guidance ${number(guidance)}`,
  'settings.from-picture': ({ strength }: { strength: number }, { number }: Writer) =>
    `from a picture, strength ${number(strength)}`,
  'settings.control': ({ networks }: { networks: readonly string[] }) => `follows a picture (${networks.join(', ')})`,
  'settings.like': ({ count }: { count: number }) => (count === 1 ? 'like a picture' : `like ${count} pictures`),
  'settings.inpainting': 'part of a picture drawn anew',
  'settings.outpainting': 'drawn round a picture',
  'settings.seed': ({ seed }: { seed: number }) => `seed ${seed}`,
  'settings.seeds': ({ first, last }: { first: number; last: number }) => `seeds ${first}–${last}`,
  'settings.variation': ({ percent }: { percent: number }) => `varied by ${percent}%`,
  'settings.tile': 'tiles',
  'settings.stop': ({ percent }: { percent: number }) => `stopped at ${percent}%`,
  'settings.style': ({ style }: { style: string }) => `style ${style}`,
  'settings.sampler': ({ sampler, karras }: { sampler: string; karras: boolean }) =>
    `sampler ${sampler}${karras ? ' karras' : ''}`,
  'settings.spacing': ({ spacing }: { spacing: string }) => `spacing ${spacing}`,
  'settings.model': ({ model }: { model: string }) => `model ${model}`,
  'settings.like-strength': ({ strength }: { strength: number }, { number }: Writer) =>
    `pictures × ${number(strength)}`,
  'settings.clip-skip': ({ layers }: { layers: number }) => `clip skip ${layers}`,
  'settings.usual-side': 'usual',

  'task-kind.draw': 'drawn',
  'task-kind.upscale': 'upscale',
  'task-kind.restore': 'restore',
  'task-kind.describe': 'describe',
  'task-kind.segment': 'segment',
  'task-kind.animate': 'animate',
  'task-kind.train': 'train',
  'task-kind.preprocess': 'control picture',

  'time.about-seconds': ({ count }: { count: number }) => `about ${count} s`,
  'time.about-minutes': ({ count }: { count: number }) => `about ${count} min`,
  'time.about-hours': ({ count }: { count: number }) => `about ${count} h`,
  'time.seconds': ({ seconds, decimals }: { seconds: number; decimals: number }, { number }: Writer) =>
    `${number(seconds, decimals)} s`,
  'time.minutes': ({ minutes, seconds }: { minutes: number; seconds: number }) => `${minutes} min ${seconds} s`,

  'queue.heading': 'The queue',
  'queue.empty': 'Nothing waits. What you ask for now is drawn at once.',
  'queue.summary': ({ drawn, waiting }: { drawn: number; waiting: number }) =>
    `${jobs(drawn)} drawn now, ${jobs(waiting)} waiting.`,
  'queue.more': ({ count }: { count: number }) => `And ${count} more ${count === 1 ? 'job' : 'jobs'}.`,
  'queue.elsewhere': 'A job of another server',
  'queue.other-channel': 'A job in another channel',

  'board.heading': 'Renderers',
  'board.none': 'No renderer is set up yet.',
  'board.summary': ({ up, count }: { up: number; count: number }) =>
    `${up} of ${count} ${count === 1 ? 'renderer' : 'renderers'} connected.`,
  'board.shown': ({ count }: { count: number }) => `The first ${count} are shown.`,
  'board.memory': ({ mebibytes }: { mebibytes: number }) => `${mebibytes} MiB of memory`,
  'board.engine-starts': ({ count }: { count: number }) => `Its engine was started ${count} times`,
  'board.on': ({ state, device }: { state: Message; device: string | Message }, { say, text }: Writer) =>
    `${say(state)}, on ${text(device)}`,
  'board.cpu': 'the CPU',
  'board.down': 'Not connected',
  'board.down-because': ({ why }: { why: string }) => `Not connected: ${why}`,
  'board.connected': 'Connected',
  'board.starting': 'Starting',
  'board.maintenance': ({ why }: { why: string }) => `In maintenance, takes nothing new: ${why}`,
  'board.quarantine': ({ why }: { why: string }) => `Set aside: ${why}`,
  'board.draining': 'Finishing what it has; takes nothing new',
  'board.ready': 'Ready',
  'board.drawing': ({ rendering, waiting }: { rendering: number; waiting: number }) =>
    `Draws ${jobs(rendering)}, ${waiting || 'none'} waiting`,
  'board.step-time': ({ names, milliseconds }: { names: string; milliseconds: number }) =>
    `${names}: ${milliseconds} ms a step`,
  'board.long-step-time': ({ names, time }: { names: string; time: Message }, { say }: Writer) =>
    `${names}: ${say(time)} a step`,

  'style-card.heading': ({ name }: { name: string }) => `Style ${name}`,
  'style-card.ready-made': 'A ready-made style',
  'style-card.of-server': 'A style of this server',
  'style-card.prompt': 'Prompt',
  'style-card.negative': 'Not in the picture',
  'style-card.model': 'Model',
  'style-card.control': 'Control',
  'style-card.adapters': 'Adapters',
  'style-card.settings': 'Settings',
  'styles.heading': 'Styles',
  'styles.none': 'There is no style yet; /style create makes one.',
  'styles.no-default': 'Without a style the words are drawn as they are.',
  'styles.default': ({ name, plain }: { name: string; plain: string }) =>
    rich`Without a name the style ${name} is used; ${code(plain)} means no style.`,
  'styles.usual': ({ name }: { name: string }) => `${name} (usual)`,
  'styles.no-description': 'No description',
  'styles.page': ({ page, count, styles }: { page: number; count: number; styles: number }) =>
    `${styles} styles, page ${page} of ${count}.`,
} as const satisfies Sentences;

const ORDINALS = ['Next', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth'];

function withSuffix(place: number): string {
  const isTeen = place % 100 >= 11 && place % 100 <= 13;
  return `${place}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th')}`;
}

function jobs(count: number): string {
  return `${count} ${count === 1 ? 'job' : 'jobs'}`;
}
