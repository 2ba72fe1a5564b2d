import type { Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { say } from '#bot/text/say.ts';
import { CONTROL_WEIGHT_MAX } from '#shared/contract/bounds.ts';
import type { Model } from '#shared/contract/messages.ts';
import { type ControlMethod, controlMethod, INPAINT_METHOD } from '#shared/contract/preprocess-methods.ts';
import type { Message } from '#shared/text/message.ts';

/** What a control picture becomes, and sentences that say why it cannot be followed. */
export interface SettledControl {
  readonly control: NonNullable<TaskOf<'draw'>['control']> | null;
  readonly problems: readonly Message[];
  /** What is made of the picture first. */
  readonly notices: readonly Message[];
}

/**
 * The picture for a model, read by the network that was named, by its name or by what it reads, or by the only one.
 * What that network reads is made of the picture first, where renderers have a method for it; one for inpainting reads
 * the picture that is drawn into, where none is given.
 */
export function settleControl(
  { control: asked, start }: Pick<Order, 'control' | 'start'>,
  model: Model,
  methods: readonly string[] = [],
): SettledControl {
  if (!asked) return { control: null, problems: [], notices: [] };
  const { image, network: named, weight = 1 } = asked;
  const known = (model.controlNetworks ?? []).map(({ name }) => name);
  const network = named === undefined ? (known.length === 1 ? known[0] : undefined) : networkBy(named, known);
  const problems = [
    ...networkProblem({ network, known, model: model.name }),
    ...(weight > 0 && weight <= CONTROL_WEIGHT_MAX
      ? []
      : [say('order.control-weight', { max: CONTROL_WEIGHT_MAX, given: weight })]),
  ];
  if (network === undefined || problems.length > 0) return { control: null, problems, notices: [] };
  const method = methodOf(network);
  const open = openProblem({ network, method, isGiven: image !== undefined, isDrawnInto: hasHole(start), methods });
  if (open.length > 0) return { control: null, problems: open, notices: [] };
  const isMade = method !== null && methods.includes(method);
  const unit = { network, image: image ?? null, weight, start: 0, end: 1, ...(isMade && { preprocess: method }) };
  const notices = isMade && method !== INPAINT_METHOD ? [say('order.control-made', { method })] : [];
  return { control: { units: [unit], guess: false }, problems, notices };
}

function hasHole(start: Order['start']): boolean {
  return start?.mask !== undefined || start?.margins !== undefined;
}

interface OpenWish {
  readonly network: string;
  readonly method: ControlMethod | null;
  readonly isGiven: boolean;
  readonly isDrawnInto: boolean;
  readonly methods: readonly string[];
}

/** Only what reads a picture with a hole needs one, and only that goes without a picture of its own. */
function openProblem({ network, method, isGiven, isDrawnInto, methods }: OpenWish): readonly Message[] {
  if (method !== INPAINT_METHOD) return isGiven ? [] : [say('order.control-picture', { network })];
  if (!isDrawnInto) return [say('order.control-hole', { network })];
  return methods.includes(method) ? [] : [say('order.control-older', { network })];
}

/** The network of that name, or the first that reads what the word means. */
function networkBy(named: string, known: readonly string[]): string {
  const method = controlMethod(named);
  if (known.includes(named) || method === null) return named;
  return known.find((name) => methodOf(name) === method) ?? named;
}

/** What a network reads, as its name says: canny of canny-sd15 and of control_v11p_sd15_canny. */
function methodOf(network: string): ControlMethod | null {
  const words = network.toLowerCase().split(/[^a-z]+/);
  return words.map(controlMethod).find((method) => method !== null) ?? null;
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
