/**
 * What losses are multiplied with before they are differentiated in half precision, where small gradients would be 0
 * (https://arxiv.org/abs/1710.03740, section 3.2). It is as large as gradients let it be, by the rule of torch's
 * GradScaler.
 */
export interface LossScale {
  factor: number;
  /** Steps since it was changed. */
  steps: number;
}

/** As torch has them. */
const FIRST = 2 ** 16;
const GROWS_AFTER = 2000;

/** Below this half precision would overflow without any scaling, too. */
const LEAST = 1;

/** Before the first step. */
export function freshLossScale(): LossScale {
  return { factor: FIRST, steps: 0 };
}

/** A step was taken: twice as large after many of them. */
export function growLossScale(scale: LossScale): void {
  scale.steps++;
  if (scale.steps < GROWS_AFTER) return;
  scale.factor *= 2;
  scale.steps = 0;
}

/** Gradients were beyond half precision's numbers: half as large. False where it cannot be. */
export function shrinkLossScale(scale: LossScale): boolean {
  if (scale.factor / 2 < LEAST) return false;
  scale.factor /= 2;
  scale.steps = 0;
  return true;
}
