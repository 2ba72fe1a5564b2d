import type { ImagePromptScope, ValidImagePrompt } from '#renderer/engine/contract/image-prompt.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { clipPixels } from '#renderer/engine/image/clip-pixels.ts';
import { decodeColours, decodeMask } from '#renderer/engine/image/decode-picture.ts';
import type { Conditions } from '#renderer/engine/networks/conditions.ts';
import { type ImageGroup, imageConditions } from '#renderer/engine/networks/image-conditions.ts';
import type { ImageProducts } from '#renderer/engine/networks/open-image-adapter.ts';
import { masksByLevel } from '#renderer/engine/pipeline/image-masks.ts';
import { maskOf } from '#renderer/engine/pipeline/mask.ts';
import type { LoadedImageAdapter, LoadedModel } from '#renderer/engine/residency/loaded-model.ts';
import { scale, stack, type Tensor, tensor } from '#renderer/engine/tensor.ts';
import { yieldToEventLoop } from '#shared/async/event-loop.ts';
import { failure } from '#shared/text/failure.ts';

/** What a render's pictures say to the UNet, beside the prompt and beside the negative one. */
export interface ImageConditions {
  /** For latents of this size. */
  at(latents: { readonly height: number; readonly width: number }): {
    readonly cond: Conditions;
    readonly uncond: Conditions;
  };
}

/** Pictures that share a softmax: what they say, and what no picture says. */
interface Group {
  readonly cond: ImageGroup;
  readonly uncond: ImageGroup;
  /** (1, 1, h, w) of the picture to be drawn; null = everywhere. */
  readonly mask: Tensor | null;
}

/**
 * Pictures of a prompt as keys and values of the UNet's attentions (IP-Adapter, https://arxiv.org/abs/2308.06721), as
 * diffusers makes them: pictures of one adapter share a softmax, with masks each has its own. Null for no pictures.
 */
export async function conditionImages(
  { imageAdapters, choice }: LoadedModel,
  render: Pick<ValidRender, 'imagePrompts' | 'width' | 'height'>,
  signal: AbortSignal,
): Promise<ImageConditions | null> {
  if (render.imagePrompts.length === 0) return null;
  const groups: Group[] = [];
  for (const [i, prompt] of render.imagePrompts.entries()) {
    const loaded = imageAdapters[i];
    if (!loaded) throw failure('internal', 'image-adapter.none-acquired', { model: choice.name });
    requireScope(prompt, { paths: loaded.paths, model: choice.name });
    groups.push(...(await groupsOf(prompt, { loaded, render, signal })));
  }
  return {
    at(latents) {
      const masks = masksByLevel(
        groups.map(({ mask }) => mask),
        latents,
      );
      const joined = (which: 'cond' | 'uncond') =>
        imageConditions(
          groups.map((group) => group[which]),
          masks,
        );
      return { cond: joined('cond'), uncond: joined('uncond') };
    },
  };
}

interface Making {
  readonly loaded: LoadedImageAdapter;
  readonly render: { readonly width: number; readonly height: number };
  readonly signal: AbortSignal;
}

async function groupsOf({ pictures, scope }: ValidImagePrompt, making: Making): Promise<readonly Group[]> {
  const { paths } = making.loaded;
  const seen: Seen[] = [];
  for (const { image } of pictures) seen.push(await look(image, making));
  const strengths = pictures.map(({ strength }) => strength);
  const masks = await Promise.all(
    pictures.map(async ({ mask }) => mask && maskOf(await decodeMask('mask', mask, making.render))),
  );
  const actAlike = strengths.every((strength) => strength === strengths[0]);
  if (actAlike && masks.every((mask) => mask === null)) {
    return [groupOf(seen, { paths, scope, strength: strengths[0]!, mask: null })];
  }
  return seen.map((one, i) => groupOf([one], { paths, scope, strength: strengths[i]!, mask: masks[i]! }));
}

/** What attentions look at in a picture, and in none, by their numbers. */
interface Seen {
  readonly cond: ReadonlyMap<number, ImageProducts>;
  readonly uncond: ReadonlyMap<number, ImageProducts>;
}

async function look(image: Uint8Array, { loaded, signal }: Making): Promise<Seen> {
  const { encoder, adapter } = loaded;
  const pixels = await clipPixels(await decodeColours('image', image), { side: encoder.side, signal });
  const features = async (normalised: Tensor): Promise<Tensor> => {
    await yieldToEventLoop(signal);
    const { embeds, penultimate } = await encoder.encode(normalised);
    return adapter.reads === 'tokens' ? penultimate : { ...embeds, dims: [1, 1, embeds.dims[1]!] };
  };
  const positive = await features(pixels);
  // Nothing is an embedding of zeros, or what the encoder makes of a picture in the mean colour; not a black one.
  const negative = adapter.reads === 'tokens' ? await features(tensor(pixels.dims)) : tensor(positive.dims);
  await yieldToEventLoop(signal);
  return { cond: await adapter.productsOf(positive), uncond: await adapter.productsOf(negative) };
}

interface Grouping {
  readonly paths: ReadonlyMap<number, string>;
  readonly scope: ImagePromptScope;
  readonly strength: number;
  readonly mask: Tensor | null;
}

/** Pictures whose tokens stand in a row. The strength goes into the values: that is the same as outside the softmax. */
function groupOf(seen: readonly Seen[], { paths, scope, strength, mask }: Grouping): Group {
  const side = (which: keyof Seen): ImageGroup =>
    new Map(
      [...paths].map(([number, path]) => {
        const all = seen.map((one) => one[which].get(number)!);
        const values = inARow(all.map((one) => one.values));
        return [
          path,
          { keys: inARow(all.map(({ keys }) => keys)), values: scale(acts(path, scope) ? strength : 0, values) },
        ];
      }),
    );
  return { cond: side('cond'), uncond: side('uncond'), mask };
}

/** (1, m, c) of several pictures -> (1, n·m, c). */
function inARow(parts: readonly Tensor[]): Tensor {
  const { dims, data } = stack(parts);
  return { dims: [1, dims[0]! * dims[1]!, dims[2]!], data };
}

/** Where style and layout are made in SDXL ("InstantStyle", https://arxiv.org/abs/2404.02733). */
const STYLE = /^up_blocks\.0\.attentions\.1\./;
const LAYOUT = /^down_blocks\.2\.attentions\.1\./;

function acts(path: string, scope: ImagePromptScope): boolean {
  if (scope === 'all') return true;
  return (scope !== 'layout' && STYLE.test(path)) || (scope !== 'style' && LAYOUT.test(path));
}

function requireScope(
  { scope, adapter }: ValidImagePrompt,
  { paths, model }: { readonly paths: ReadonlyMap<number, string>; readonly model: string },
): void {
  const all = [...paths.values()];
  // Both places have attentions in SDXL alone.
  if (scope === 'all' || [STYLE, LAYOUT].every((place) => all.some((path) => place.test(path)))) return;
  throw failure('invalid', 'image-adapter.no-scope', { model, adapter: adapter.name, scope });
}
