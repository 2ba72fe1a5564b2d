import type { Sentences, Writer } from '#shared/text/message.ts';
import { link, rich } from '#shared/text/rich.ts';

/** Ways to go on from a picture that is there. */
export const GOING_ON = {
  // Entries of a message's menu on Discord; 32 characters at most.
  'menu.redraw': 'Redraw',
  'menu.start': 'Use as start',
  'menu.describe': 'Describe',
  'menu.style': 'Use as style',
  'menu.upscale': 'Upscale',
  'menu.settings': 'Show settings',
  'menu.no-settings': 'Cannot tell how this picture was drawn: its file does not say',
  'menu.no-panel': 'Cannot do this with that message: it shows no picture that Easel has drawn',
  'menu.no-picture': 'Cannot do this with that message: there is no picture in it',
  // In the list under a panel.
  'menu.vary': 'Zoom out, show more or change a picture',

  'menu.part': 'Change a part',
  'menu.parts': 'Change a part of it: everything in it gets a number',
  'part.title': ({ number }: { number: number }) => `Draw part ${number} anew`,
  'area.left': 'Left half',
  'area.right': 'Right half',
  'area.top': 'Upper half',
  'area.bottom': 'Lower half',
  'area.middle': 'Middle',
  'area.edges': 'Edges',
  'area.top-left': 'Top left',
  'area.top-right': 'Top right',
  'area.bottom-left': 'Bottom left',
  'area.bottom-right': 'Bottom right',
  'inpaint.where':
    'Cannot tell what is to be drawn anew: give an area such as “left” or “the hat”, or a mask, and not both',
  'inpaint.no-thing': ({ given, known }: { given: string; known: readonly string[] }, { list }: Writer) =>
    `Cannot find “${given}” in the picture: no renderer finds things. Give a mask, or one of ${list(known)}. ` +
    'Its operator gets networks for that by npm run models -- pull sam-vit-b, and blip-base for words',
  'part.likeliest': ({ what, percent }: { what: string; percent: number }) =>
    `1 is the likeliest “${what}” of what was found (${percent} %), read in English`,
  'part.unread': ({ what }: { what: string }) =>
    `“${what}” could not be read by the network that knows words; it reads English`,
  'part.no-words': 'No renderer here knows things by words; its operator gets that by npm run models -- pull blip-base',
  'part.choose': ({ what }: { what: string }) => `Press the number of “${what}”; what you typed is drawn there`,
  'region.area': 'Part',
  'menu.region': 'Draw a part of it anew',
  'region.mask': 'Or a mask',
  'region.mask-about': 'A picture of the same shape; what is white in it is drawn anew',
  'menu.hires': 'Draw it 1.5 times larger, with more detail',
  'menu.animate': 'Animate',
  'menu.restore': 'Mend faces',
  'menu.info': 'Show settings and where it came from',

  'info.settings': 'Settings',
  'info.as-text': 'As a prompt that draws it again',
  'info.from': 'Came of',
  'info.became': 'Became',
  'info.id': 'Id',
  'panel.from': 'from this one',
  'show.from': ({ url }: { url: string }) => rich`Shown again; ${link('the first message', url)}.`,
  'pick.too-often': ({ max }: { max: number }) =>
    `Cannot make this again from here: it was asked for ${max} times and did not work or was deleted`,
  'pick.shown': ({ url }: { url: string }) =>
    url === ''
      ? 'This was asked for before, and is on its way.'
      : rich`This was asked for before: ${link('here it is', url)}.`,
  'command.upscale': 'Make a picture larger',
  'command.upscale.image': 'The picture: PNG, JPEG or WebP',
  'command.upscale.scale': 'How much larger; 4 times when left out',
  'command.upscale.by': 'Which upscaler; the smallest one when left out',
  'command.upscale.denoise': 'How much noise goes, 0 to 1, by an upscaler with a file that keeps it; all when left out',
  'option.denoise': 'denoise',
} as const satisfies Sentences;
