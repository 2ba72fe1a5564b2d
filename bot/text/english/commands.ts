import type { Message, Sentences, Writer } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** What commands and their options are for, and what is said about input that does not fit. */
export const COMMANDS = {
  'command.imagine': 'Draw a picture from words',
  'command.imagine.prompt':
    'What to draw; (word:1.4) stresses a word, --seed 7 --steps 4 --ar 3:2 --no hands set things',
  'command.describe': 'Say what is in a picture, as prompts to draw',
  'command.describe.image': 'The picture: PNG, JPEG or WebP',
  'command.upscale': 'Make a picture larger',
  'command.upscale.image': 'The picture: PNG, JPEG or WebP',
  'command.upscale.scale': 'How much larger; 4 times when left out',
  'command.img2img': 'Draw a picture of yours anew from words',
  'command.inpaint': 'Draw part of a picture of yours anew: what is white in a mask',
  'command.vary': 'Draw a picture differently: a little, a lot, or in one part',
  'command.vary.how': 'How much; a part needs a mask',
  'command.outpaint': 'Draw more round a picture: zoom out, show more on one side, make it square',
  'command.outpaint.how': 'Where there shall be more',
  'command.source.id': 'Id or address of the picture; your last one here when left out',
  'command.source.picture': 'Which one where it is several: 1 is the first',
  'command.source.image': 'Or a file: PNG, JPEG or WebP',
  'command.source.prompt': 'Other words than it was drawn from',
  'source.both': 'Cannot go on from two pictures: give an id or an image',
  'source.none': 'Cannot go on from a picture: you have none here yet; give an id or an image',
  'vary.mask': ({ isRegion }: { isRegion: boolean }) =>
    isRegion
      ? 'Cannot draw a part anew without a mask: give a picture of the same shape in which that part is white'
      : 'A mask is for drawing a part anew: choose that, or leave the mask out',
  'command.imagine.hires': 'Draw a second pass so many times larger: above 1, up to 4',
  'command.imagine.refiner': 'A refiner that takes over before the end',
  'command.imagine.handover': 'Where it takes over: the share of the noise that is gone by then, usually 0.8',
  'command.imagine.draft': 'A quick look first: a quarter of the steps, finished by a button',
  'command.imagine.repeat': 'How often it is drawn, each time from other noise, in a message of its own',
  'imagine.repeat': ({ max, given }: { max: number; given: number }, { number }: Writer) =>
    `Cannot repeat this so often: 1 to ${max} times, given ${number(given)}`,
  'imagine.repeat-stopped': ({ times, made, why }: { times: number; made: number; why: Message }, { say }: Writer) =>
    `Asked for ${made} of ${times}; then: ${say(why)}`,
  'command.hires': 'Draw a picture once more, larger and with more detail',
  'command.hires.scale': 'How many times longer the sides get: above 1, up to 4; 1.5 when left out',
  'command.hires.by': 'What is enlarged before it is drawn again',
  'hires.pixels': 'The picture',
  'hires.latent': 'Latents: freer, less sharp to begin with',
  'command.blend': 'Make one picture that is like 2 to 5 others',
  'command.blend.image': 'One of the pictures: PNG, JPEG or WebP',
  'command.blend.prompt': 'What it shall show besides',
  'command.show': 'Show a picture again, with buttons that work',
  'command.show.id': 'Its id, or the address of its message',
  'command.info': "A picture's settings, what it came of, and what came of it",
  'upscale.times': ({ times }: { times: number }) => `${times} times`,
  'command.imagine.negative': 'What the picture should not have',
  'command.imagine.style': "One of this server's styles, or plain",
  'command.imagine.size': 'Shape of the picture',
  'command.imagine.width': 'Width in pixels',
  'command.imagine.height': 'Height in pixels',
  'command.imagine.steps': 'Steps out of the noise: more takes longer',
  'command.imagine.guidance': 'How strictly the words are followed',
  'command.imagine.seed': ({ max }: { max: number }) =>
    `The noise to begin with: the same number gives the same picture (0 to ${max})`,
  'command.imagine.count': 'How many pictures',
  'command.imagine.image': 'A picture to start from',
  'command.imagine.mask': 'What of it is drawn anew: white in a picture of the same shape',
  'command.imagine.control-image': 'A picture of edges, depth or a pose that the new one follows',
  'command.imagine.control': 'What it shows: the control network that reads it',
  'command.imagine.control-weight': 'How closely it is followed: above 0, up to 2; usually 1',
  'command.imagine.image-prompt': 'A picture that the new one shall be like',
  'command.imagine.style-image': 'A picture whose style the new one shall have',
  'command.imagine.like-strength': 'How strongly those two act: above 0, up to 2; usually 0.6',
  'command.imagine.strength': 'How much of the picture may change: above 0, up to 1',
  'command.imagine.margin-left': 'Drawn to the left of the picture: a share of its width',
  'command.imagine.margin-right': 'Drawn to the right of the picture: a share of its width',
  'command.imagine.margin-top': 'Drawn above the picture: a share of its height',
  'command.imagine.margin-bottom': 'Drawn below the picture: a share of its height',
  'imagine.mask-margins': 'Cannot draw into a mask and round the picture at once: give a mask or margins',
  'imagine.image-missing': 'A mask and a strength are for a picture to start from: give an image, too',
  'imagine.control-missing': 'These are for a control picture: give a control-image, too',
  'imagine.like-missing': 'This strength is for a picture beside the words: give an image-prompt or a style-image, too',
  'imagine.mask-shape': ({ picture, mask }: { picture: string; mask: string }) =>
    `Cannot use this mask: it must have the shape of its picture, which is ${picture}, given ${mask}`,
  'command.undelete': 'Take back what you deleted last, within a day',
  'command.forget': 'Delete every picture of yours that is finished, with the words it was asked for by',
  'command.forget.where': 'Of this server, or of all servers',
  'command.forget.sure': 'Yes, delete them; without this it is only said how many there are',
  'command.queue': 'Who is next, and what draws',
  'command.help': 'How to draw with Easel',
  'help.commands': 'Commands',

  'command.style': "This server's styles",
  'command.style.create': 'Make a style for this server',
  'command.style.new-name': 'Letters, digits and dashes',
  'command.style.edit': 'Change a style of this server; what is not given stays',
  'command.style.edit.name': 'The style to change',
  'command.style.edit.reset': 'One setting to give back to the model',
  'command.style.show': 'Everything that a style settles',
  'command.style.show.name': 'The style to look at',
  'command.style.list': 'All styles of this server',
  'command.style.list.page': 'Which page of them',
  'command.style.delete': 'Forget a style of this server',
  'command.style.delete.name': 'The style to forget',
  'command.style.default': 'Choose the style that is used when nobody names one',
  'command.style.default.name': 'A style, or plain for none',
  'command.style.undo': 'Take back the last change of a style',
  'command.style.undo.name': 'The style that was changed or forgotten',
  'command.style.import': 'Make styles of a JSON text, in place of those of the same names',
  'command.style.import.json': 'One style or a list of them, with the fields of a new style',
  'command.style.setting.description': 'One line about it, for the list',
  'command.style.setting.template': 'Words around the prompt: "watercolor of {prompt}, soft light"',
  'command.style.setting.negative': 'What its pictures should not have',
  'command.style.setting.model': 'The model that draws it',
  'command.style.setting.adapters': 'LoRAs with weights: "detail:0.8, ink"',
  'command.style.setting.sampler': 'How noise becomes a picture',
  'command.style.setting.spacing': 'How timesteps are spaced; trailing for models of few steps',
  'command.style.setting.karras': 'Noise levels spaced as by Karras',
  'command.style.setting.steps': 'Steps out of the noise',
  'command.style.setting.size': 'Width and height in pixels: "512x768"',
  'command.style.setting.clip-skip': 'Last layers of the text encoder to leave out',

  'size.usual': 'Usual size of the style or model',
  'size.square': ({ ratio }: Ratio) => `Square ${ratio}`,
  'size.landscape': ({ ratio }: Ratio) => `Landscape ${ratio}`,
  'size.portrait': ({ ratio }: Ratio) => `Portrait ${ratio}`,
  'size.wide': ({ ratio }: Ratio) => `Wide ${ratio}`,
  'size.tall': ({ ratio }: Ratio) => `Tall ${ratio}`,

  // What Discord calls the options. In English these are their names in the program too.
  'option.id': 'id',
  'option.how': 'how',
  'option.picture': 'picture',
  'option.hires': 'hires',
  'option.refiner': 'refiner',
  'option.handover': 'handover',
  'option.draft': 'draft',
  'option.repeat': 'repeat',
  'option.by': 'by',
  'option.image-number': ({ number }: { number: number }) => `image${number}`,
  'option.page': 'page',
  'option.where': 'where',
  'option.sure': 'sure',
  'option.prompt': 'prompt',
  'option.image': 'image',
  'option.scale': 'scale',
  'option.mask': 'mask',
  'option.control-image': 'control-image',
  'option.control': 'control',
  'option.control-weight': 'control-weight',
  'option.image-prompt': 'image-prompt',
  'option.style-image': 'style-image',
  'option.like-strength': 'like-strength',
  'option.strength': 'strength',
  'option.negative': 'negative',
  'option.style': 'style',
  'option.size': 'size',
  'option.steps': 'steps',
  'option.guidance': 'guidance',
  'option.seed': 'seed',
  'option.count': 'count',
  'option.name': 'name',
  'option.description': 'description',
  'option.template': 'template',
  'option.model': 'model',
  'option.adapters': 'adapters',
  'option.sampler': 'sampler',
  'option.karras': 'karras',
  'option.spacing': 'spacing',
  'option.clip-skip': 'clip-skip',
  'option.reset': 'reset',

  'vary.title': 'Go on from a picture',
  'vary.picture': 'Picture',
  'vary.picture-named': ({ index, seed }: { index: number; seed: number }) => `Picture ${index} · seed ${seed}`,
  'vary.how': 'What to do',
  'vary.subtle': 'Vary a little',
  'vary.strong': 'Vary a lot',
  'vary.region': 'Draw a part anew',
  'vary.zoom-1.5': 'Zoom out 1.5 times',
  'vary.zoom-2': 'Zoom out 2 times',
  'vary.left': 'Show more on the left',
  'vary.right': 'Show more on the right',
  'vary.up': 'Show more above',
  'vary.down': 'Show more below',
  'vary.square': 'Make it square',
  'edit.title': 'Edit and draw again',
  'edit.prompt': 'Prompt',
  'edit.negative': 'Not in the picture',
  'edit.style': 'Style',
  'edit.size': 'Size',
  'edit.settings': 'Settings',
  'edit.settings-about': 'As in a prompt; without a seed it is a new picture',
  'edit.others': 'Everything else',
  'edit.others-about': 'One setting a line, such as “steps: 20”',
  'edit.usual-style': "This server's usual style",
  'edit.plain-style': ({ plain }: { plain: string }) => `${plain}: no style`,
  'edit.style-typed': ({ plain }: { plain: string }) => `Name of a style, or ${plain}`,
  'edit.deleted': 'Cannot edit this picture: it has been deleted',
  'button.old': 'This button is from another version of Easel; please use /imagine',
  'ask.private': 'Cannot draw in private messages: Easel works in the channels of a server',
  'ask.command-denied': ({ command }: { command: string }) =>
    rich`Cannot draw for you here: this server does not let you use ${code(`/${command}`)} in this channel`,
  'ask.rights-unknown': ({ command }: { command: string }) =>
    rich`Cannot ask Discord whether you may use ${code(`/${command}`)} here. Please try again in a moment`,
  'ask.restarting': 'Easel is restarting. Please ask again in a moment',

  'studio.picture-gone': 'Cannot show this picture: it has been deleted',
  'studio.before': 'Show jobs from before this time',
  'studio.no-action': ({ name }: { name: string }) => `Cannot do “${name}” with a picture`,
  'input.segment': ({ at }: { at: string }) =>
    `Cannot read what to find: ${at} must be as in {"image":{"sha256":"…"},"points":[{"x":1,"y":2}]}`,
  'input.json': 'Cannot read the request: it is not JSON',
  'input.object': ({ given }: { given: string }) => `Cannot read the request: it must be an object, given ${given}`,
  'input.unknown': ({ names, known }: { names: readonly string[]; known: readonly string[] }) =>
    `Cannot read ${names.map(quoted).join(' and ')}: there is ${known.length === 0 ? 'nothing to give' : known.join(', ')}`,
  'input.missing': ({ name }: { name: string }) => `Cannot do this without “${name}”`,
  'input.text': ({ name, given }: Given) => `Cannot read “${name}”: it must be text, given ${given}`,
  'input.integer': ({ name, given }: Given) => `Cannot read “${name}”: it must be a whole number, given ${given}`,
  'input.number': ({ name, given }: Given) => `Cannot read “${name}”: it must be a number, given ${given}`,
  'input.boolean': ({ name, given }: Given) => `Cannot read “${name}”: it must be true or false, given ${given}`,
  'input.choice': ({ name, known, given }: Given & { known: readonly string[] }) =>
    `Cannot read “${name}”: it must be one of ${known.join(', ')}, given ${given}`,
  'input.length': ({ name, min, max, given }: Length) =>
    `Cannot read “${name}”: ${lengths(min, max)} characters, given ${given}`,
  'input.range': ({ name, min, max, given }: Range, writer: Writer) =>
    `Cannot use this “${name}”: ${range({ min, max }, writer)}, given ${writer.number(given)}`,
  'input.seed': ({ max, given }: { max: number; given: string }) =>
    `Cannot use this seed: it must be a whole number from 0 to ${max}, given “${given}”`,
  'input.picture': ({ name, given }: { name: string; given: string }) =>
    `Cannot use this ${name}: it must be a picture, given ${given}`,
  'input.role': ({ name, given }: { name: string; given: string }) =>
    `Cannot use this ${name}: it must be a role of this server, given ${given}`,
  'command.gone': ({ call }: { call: string }) => `There is no command /${call} any more`,
} as const satisfies Sentences;

type Ratio = { ratio: string };
type Given = { name: string; given: string };
type Length = { name: string; min: number; max: number | null; given: number };
type Range = { name: string; min: number | null; max: number | null; given: number };

function quoted(name: string): string {
  return `“${name}”`;
}

function range({ min, max }: Pick<Range, 'min' | 'max'>, { number }: Writer): string {
  if (min === null) return max === null ? '' : `at most ${number(max)}`;
  return max === null ? `at least ${number(min)}` : `${number(min)} to ${number(max)}`;
}

function lengths(min: number, max: number | null): string {
  if (max === null) return `at least ${min}`;
  return min === 0 ? `at most ${max}` : `${min} to ${max}`;
}
