// Prints what is short of its bound in one case of recorded gradients on WebGPU, a line each, and how many were
// compared. Its arguments are the part's key and the case's name.
import { storedGolden } from '#test/golden/check/check-case.ts';
import { isWithin } from '#test/golden/check/check-golden.ts';
import { gradientPart } from '#test/golden/check/parts/training-gradients.ts';
import { textGradientPart } from '#test/golden/check/parts/training-text.ts';

/** A software driver computes exponentials in its own way, and attention in one operator is wrong there. */
const NETWORK = { provider: 'webgpu', threads: 1, attention: 'plain' } as const;
const BOUNDS = { element: 2e-2, norm: 1e-3, loss: 1e-4 };

const [key, name] = process.argv.slice(2);
const parts = [gradientPart(NETWORK, BOUNDS), textGradientPart(NETWORK, BOUNDS)];
const cases = parts.find((part) => part.key === key)!.cases(storedGolden('training'));
const findings = await cases.find((one) => one.name === name)!.run();
for (const { what, error } of findings.filter((one) => !isWithin(one))) print(`${what}: ${error}`);
print(`compared ${findings.length}`);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
