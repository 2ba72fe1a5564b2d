import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { readInput } from '#bot/commands/read-input.ts';
import { readOrder } from '#bot/commands/read-order.ts';
import type { Order, Place } from '#bot/domain/job.ts';
import type { PictureIntake } from '#bot/ports/picture-intake.ts';
import { failureOf } from '#bot/text/say.ts';

/** Reads what /imagine takes for something else than a job to keep. Throws `invalid` with everything that is wrong. */
export async function imagineOrder(
  values: unknown,
  { platform, intake }: { readonly platform: Place['platform']; readonly intake: PictureIntake },
): Promise<Order> {
  const read = readInput(IMAGINE_OPTIONS, { values, platform });
  if (!read.ok) throw failureOf('invalid', read.problems);
  const { order, problems } = await readOrder(read.input, { intake });
  if (problems.length > 0) throw failureOf('invalid', problems);
  return order;
}
