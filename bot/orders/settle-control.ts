import type { FollowedPicture } from '#bot/domain/beside-pictures.ts';
import type { Order } from '#bot/domain/job.ts';
import type { TaskOf } from '#bot/domain/task.ts';
import { say } from '#bot/text/say.ts';
import { CONTROL_WEIGHT_MAX } from '#shared/contract/bounds.ts';
import type { Model } from '#shared/contract/messages.ts';
import {
  type ControlMethod,
  controlMethod,
  INPAINT_METHOD,
  methodOfNetwork,
} from '#shared/contract/preprocess-methods.ts';
import type { Message } from '#shared/text/message.ts';

type ControlUnit = NonNullable<TaskOf<'draw'>['control']>['units'][number];

/** What control pictures become, and sentences that say why they cannot be followed. */
export interface SettledControl {
  readonly control: NonNullable<TaskOf<'draw'>['control']> | null;
  readonly problems: readonly Message[];
  /** What is made of the pictures first. */
  readonly notices: readonly Message[];
}

/** The pictures for a model, each settled by itself; what is said of several is said once. */
export function settleControl(
  { control: asked = [], controlGuess = false, start }: Pick<Order, 'control' | 'controlGuess' | 'start'>,
  model: Model,
  methods: readonly string[] = [],
): SettledControl {
  const each = asked.map((one) => settleOne(one, { model, methods, isDrawnInto: hasHole(start) }));
  const units = each.flatMap(({ unit }) => unit ?? []);
  const problems = once(each.flatMap((one) => one.problems));
  const control = problems.length === 0 && units.length > 0 ? { units, guess: controlGuess } : null;
  return { control, problems, notices: control ? once(each.flatMap((one) => one.notices)) : [] };
}

function once(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((message) => [JSON.stringify(message), message])).values()];
}

interface SettledUnit {
  readonly unit: ControlUnit | null;
  readonly problems: readonly Message[];
  readonly notices: readonly Message[];
}

/**
 * A picture that is read by the network that was named, by its name or by what it reads, or by the only one that can.
 * What that network reads is made of the picture first, where renderers have a method for it; one for inpainting reads
 * the picture that is drawn into, where none is given.
 */
function settleOne(
  { image, network: named, weight = 1, from = 0, to = 1 }: FollowedPicture,
  {
    model,
    methods,
    isDrawnInto,
  }: { readonly model: Model; readonly methods: readonly string[]; readonly isDrawnInto: boolean },
): SettledUnit {
  const known = (model.controlNetworks ?? []).map(({ name }) => name);
  const network = named === undefined ? plainChoice(known, methods) : networkBy(named, known);
  const problems = [
    ...networkProblem({ network, known, model: model.name }),
    ...(weight > 0 && weight <= CONTROL_WEIGHT_MAX
      ? []
      : [say('order.control-weight', { max: CONTROL_WEIGHT_MAX, given: weight })]),
    ...(from >= 0 && from < to && to <= 1 ? [] : [say('order.control-span', { from, to })]),
  ];
  if (network === undefined || problems.length > 0) return { unit: null, problems, notices: [] };
  const method = methodOfNetwork(network);
  const open = openProblem({ network, method, isGiven: image !== undefined, isDrawnInto, methods });
  if (open.length > 0) return { unit: null, problems: open, notices: [] };
  const isMade = method !== null && methods.includes(method);
  const unit = { network, image: image ?? null, weight, start: from, end: to, ...(isMade && { preprocess: method }) };
  const notices = isMade && method !== INPAINT_METHOD ? [say('order.control-made', { method })] : [];
  return { unit, problems, notices };
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

/** Where none is named: the only one, or the only one whose control picture is made here of any picture. */
function plainChoice(known: readonly string[], methods: readonly string[]): string | undefined {
  const made = known.filter((name) => {
    const method = methodOfNetwork(name);
    return method !== null && method !== INPAINT_METHOD && methods.includes(method);
  });
  return [known, made].find(({ length }) => length === 1)?.[0];
}

/** The network of that name, or the first that reads what the word means. */
function networkBy(named: string, known: readonly string[]): string {
  const method = controlMethod(named);
  if (known.includes(named) || method === null) return named;
  return known.find((name) => methodOfNetwork(name) === method) ?? named;
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
