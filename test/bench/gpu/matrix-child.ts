import { type ApartOrder, measureMatrix } from '#test/bench/gpu/matrix.ts';
import { matrixPlan } from '#test/bench/gpu/matrix-plan.ts';
import { createTimeBudget } from '#test/bench/gpu/time-budget.ts';
import { QUICK_CASE } from '#test/bench/gpu/unet-steps.ts';

/*
 * Measures what stands under a name in the plans, in an environment that must be there when a process first computes:
 * matrix-child.ts ORDER, which is an ApartOrder as JSON. Prints each row as JSON in a line of its own.
 */
const { name, seconds, ...options } = JSON.parse(process.argv[2]!) as ApartOrder;
const unit = [...matrixPlan(), ...matrixPlan([QUICK_CASE])].find((one) => one.name === name)!;
const time = createTimeBudget(1000 * seconds);
for await (const row of measureMatrix([unit], { ...options, time })) process.stdout.write(`\n${JSON.stringify(row)}\n`);
