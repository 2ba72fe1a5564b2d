import type { Order } from '#bot/domain/job.ts';
import { say } from '#bot/text/say.ts';

/** The value that stands for "as the style or the model likes it". */
export const USUAL_SIZE = 'usual';

/** The shapes that a member can choose from a list; any other goes into the prompt as `--ar`. */
export const SIZES = [
  { value: USUAL_SIZE, label: say('size.usual') },
  { value: '1:1', label: say('size.square', { ratio: '1:1' }) },
  { value: '3:2', label: say('size.landscape', { ratio: '3:2' }) },
  { value: '2:3', label: say('size.portrait', { ratio: '2:3' }) },
  { value: '4:3', label: say('size.landscape', { ratio: '4:3' }) },
  { value: '3:4', label: say('size.portrait', { ratio: '3:4' }) },
  { value: '16:9', label: say('size.wide', { ratio: '16:9' }) },
  { value: '9:16', label: say('size.tall', { ratio: '9:16' }) },
] as const;

/** The ratio that a choice of the list means; nothing for the usual size. */
export function ratioOf(value: string | null | undefined): Pick<Order, 'ratio'> {
  const match = value?.match(/^(\d+):(\d+)$/);
  return match ? { ratio: { width: Number(match[1]), height: Number(match[2]) } } : {};
}

/** The choice of the list that means this ratio; undefined when it is not in the list. */
export function sizeOf(ratio: NonNullable<Order['ratio']>): string | undefined {
  return SIZES.find(({ value }) => value === `${ratio.width}:${ratio.height}`)?.value;
}
