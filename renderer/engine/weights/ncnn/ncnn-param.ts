import { quote, refuse } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { message } from '#shared/text/failure.ts';

/** A layer as a `.param` file has it. */
export interface NcnnLayer {
  readonly type: string;
  readonly name: string;
  /** Names of the values that it reads and gives. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** By number; a list where the file has one (its own key is then -23300 less the number). */
  readonly params: ReadonlyMap<number, number | readonly number[]>;
}

/** First line of every such file. */
const MAGIC = '7767517';

/** The largest upscaler has a thousand. */
const LAYERS_MAX = 10_000;

/**
 * The layers of an ncnn network in order (https://github.com/Tencent/ncnn/wiki/param-and-model-file-structure). Throws
 * `invalid` that names file and line.
 */
export function parseNcnnParam(text: string, file: string): readonly NcnnLayer[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines[0]?.trim() !== MAGIC) throw refuse(file, message('ncnn.magic', { wanted: MAGIC }));
  const [count = 0] = (lines[1] ?? '').trim().split(/\s+/).map(Number);
  const rows = lines.slice(2);
  if (rows.length !== count || count > LAYERS_MAX) {
    throw refuse(file, message('ncnn.layers', { wanted: count, given: rows.length, limit: LAYERS_MAX }));
  }
  return rows.map((row, i) => parseLayer(row, { file, line: i + 3 }));
}

/** Type, name, how many values it reads and gives, their names, `number=value` … */
function parseLayer(row: string, { file, line }: { readonly file: string; readonly line: number }): NcnnLayer {
  const [type = '', name = '', inputs, outputs, ...rest] = row.trim().split(/\s+/);
  const [reads, gives] = [Number(inputs), Number(outputs)];
  const settings = rest.slice(reads + gives).map(parseSetting);
  const areCounts = Number.isInteger(reads) && Number.isInteger(gives) && rest.length >= reads + gives;
  if (!areCounts || settings.includes(null)) throw refuse(file, message('ncnn.line', { line, given: quote(row) }));
  return {
    type,
    name,
    inputs: rest.slice(0, reads),
    outputs: rest.slice(reads, reads + gives),
    params: new Map(settings.filter((setting) => setting !== null)),
  };
}

/** Keys from here downwards hold lists: a count, then the numbers. */
const LISTS_FROM = -23_300;

function parseSetting(text: string): readonly [number, number | readonly number[]] | null {
  const [, key = '', value = ''] = /^(-?\d+)=([-+\d.,eE]+)$/.exec(text) ?? [];
  const numbers = value.split(',').map(Number);
  if (key === '' || numbers.some(Number.isNaN)) return null;
  if (Number(key) > LISTS_FROM) return [Number(key), numbers[0]!];
  const [count, ...list] = numbers;
  return count === list.length ? [LISTS_FROM - Number(key), list] : null;
}
