import type { FollowedPicture } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { say } from '#bot/text/say.ts';
import { CONTROL_WEIGHT_MAX } from '#shared/contract/bounds.ts';
import type { Model } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** What a control picture becomes, and sentences that say why it cannot be followed. */
export interface SettledControl {
  readonly control: NonNullable<TaskOf<'draw'>['control']> | null;
  readonly problems: readonly Message[];
}

/** The picture for a model, read by the network that was named or the only one. */
export function settleControl(asked: FollowedPicture | undefined, model: Model): SettledControl {
  if (!asked) return { control: null, problems: [] };
  const { image, network: named, weight = 1 } = asked;
  const known = (model.controlNetworks ?? []).map(({ name }) => name);
  const network = named ?? (known.length === 1 ? known[0] : undefined);
  const problems = [
    ...networkProblem({ network, known, model: model.name }),
    ...(weight > 0 && weight <= CONTROL_WEIGHT_MAX
      ? []
      : [say('order.control-weight', { max: CONTROL_WEIGHT_MAX, given: weight })]),
  ];
  if (network === undefined || problems.length > 0) return { control: null, problems };
  return { control: { units: [{ network, image, weight, start: 0, end: 1 }], guess: false }, problems };
}

function networkProblem({
  network,
  known,
  model,
}: {
  readonly network: string | undefined;
  readonly known: readonly string[];
  readonly model: string;
}): readonly Message[] {
  if (known.length === 0) return [say('order.control-none', { model })];
  if (network === undefined) return [say('order.control-which', { model, known })];
  return known.includes(network) ? [] : [say('order.control-unknown', { model, known, given: network })];
}
