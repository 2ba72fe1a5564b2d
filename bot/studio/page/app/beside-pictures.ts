import type { CommandInput } from '#bot/studio/page/app/server.ts';
import type { Draft, DraftControl, DraftLikes, DraftStart, GivenCard } from '#bot/studio/page/app/state.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

type Order = JobCard['order'];

/** In place of a method: what is marked on the picture to start from is filled in, by a network that was made for that. */
export const INPAINT = 'inpaint';

/** What a command is given for the pictures that stand beside the words. */
export function besideInput({ control, like }: Pick<Draft, 'control' | 'like'>): CommandInput {
  const { whole, style, strength, take } = like;
  return {
    ...controlInput(control),
    ...(whole ? likeInput('image-prompt', { picture: whole, area: like.wholeArea, mask: like.wholeMask }) : {}),
    ...(whole && take !== null ? { 'image-prompt-take': take } : {}),
    ...(style ? likeInput('style-image', { picture: style, area: like.styleArea, mask: like.styleMask }) : {}),
    ...((whole || style) && strength !== null ? { 'like-strength': strength } : {}),
  };
}

function likeInput(
  name: 'image-prompt' | 'style-image',
  { picture, area, mask }: { picture: GivenCard; area: string | null; mask: GivenCard | null },
): CommandInput {
  return {
    [name]: { sha256: picture.sha256 },
    ...(area !== null ? { [`${name}-area`]: area } : {}),
    ...(mask && area === null ? { [`${name}-mask`]: { sha256: mask.sha256 } } : {}),
  };
}

/** What a command is given for the picture to start from, without what is marked on it. */
export function imageInput({ sha256, margins }: DraftStart): CommandInput {
  const sides = Object.entries(margins).filter(([, share]) => share > 0);
  return { image: { sha256 }, ...Object.fromEntries(sides.map(([side, share]) => [`margin-${side}`, share])) };
}

/** The same as besideInput for what a job was asked for with. */
export function besideOf(order: Order): CommandInput {
  return besideInput({ control: draftControls(order), like: draftLikes(order) });
}

/** The control pictures of an order, as they are. */
export function draftControls({ control = [], controlGuess = false }: Order): readonly DraftControl[] {
  return control.map(({ image, network = null, weight = null, from = null, to = null }, at) => {
    const numbers = { weight, from, to, guess: controlGuess && at === 0 };
    // Without a picture of its own it fills in what is marked on the one to start from.
    return { ...(image && given(image.sha256)), of: null, method: image ? null : INPAINT, network, ...numbers };
  });
}

/** The pictures that an order shall be like. */
export function draftLikes({ like = [] }: Order): DraftLikes {
  const whole = like.find(({ scope }) => scope !== 'style');
  const style = like.find(({ scope }) => scope === 'style');
  const card = (picture: { readonly sha256: string } | undefined) => (picture ? given(picture.sha256) : null);
  return {
    ...{ whole: card(whole?.image), wholeArea: whole?.area ?? null, wholeMask: card(whole?.mask?.image) },
    ...{ style: card(style?.image), styleArea: style?.area ?? null, styleMask: card(style?.mask?.image) },
    take: whole && whole.scope !== 'all' ? whole.scope : null,
    strength: like.find((one) => one.strength !== undefined)?.strength ?? null,
  };
}

/** A picture that the studio has, by its hash. */
export function given(sha256: string): GivenCard {
  return { sha256, address: `/api/pictures/${sha256}` };
}

function controlInput(controls: readonly DraftControl[]): CommandInput {
  const hashes = controls.flatMap(({ sha256 }) => sha256 ?? []);
  const pictures = hashes.map((sha256, at) => [at === 0 ? 'control-image' : `control-image-${at + 1}`, { sha256 }]);
  const [first, ...others] = controls;
  const isPlain = first?.network === null && first.from === null && first.to === null && others.length === 0;
  const networks = [...(isPlain ? [] : controls.map(printNetwork)), ...(first?.guess ? ['guess'] : [])];
  return {
    ...Object.fromEntries(pictures),
    ...(networks.length > 0 ? { control: networks.join(', ') } : {}),
    ...(isPlain && first.weight !== null ? { 'control-weight': first.weight } : {}),
  };
}

/** `canny:0.8:0:0.5` as the option has it. Who has no name is asked for by what it reads. */
function printNetwork({ network, method, weight, from, to }: DraftControl): string {
  const numbers = to !== null ? [weight ?? 1, from ?? 0, to] : from !== null ? [weight ?? 1, from] : [weight ?? 1];
  const isPlain = weight === null && from === null && to === null;
  return [network ?? method ?? '', ...(isPlain ? [] : numbers)].join(':');
}
