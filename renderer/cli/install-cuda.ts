import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { printBytes } from '#renderer/cli/models/byte-size.ts';
import type { Output } from '#renderer/cli/models/command-context.ts';
import { CUDA_ENTRIES, CUDA_PROVIDER, isCudaMachine } from '#renderer/engine/runtime/cuda-files.ts';
import type { HubClient } from '#renderer/models/hub/hub-client.ts';
import { missingFiles } from '#renderer/models/pulled-content.ts';
import { requireFreeBytes } from '#renderer/models/require-free-bytes.ts';
import { pulledBytes, pullWheel } from '#renderer/models/wheel/pull-wheel.ts';
import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';
import type { Clock } from '#shared/clock.ts';
import { failure } from '#shared/text/failure.ts';

/** What is installed, and with what. */
export interface CudaInstall {
  readonly wheels: readonly WheelSource[];
  readonly folder: string;
  /** ONNX Runtime's own, which must lie beside its part for CUDA. */
  readonly library: string;
  /** For those who have CUDA 13 and cuDNN 9: nothing is brought but ONNX Runtime's part. */
  readonly isProviderOnly: boolean;
  readonly machine: CudaMachine;
  readonly index: HubClient;
  readonly clock: Clock;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** What the machine has by itself. */
export interface CudaMachine {
  /** The version of NVIDIA's driver that is loaded; null = none, or nobody tells. */
  readonly driver: string | null;
  /** Whether the dynamic linker finds a library. */
  readonly finds: (library: string) => boolean;
}

/** The first driver that has CUDA 13. */
const DRIVER_LEAST = 580;

/** For whom the wheels are published. Throws `unavailable` with one sentence for others. */
export function requireCudaMachine(machine: Pick<NodeJS.Process, 'platform' | 'arch'>): void {
  if (isCudaMachine(machine)) return;
  throw failure('unavailable', 'cuda.machine', { machine: `${machine.platform} ${machine.arch}` });
}

/** Brings what a card of NVIDIA's needs beside its driver; what is here already is not brought again. */
export async function installCuda(install: CudaInstall): Promise<void> {
  const { wheels, folder, library, output, machine, isProviderOnly } = install;
  const lacking = await Promise.all(wheels.map(async (wheel) => (await missingFiles(wheel, folder)).length > 0));
  const wanted = wheels.filter((wheel, i) => lacking[i] && (!isProviderOnly || hasProvider(wheel)));
  output.line(`To ${folder}`);
  for (const [i, wheel] of wheels.entries())
    output.line(`  ${lineOf(wheel, { isHere: !lacking[i], isWanted: wanted.includes(wheel) })}`);
  output.line(driverLine(machine.driver));
  if (isProviderOnly) for (const line of notFound(install, lacking)) output.line(line);
  await mkdir(folder, { recursive: true });
  if (wanted.length > 0) await requireRoom(wanted, install);
  for (const wheel of wanted) await bring(wheel, install);
  await copyFile(library, join(folder, basename(library)));
  for (const line of await otherVersions(folder)) output.line(line);
  output.line('Installed. npm run gpu:check shows whether the card computes right, and how fast');
}

/** Gives the disk back. */
export async function removeCuda({ folder, output }: Pick<CudaInstall, 'folder' | 'output'>): Promise<void> {
  const names = await readdir(folder).catch(() => null);
  if (!names) return output.line(`Nothing is installed in ${folder}`);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  await rm(folder, { recursive: true, force: true });
  output.line(`Removed ${folder}, ${printBytes(sum(sizes))}`);
  for (const line of await otherVersions(folder)) output.line(line);
}

function hasProvider({ files }: WheelSource): boolean {
  return files.some(({ name }) => name === CUDA_PROVIDER);
}

/** Before the first byte: a wheel lies there beside all that is unpacked until it is unpacked itself. */
async function requireRoom(wanted: readonly WheelSource[], { folder, output }: CudaInstall): Promise<void> {
  const here = await Promise.all(wanted.map((wheel) => pulledBytes(wheel, folder)));
  const unpacked = sum(wanted.flatMap(({ files }) => files.map(({ size }) => size)));
  const rest = wanted.map(({ size }, i) => size - here[i]!);
  output.line(`${printBytes(sum(rest))} to bring, ${printBytes(unpacked)} on the disk`);
  await requireFreeBytes(folder, unpacked + Math.max(...rest));
}

async function bring(wheel: WheelSource, { folder, index, clock, output, signal }: CudaInstall): Promise<void> {
  const began = clock.now();
  const onBytes = (bytes: number) =>
    output.passing(`  ${wheel.project}: ${printBytes(bytes)} of ${printBytes(wheel.size)}`);
  await pullWheel(wheel, { client: index, clock, folder, onBytes, signal }).catch((thrown: unknown) => {
    signal.throwIfAborted();
    throw thrown;
  });
  output.passing(null);
  output.line(`  ${wheel.project}: here, ${Math.round((clock.now() - began) / 1000)} s`);
}

function lineOf({ project, size, licence }: WheelSource, has: { isHere: boolean; isWanted: boolean }): string {
  const state = has.isHere ? 'all here' : has.isWanted ? printBytes(size) : "left out, this machine's own is used";
  return `${project}: ${state}, licence ${licence}`;
}

/** The files can be brought all the same: in the building of an image there is no driver. */
function driverLine(driver: string | null): string {
  const needed = `CUDA 13 needs ${DRIVER_LEAST} or newer`;
  if (driver === null) return `NVIDIA's driver is not loaded here, or does not tell its version: ${needed}`;
  const isOld = Number.parseInt(driver, 10) < DRIVER_LEAST;
  return `NVIDIA's driver is ${driver}${isOld ? `, which is too old: ${needed}` : ''}`;
}

/** What is left to this machine and is not to be found on it. */
function notFound({ wheels, machine }: CudaInstall, lacking: readonly boolean[]): readonly string[] {
  const left = wheels.flatMap(({ files }, i) => (lacking[i] ? files.map(({ name }) => name) : []));
  const missing = CUDA_ENTRIES.filter((name) => left.includes(name) && !machine.finds(name));
  if (missing.length === 0) return [];
  const how = 'put their folder into LD_LIBRARY_PATH, or have them brought: npm run gpu:install';
  return [`Not found on this machine: ${missing.join(', ')}; ${how}`];
}

/** Other versions of Easel may use theirs, so that nobody but the operator can tell whether they are wanted. */
async function otherVersions(folder: string): Promise<readonly string[]> {
  const names = await readdir(dirname(folder)).catch(() => []);
  const others = names.filter((name) => /^\d+\.\d+\.\d+$/.test(name) && name !== basename(folder));
  if (others.length === 0) return [];
  return [`${dirname(folder)} also has ${others.toSorted().join(', ')}: of use to other versions of Easel alone`];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
