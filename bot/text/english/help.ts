import type { Sentences } from '#shared/text/message.ts';
import { code, linesOf, rich } from '#shared/text/rich.ts';

/** How to draw: the help card. Flags and commands are typed as they are in every language. */
export const HELP = {
  'help.heading': 'Easel draws what you write',
  'help.intro': rich`Write ${code('/imagine')}, then a few words. The picture comes out of the noise as you watch.`,
  'help.intro-studio': rich`Write a few words and press ${code('Enter')}. Every preview is the picture as it stands at that step.`,
  'help.try': 'To begin with',
  'help.words': 'Words',
  'help.words-text': linesOf([
    rich`${code('(red)')} stresses a word, ${code('((red))')} more, ${code('(red:1.4)')} by a number; ${code('[red]')} plays it down.`,
    rich`${code('[dog:cat:0.5]')} turns one into the other half way, ${code('[dog|cat]')} at every step; ${code('a AND b')} draws both in one picture.`,
    rich`${code('<lora:name:0.8>')} adds an adapter of the model. ${code('BREAK')} starts a new part. A backslash keeps a bracket: ${code('\\(')}.`,
    rich`${code('{red|blue}')} takes one by the seed, ${code('{2$$a|b|c}')} two, ${code('__name__')} a line of a list of ${code('/wildcards')}.`,
  ]),
  'help.settings': 'Settings, anywhere in the prompt',
  'help.settings-text': linesOf([
    rich`${code('--seed 7')} the same noise, so the same picture`,
    rich`${code('--steps 4')} how long it is drawn, ${code('--guidance 1.5')} how strictly`,
    rich`${code('--ar 3:2')} its shape, or ${code('--width 512 --height 768')}`,
    rich`${code('--count 4')} pictures at once, ${code('--no hands')} what to leave out`,
    rich`${code('--repeat 3')} so often, ${code('--draft')} a quick look first, ${code('--hires 1.5 --hires-by latent')} a second pass, larger`,
    rich`${code('--strength 0.6')} how much of a given picture changes, ${code('--keep off')} the rest of it too, ${code('--iw 1')} how strongly one acts beside the words`,
    rich`${code('--weighting comfy')} how brackets weigh; ${code('--chaos 25')}, ${code('--subseed 8 --subseed_strength 0.2')} how alike; ${code('--tile')} edges meet, ${code('--stop 60')} half done`,
    rich`${code('--relax')} lets others go first, ${code('--fast')} does not`,
    rich`${code('--refiner')} by name takes over, ${code('--handover 0.8')} where`,
    rich`${code('--style')}, ${code('--model')}, ${code('--sampler')}, ${code('--spacing trailing')} by name`,
  ]),
  'help.buttons': 'Under a picture',
  'help.buttons-text': linesOf([
    rich`🔁 Reroll draws it again with another seed, ✏️ Edit with other words, ❌ cancels or deletes.`,
    rich`Under several, U1 to U4 make one larger and V1 to V4 draw it differently; ${code('/info')} tells how a picture was drawn, ${code('/show')} brings it back.`,
    rich`What you deleted comes back with Undo or ${code('/undelete')}, for a day.`,
    rich`Reactions that the owner adds do the same: 🔁, ❌, 🎲 the next seed, 1️⃣ to 4️⃣ one of several, ⬆️ larger, 🔒 keeps the seed for an edit.`,
  ]),
  'help.styles': 'Styles and the queue',
  'help.styles-text': linesOf([
    rich`${code('/style list')} shows the styles of this server, ${code('/style create')} makes one.`,
    rich`${code('/queue')} shows who is next, and what draws.`,
  ]),
  'help.demo': 'About these pictures',
  'help.demo-text': rich`They come from a tiny model for demonstration. It knows 200 things, among them cats, dragons, robots, astronauts, pizzas, castles, lighthouses, rockets and roses, as stickers in small scenes. For real pictures the operator runs ${code('npm run models -- pull sd15')}, or puts model files into the folder ${code('models')}, and starts Easel again.`,
  'help.demo-studio': rich`They come from a tiny model for demonstration. It knows 200 things, among them cats, dragons, robots, astronauts, pizzas, castles, lighthouses, rockets and roses, as stickers in small scenes. For real pictures press “Get Stable Diffusion 1.5” beside the easel, or put model files into the folder ${code('models')} and start Easel again.`,
} as const satisfies Sentences;
