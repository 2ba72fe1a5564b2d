import type { Message, Sentences, Writer } from '#shared/text/message.ts';

/** What may be wrong with an order, and what is changed on its way. */
export const ORDERS = {
  'order.no-spacing': ({ sampler, spacing }: { sampler: string; spacing: string }) =>
    `${sampler} has timesteps of its own, so it is drawn without spacing ${spacing}`,
  'order.chosen': ({ text }: { text: string }) => `Chosen: ${text}`,
  'order.permutes': ({ count }: { count: number }) =>
    `Cannot draw ${count} pictures as one: words in braces with commas ask for a picture each. Write {a|b} to have one chosen`,
  'order.permutations-max': ({ max, given }: { max: number; given: number }) =>
    `Cannot draw so many pictures of one prompt: its braces ask for ${given}, at most ${max}`,
  'order.weighting': ({ given, known }: { given: string; known: readonly string[] }) =>
    `Cannot weigh words by “${given}”: there is ${known.join(', ')}`,
  'order.strength-idle': 'Strength acts only with a picture to start from; here there is none',
  'order.keep': ({ given }: { given: string }) =>
    `Cannot tell whether to keep the rest of the picture: --keep takes on or off, given ${given}`,
  'order.keep-idle': '--keep acts only where a part of a picture is drawn anew; here there is none',
  'order.no-renderer-yet':
    'No renderer has connected yet, so there is nothing to draw with; please try again in a moment',
  'order.nobody-answered': 'Nothing can be drawn yet: no renderer has answered so far. Please try again in a moment',
  'order.parent-gone': 'This picture is not there any more, so it cannot be drawn again',
  'order.no-upscaler':
    'No renderer can make pictures larger. Its operator gets networks for that by npm run models -- pull realesrgan',
  'order.upscaler': ({ known, given }: { known: readonly string[]; given: string }) =>
    `Cannot enlarge it by “${given}”: there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`,
  'order.no-denoise': ({ known, name }: { known: readonly string[]; name: string }) =>
    `Cannot set how much ${name === '' ? 'an upscaler' : `“${name}”`} denoises: ${known.length > 0 ? `only ${known.join(', ')} can` : 'that takes a second file beside it, as realesr-general-wdn-x4v3 beside realesr-general-x4v3'}`,
  'order.no-animator':
    'No renderer can make pictures move. Its operator brings a model with npm run models -- pull svd',
  'order.no-restorer':
    'No renderer can mend faces. Its operator learns where networks for that are by npm run models -- pull codeformer',
  'restore.licence': ({ licence }: { licence: string }) => `Faces are mended under the licence ${licence}`,
  'order.no-describer':
    'No renderer can say what is in pictures. Its operator gets a network for that by npm run models -- pull blip-base',
  'order.no-segmenter':
    'No renderer can find things in pictures. Its operator gets a network for that by npm run models -- pull sam-vit-b',
  'order.picture-gone': 'This picture is not there any more, so nothing can be made of it',
  'order.square-already': 'This picture is square already',
  'order.undrawable': ({
    model,
    adapters,
    sampler,
  }: {
    model: string;
    adapters: readonly string[];
    sampler: string;
  }) => {
    const parts = [`the model “${model}”`, ...adapters.map((name) => `the adapter “${name}”`)];
    return `This cannot be drawn: no renderer has ${parts.join(' with ')} and the sampler “${sampler}”`;
  },
  'order.pixels': ({ count, width, height, max, given }: Pixels) => {
    const what = count === 1 ? `${width}×${height} pixels` : `${count} pictures of ${width}×${height} pixels`;
    return `Cannot draw ${what}: at most ${max} pixels in all, given ${given}`;
  },
  'order.negative-idle': ({ guidance }: { guidance: number }, { number }: Writer) =>
    `A negative prompt acts only with guidance above 1; here it is ${number(guidance)}`,
  'order.lcm-guidance': ({ guidance }: { guidance: number }, { number }: Writer) =>
    `The lcm sampler is made for guidance up to 2; ${number(guidance)} may burn the colours`,
  'order.negative-and': 'AND does nothing in a negative prompt: its parts count together',
  'order.prompt-length': ({ max, given, styled }: Length, { amount }: Writer) =>
    `Cannot read this prompt: at most ${amount(max)} characters, given ${amount(given)}${withStyle(styled)}`,
  'order.negative-length': ({ max, given, styled }: Length, { amount }: Writer) =>
    `Cannot read this negative prompt: at most ${amount(max)} characters, given ${amount(given)}${withStyle(styled)}`,
  'order.variants': ({ steps, variants, characters, variantsMax, charactersMax }: Variants, { amount }: Writer) =>
    `Cannot read this prompt: in ${steps} steps it becomes ${variants} different texts with ${amount(characters)} ` +
    `characters; at most ${variantsMax} with ${amount(charactersMax)} can be read`,
  'order.empty': 'The prompt is empty: write what to draw',
  'order.settings-only': 'The prompt has settings only: write what to draw, too',
  'order.more-problems': 'There is more of this kind further on',
  'order.adapter-note': ({ adapter, note }: { adapter: string; note: Message }, { say }: Writer) =>
    `The adapter “${adapter}” does not act in full: ${lowerFirst(say(note))}`,
  'order.adapters-max': ({ max }: { max: number }) => `A picture can have ${max} adapters at most`,
  'order.without-style': ({ style, why }: { style: string; why: Message }, { say }: Writer) =>
    `Drawn without the usual style “${style}”: ${lowerFirst(say(why))}`,
  'order.style-model-gone': ({ style, model }: { style: string; model: string }) =>
    `The style “${style}” is drawn with the model “${model}”, which no renderer has now`,
  'order.style-other-model': ({ style, model, other }: { style: string; model: string; other: string }) =>
    `The style “${style}” is drawn with the model “${model}”, not with “${other}”`,
  'order.style-adapter': ({ style, adapter, model }: { style: string; adapter: string; model: string }) =>
    `The style “${style}” needs the adapter “${adapter}”, which the model “${model}” lacks`,
  'order.hires-scale': ({ max, given }: { max: number; given: number }, { number }: Writer) =>
    `Cannot draw a second pass: it makes sides more than 1 and up to ${max} times longer, given ${number(given)}`,
  'order.hires-start': 'Cannot draw a second pass over a picture that starts from another one: leave one of them out',
  'order.hires-size': (
    {
      width,
      height,
      count,
      sideMax,
      pixelsMax,
    }: { width: number; height: number; count: number; sideMax: number; pixelsMax: number },
    { amount }: Writer,
  ) =>
    `Cannot draw a second pass of ${count} × ${width}×${height} pixels: a side has ${sideMax} at most, and all ` +
    `pictures together ${amount(pixelsMax)}`,
  'order.hires-by': ({ known, given }: { known: readonly string[]; given: string }) =>
    `Cannot enlarge for a second pass by “${given}”: there is ${known.join(', ')}`,
  'order.hires-by-alone': 'Cannot say what is enlarged without a second pass: say how many times larger, too',
  'order.hires-refiner': 'Cannot draw with a second pass and a refiner at once: leave one of them out',
  'order.no-refiner': 'Cannot use a refiner: no renderer has one',
  'order.refiner-family': ({ model }: { model: string }) =>
    `Cannot refine what “${model}” draws: refiners go on from SDXL, SSD-1B and Vega`,
  'order.refiner-part': 'Cannot refine part of a picture or what is drawn round one: leave the refiner out',
  'order.handover': ({ given }: { given: number }, { number }: Writer) =>
    `Cannot hand over to the refiner there: it must be above 0 and below 1, given ${number(given)}`,
  'order.chaos': ({ given }: { given: number }, { number }: Writer) =>
    `Cannot spread pictures so: --chaos must be from 1 (nearly alike) to 100 (as unlike as without it), given ${number(given)}`,
  'order.chaos-alone': '--chaos acts between several pictures; here there is one: say --count 4, too',
  'order.chaos-subseed': 'Cannot use --chaos beside --subseed: both mix the noise of pictures; leave one of them out',
  'order.subseed': ({ max, given }: { max: number; given: number }, { number }: Writer) =>
    `Cannot mix in that noise: --subseed must be a whole number from 0 to ${max}, given ${number(given)}`,
  'order.subseed-strength': ({ given }: { given: number }, { number }: Writer) =>
    `Cannot mix in so much of other noise: --subseed_strength must be from 0 to 1, given ${number(given)}`,
  'order.subseed-idle': '--subseed acts with a strength: say --subseed_strength 0.2, too',
  'order.stop': ({ given }: { given: number }, { number }: Writer) =>
    `Cannot stop there: --stop must be from 1 to 100 percent of the steps, given ${number(given)}`,
  'order.stop-twice': 'Cannot stop early and go on with a second pass or a refiner: leave --stop out, or those',
  'order.tile-margins': 'Cannot draw round a picture so that its edges meet: leave --tile out',
  'order.no-newer': ({ flags }: { flags: readonly string[] }) =>
    `Cannot draw with ${flags.join(' and ')}: no renderer here can do that; its operator brings it up to date`,
  'order.no-draft': 'Cannot finish this picture: it is no draft',
  'order.needs-image': ({ model }: { model: string }) =>
    `The model “${model}” changes pictures: give an image to start from`,
  'order.needs-mask': ({ model }: { model: string }) =>
    `The model “${model}” draws parts of pictures anew: give an image with a mask, or use ✨ Vary to draw round a picture`,
  'order.strength': ({ given }: { given: number }, { number }: Writer) =>
    `Cannot start from the picture: strength must be above 0 and at most 1, given ${number(given)}`,
  'order.control-none': ({ model }: { model: string }) =>
    `Cannot follow a control picture with ${model}: no renderer has a control network for it. ` +
    'Its operator gets one by npm run models -- pull canny-sd15 or canny-sdxl',
  'order.control-made': ({ method }: { method: string }) =>
    `What the control network reads is made of your picture by ${method}, unless the picture shows that already`,
  'order.control-which': ({ model, known }: { model: string; known: readonly string[] }) =>
    `Cannot follow a control picture without knowing what it shows: say control, for ${model} one of ${known.join(', ')}`,
  'order.control-unknown': ({ model, known, given }: { model: string; known: readonly string[]; given: string }) =>
    `Cannot follow a control picture with ${given}: for ${model} there are ${known.join(', ')}`,
  'order.control-picture': ({ network }: { network: string }) =>
    `Cannot follow a picture with ${network} without one: give a control-image; only networks for inpainting do without`,
  'order.control-hole': ({ network }: { network: string }) =>
    `Cannot use ${network} here: it fills in what is marked, so give a picture with a mask, or widen one`,
  'order.control-older': ({ network }: { network: string }) =>
    `Cannot use ${network}: the renderers that have it are too old to fill in what is marked with it`,
  'order.control-span': ({ from, to }: { from: number; to: number }, { number }: Writer) =>
    `Cannot follow a control picture there: its start must be from 0 to below its end, which is at most 1, given ${number(from)} and ${number(to)}`,
  'order.control-weight': ({ max, given }: { max: number; given: number }, { number }: Writer) =>
    `Cannot follow a control picture so closely: control-weight must be above 0, up to ${number(max)}, given ${number(given)}`,
  'order.no-image-adapter': ({ model }: { model: string }) =>
    `Cannot take a picture beside the words: no renderer has an IP-Adapter for ${model}; leave the picture out, or take ` +
    'another style. Its operator gets one by npm run models -- pull ip-adapter-sd15 or ip-adapter-sdxl',
  'order.like-strength': ({ max, given }: { max: number; given: number }, { number }: Writer) =>
    `Cannot take a picture beside the words: its strength must be above 0 and at most ${max}, given ${number(given)}`,
  'order.style-whole': ({ model }: { model: string }) =>
    `${model} cannot take the style of a picture alone, so all of it acts`,
  'order.first-frame': ({ frames }: { frames: number }) =>
    `The picture has ${frames} frames, and its first one is what this starts from`,
  'order.strength-raised': (
    { steps, given, used }: { steps: number; given: number; used: number },
    { number }: Writer,
  ) => `Strength ${number(given)} would leave the picture as it is: in ${steps} steps the least is ${number(used)}`,
  'order.margins': ({ width, height, min }: { width: number; height: number; min: number }) =>
    `Cannot draw so much round the picture: in ${width}×${height} pixels less than ${min} would be left of it`,
  'order.ratio': 'Cannot use this ratio: both sides must be numbers above 0, like 3:2',
  'order.ratio-range': (
    { across, down, min, max, widest }: { across: number; down: number; min: number; max: number; widest: number },
    { number }: Writer,
  ) =>
    `Cannot draw the ratio ${number(across)}:${number(down)}: sides go from ${min} to ${max} pixels, ` +
    `so at most ${widest}:1`,
} as const satisfies Sentences;

type Pixels = { count: number; width: number; height: number; max: number; given: number };
/** Styled: the words of a style are counted in. */
type Length = { max: number; given: number; styled: boolean };
type Variants = {
  steps: number;
  variants: number;
  characters: number;
  variantsMax: number;
  charactersMax: number;
};

function withStyle(styled: boolean): string {
  return styled ? ' with its style' : '';
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
