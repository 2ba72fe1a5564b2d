import { SAMPLERS } from '#renderer/engine/samplers/samplers.ts';
import { PREDICTIONS, SIGMA_SPACINGS, TIMESTEP_SPACINGS } from '#shared/contract/bounds.ts';

/** One line for each option, for --help. */
export const USAGE = `Draws a picture without bot and cluster.
  --prompt TEXT         what to draw (no syntax: weight 1 throughout, as diffusers reads it)
  --prompt-json FILE    a parsed prompt instead: {"chunks":[{"spans":[{"text":"…","weight":1}]}]}
  --negative TEXT       what to keep out; acts where guidance is above 1
  --model PATH          a diffusers folder or a single file      (the bundled model)
  --vae PATH            instead of the model's own: a folder or a file
  --lora FILE:WEIGHT    an adapter to merge; may be repeated; FILE:TEXT:UNET has two weights
  --style-lora FILE:WEIGHT  a LoRA to add at run time; may be repeated
  --embedding FILE      a textual inversion, called by the file's name; may be repeated
  --prompt2 TEXT, --negative2 TEXT  for the second text encoder of SDXL (the same)
  --weighting NAME      of a parsed prompt: a1111, a1111-no-norm, comfy or compel (a1111)
  --seed N              0 … 4294967295                           (random)
  --steps N             (4 with lcm, else 20)
  --guidance X          classifier-free guidance, up to 1 = off  (1 with lcm, else 7)
  --guidance-rescale X  0 … 1, against glare at high guidance    (0)
  --sampler NAME        ${SAMPLERS.map(({ name }) => name).join(', ')} (dpmpp_2m)
  --sigmas NAME         spacing of the noise levels: ${SIGMA_SPACINGS.join(', ')} (the model's own)
  --karras              the same as --sigmas karras
  --spacing NAME        of timesteps: ${TIMESTEP_SPACINGS.join(', ')} (the model's own); models for few steps want trailing
  --prediction NAME     what the model predicts: ${PREDICTIONS.join(', ')} (as its files say)
  --eta X               0 … 1, fresh noise per step, with ddim and tcd
  --width N --height N  pixels, multiples of 8                   (the model's own size)
  --count N             pictures, with seeds counting up         (1)
  --clip-skip N         last layers of the text encoder to leave out (0)
  --init FILE           a picture to start from: PNG, JPEG or WebP
  --strength X          above 0 … 1: the share of the steps that is taken from it (0.75; 1 with --margins)
  --mask FILE           white is drawn anew, black is kept
  --margins L,T,R,B     pixels to draw round the picture, inside --width x --height
  --feather N           with --mask or --margins: what is kept stays as it is, pixel by pixel, and passes over so many
                        pixels into what is drawn; without it all goes through the VAE
  --image-guidance X    how much a model that edits by instruction keeps to the picture (1.5)
  --ip-adapter FILE:IMAGE:SCALE  a picture beside the words, read by this IP-Adapter (0.6); may be repeated, and
                        FILE:IMAGE:SCALE:MASK acts where the mask is white only
  --image-encoder PATH  the CLIP vision model that it reads: a folder or a file
  --ip-scope NAME       what is taken of such pictures: all, and with SDXL style, layout or style-and-layout (all)
  --control NET:IMAGE:WEIGHT  a control picture (edges, depth, a pose …) and the network that reads it, a file or a
                        folder; may be repeated; NET:IMAGE:WEIGHT:START:END acts in a part of the steps (0:1)
                        IMAGE left out (NET::WEIGHT) is what ControlNets for inpainting read: --init with --mask or
                        --margins, without what is drawn anew
  --guess               follow control pictures even where words say little
  --hires SCALE         a second pass, so many times larger
  --hires-steps N --hires-strength X --hires-by latent|pixels    (like --steps, 0.5, latent)
  --hires-upscaler FILE a network that enlarges the first pass, instead of --hires-by
  --refiner PATH        a second model for the last steps: a folder or a file
  --high-noise-fraction X  where it takes over                   (0.8)
  --out FILE.png        (picture.png); further pictures get -1, -2 … before the ending
  --latents FILE.json   write the final latents too: shape, and numbers in row order
  --json                print the timings as JSON only`;

/** The same for the parser. */
export const RENDER_OPTIONS = {
  model: { type: 'string' },
  prompt: { type: 'string' },
  'prompt-json': { type: 'string' },
  negative: { type: 'string', default: '' },
  prompt2: { type: 'string' },
  negative2: { type: 'string' },
  weighting: { type: 'string', default: '' },
  vae: { type: 'string' },
  lora: { type: 'string', multiple: true },
  'style-lora': { type: 'string', multiple: true },
  embedding: { type: 'string', multiple: true },
  seed: { type: 'string' },
  steps: { type: 'string' },
  guidance: { type: 'string' },
  sampler: { type: 'string' },
  'guidance-rescale': { type: 'string', default: '0' },
  sigmas: { type: 'string', default: '' },
  karras: { type: 'boolean', default: false },
  spacing: { type: 'string', default: '' },
  prediction: { type: 'string' },
  eta: { type: 'string' },
  init: { type: 'string' },
  strength: { type: 'string' },
  mask: { type: 'string' },
  margins: { type: 'string' },
  feather: { type: 'string' },
  'image-guidance': { type: 'string', default: '1.5' },
  'ip-adapter': { type: 'string', multiple: true },
  'image-encoder': { type: 'string' },
  'ip-scope': { type: 'string', default: '' },
  control: { type: 'string', multiple: true },
  guess: { type: 'boolean', default: false },
  hires: { type: 'string' },
  'hires-steps': { type: 'string' },
  'hires-strength': { type: 'string' },
  'hires-by': { type: 'string' },
  'hires-upscaler': { type: 'string' },
  refiner: { type: 'string' },
  'high-noise-fraction': { type: 'string', default: '0.8' },
  width: { type: 'string' },
  height: { type: 'string' },
  count: { type: 'string', default: '1' },
  'clip-skip': { type: 'string', default: '0' },
  out: { type: 'string', default: 'picture.png' },
  latents: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
