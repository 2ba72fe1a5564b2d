import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly args?: {
    readonly provider?: string;
    readonly op_name?: string;
    readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
  };
}

/** A tensor up to this many elements costs nothing wherever it is made. */
const SMALL_ELEMENTS = 64;

/**
 * Operators that ran on the CPU although another provider was meant, by the profile whose file name starts so.
 * Arithmetic on shapes does not count: ONNX Runtime puts it there on purpose.
 */
export async function dataOnCpu(prefix: string): Promise<readonly string[]> {
  const names = await readdir(dirname(prefix));
  const file = names.find((name) => name.startsWith(`${basename(prefix)}_`))!;
  const events = JSON.parse(await readFile(join(dirname(prefix), file), 'utf8')) as readonly ProfileEvent[];
  const found = events.filter(({ cat, args }) => cat === 'Node' && args?.provider === 'CPUExecutionProvider');
  const data = found.filter(({ args }) => (args?.output_type_shape ?? []).some(isData));
  return [...new Set(data.map(({ args, name }) => `${args?.op_name} (${name})`))];
}

function isData(output: Readonly<Record<string, readonly number[]>>): boolean {
  return Object.entries(output).some(
    ([type, shape]) => type.startsWith('float') && shape.reduce((product, size) => product * size, 1) > SMALL_ELEMENTS,
  );
}
