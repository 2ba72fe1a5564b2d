import type { Sentences, Writer } from '#shared/text/message.ts';

/** What the studio's page says of machines: what they can be told, and the models that they can bring. */
export const MACHINES = {
  'machines.get': ({ title }: { title: string }) => `Get ${title}`,
  'machines.size': ({ gigabytes }: { gigabytes: number }, { number }: Writer) => `about ${number(gigabytes, 1)} GB`,
  'machines.licence': ({ licence }: { licence: string }) => `Licence: ${licence}`,
  'machines.going': ({ here, all }: { here: number; all: number }, { number }: Writer) =>
    `${number(here, 2)} of ${number(all, 2)} GB`,
  'machines.asking': 'Asking what there is',
  'machines.stop': 'Stop',
  'machines.go-on': 'Go on',
  'machines.stopped': ({ here, all }: { here: number; all: number }, { number }: Writer) =>
    `Stopped. ${number(here, 2)} of ${number(all, 2)} GB are here and stay.`,
  'machines.got': ({ title }: { title: string }) => `${title} is here. You can draw with it now.`,
  'machines.demo-hint': 'It is tiny and draws scenes of stickers only. Stable Diffusion 1.5 draws everything else.',
  'machines.more-models': 'Models to get',
  'machines.drain': 'Give it nothing more',
  'machines.drain-about': 'What it draws now is finished; then it is free for you. What waits goes elsewhere.',
  'machines.fill': 'Give it pictures again',
  'machines.maintain': 'Put into maintenance',
  'machines.maintain-about':
    'What it draws now is finished. It gets nothing new, also after a restart, until you take it back.',
  'machines.maintain-why': 'Why, for all to read',
  'machines.maintain-end': 'Take it back',
  'machines.preload': 'Load',
  'machines.preload-about': 'The first picture with a model that is loaded begins at once.',
  'machines.preload-model': 'Model to load',
  'machines.preloading': ({ model }: { model: string }) => `loading ${model}`,
  'machines.style-history': 'What it was',
  'machines.style-now': 'is now',
  'machines.style-restore': 'Make it this again',
  'machines.style-preview': 'The words on the page in this style',
  'machines.style-elsewhere':
    'This style was changed elsewhere since you opened it. Save again to lay yours over it; the other stays in its history.',
} as const satisfies Sentences;
