import type { Order } from '#bot/domain/job.ts';

/** The value that stands for "as the style or the model likes it". */
export const USUAL_SIZE = 'usual';

/** The shapes that a member can choose from a list; any other goes into the prompt as `--ar`. */
export const SIZES: readonly { readonly name: string; readonly value: string }[] = [
  { name: 'Usual size of the style or model', value: USUAL_SIZE },
  { name: 'Square 1:1', value: '1:1' },
  { name: 'Landscape 3:2', value: '3:2' },
  { name: 'Portrait 2:3', value: '2:3' },
  { name: 'Landscape 4:3', value: '4:3' },
  { name: 'Portrait 3:4', value: '3:4' },
  { name: 'Wide 16:9', value: '16:9' },
  { name: 'Tall 9:16', value: '9:16' },
];

/** The ratio that a choice of the list means; nothing for the usual size. */
export function ratioOf(value: string | null): Pick<Order, 'ratio'> {
  const match = value?.match(/^(\d+):(\d+)$/);
  return match ? { ratio: { width: Number(match[1]), height: Number(match[2]) } } : {};
}

/** The choice of the list that means this ratio; undefined when it is not in the list. */
export function sizeOf(ratio: NonNullable<Order['ratio']>): string | undefined {
  return SIZES.find(({ value }) => value === `${ratio.width}:${ratio.height}`)?.value;
}
