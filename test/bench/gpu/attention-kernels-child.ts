import type { KernelsOrder } from '#test/bench/gpu/attention-kernels.ts';
import { matrixPlan } from '#test/bench/gpu/matrix-plan.ts';
import { runtimeWays } from '#test/bench/gpu/runtime-ways.ts';
import { QUICK_CASE } from '#test/bench/gpu/unet-steps.ts';

/*
 * One call of a network in an environment in which ONNX Runtime prints its attention kernels, which must be there when
 * a session is made: attention-kernels-child.ts ORDER, which is a KernelsOrder as JSON.
 */
const { name, lora, way: wanted, rows, options, folder } = JSON.parse(process.argv[2]!) as KernelsOrder;
const plans = [...matrixPlan(), ...matrixPlan([QUICK_CASE])];
const unit = plans.find((one) => one.name === name && one.lora === lora);
if (!unit) throw new Error(`no unit is called ${name}`);
const way = runtimeWays(options.provider).find((one) => one.name === wanted)!;
const network = await unit.load(folder, options);
const graph = await way.open(network.graph);
await graph.run(network.feeds(rows), network.graph.outputs, null);
await graph.release();
await network.release?.();
