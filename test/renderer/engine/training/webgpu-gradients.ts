// Prints what is short of its bound in the gradients of some small UNets on WebGPU, a line each, and how many were compared.
import { storedGolden } from '#test/golden/check/check-case.ts';
import { isWithin } from '#test/golden/check/check-golden.ts';
import { gradientPart } from '#test/golden/check/parts/training-gradients.ts';

/** A software driver computes exponentials in its own way, and attention in one operator is wrong there. */
const part = gradientPart(
  { provider: 'webgpu', threads: 2, attention: 'plain' },
  { element: 2e-2, norm: 1e-3, loss: 1e-4 },
);

let compared = 0;
for (const { name, run } of part.cases(storedGolden('training')).filter((_, i) => i === 0 || i === 2)) {
  const findings = await run();
  compared += findings.length;
  for (const short of findings.filter((one) => !isWithin(one))) print(`${name} ${short.what}: ${short.error}`);
}
print(`compared ${compared}`);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
