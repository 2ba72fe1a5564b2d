import type { CommandInput } from '#bot/studio/page/app/server.ts';
import {
  type Draft,
  type DraftControl,
  type DraftLikes,
  type DraftStart,
  type GivenCard,
  NO_LIKES,
} from '#bot/studio/page/app/state.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

type Order = JobCard['order'];

/** In place of a method: what is marked on the picture to start from is filled in, by a network that was made for that. */
export const INPAINT = 'inpaint';

/** What a command is given for the pictures that stand beside the words. */
export function besideInput({ control, like }: Pick<Draft, 'control' | 'like'>): CommandInput {
  const { whole, style, strength } = like;
  return {
    ...(control && controlInput(control)),
    ...(whole ? { 'image-prompt': { sha256: whole.sha256 } } : {}),
    ...(style ? { 'style-image': { sha256: style.sha256 } } : {}),
    ...((whole || style) && strength !== null ? { 'like-strength': strength } : {}),
  };
}

/** What a command is given for the picture to start from, without what is marked on it. */
export function imageInput({ sha256, margins }: DraftStart): CommandInput {
  const sides = Object.entries(margins).filter(([, share]) => share > 0);
  return { image: { sha256 }, ...Object.fromEntries(sides.map(([side, share]) => [`margin-${side}`, share])) };
}

/** The same as besideInput for what a job was asked for with. */
export function besideOf(order: Order): CommandInput {
  return besideInput({ control: draftControl(order), like: draftLikes(order) });
}

/** The control picture of an order, as it is; null = none. */
export function draftControl({ control }: Order): DraftControl | null {
  if (!control) return null;
  const { image, network = null, weight = null } = control;
  // Without a picture of its own it fills in what is marked on the one to start from.
  return { ...(image && given(image.sha256)), of: null, method: image ? null : INPAINT, network, weight };
}

/** The pictures that an order shall be like. */
export function draftLikes({ like = [] }: Order): DraftLikes {
  const picture = (scope: 'all' | 'style') => like.find((one) => one.scope === scope)?.image.sha256;
  const [whole, style] = [picture('all'), picture('style')];
  const strength = like.find((one) => one.strength !== undefined)?.strength ?? null;
  return { ...NO_LIKES, whole: whole ? given(whole) : null, style: style ? given(style) : null, strength };
}

/** A picture that the studio has, by its hash. */
export function given(sha256: string): GivenCard {
  return { sha256, address: `/api/pictures/${sha256}` };
}

function controlInput({ sha256, network, weight }: DraftControl): CommandInput {
  return {
    ...(sha256 === undefined ? {} : { 'control-image': { sha256 } }),
    ...(network === null ? {} : { control: network }),
    ...(weight === null ? {} : { 'control-weight': weight }),
  };
}
