/** Beside the weights that are used: those before they were averaged. */
const AVERAGED = 'params_ema.';
const CURRENT = 'params.';

/** Names of BSRGAN and RealSR, which have the same network, by BasicSR's. */
const OTHER_PARTS: Readonly<Record<string, string>> = { trunk_conv: 'conv_body', HRconv: 'conv_hr' };

/**
 * The weights of an upscaler by BasicSR's keys (`conv_first`, `body.0.rdb1.conv1`, …), whichever of the styles in use
 * their names have: BasicSR's, those of the first ESRGAN (`model.0`, `model.1.sub.0.RDB1.conv1.0`), BSRGAN's
 * (`RRDB_trunk.0.RDB1.conv1`). Where a file has averaged weights beside the last ones of its training, those are taken.
 */
export function upscalerWeights<Entry>(given: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  const weights = plainNames(given);
  const rename = weights.has('model.0.weight') ? firstNames([...weights.keys()]) : laterName;
  return new Map([...weights].map(([key, entry]) => [rename(key), entry]));
}

/** Without the dict that they lie in, and what training on several cards puts before them. */
function plainNames<Entry>(given: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  const part = [AVERAGED, CURRENT].find((prefix) => [...given.keys()].some((key) => key.startsWith(prefix)));
  const isLeft = (key: string) => part === AVERAGED && key.startsWith(CURRENT);
  const kept = [...given].filter(([key]) => !isLeft(key));
  const plain = (key: string) => (part && key.startsWith(part) ? key.slice(part.length) : key);
  return new Map(kept.map(([key, entry]) => [plain(key).replace(/^module\./, ''), entry]));
}

/** The first ESRGAN counts its layers: after the trunk come those that double, then two more. */
function firstNames(keys: readonly string[]): (key: string) => string {
  const numbers = keys
    .map((key) => Number(/^model\.(\d+)\.weight$/.exec(key)?.[1] ?? 0))
    .filter((number) => number > 1);
  const after = [...new Set(numbers)].sort((a, b) => a - b);
  const doublings = after.length - 2;
  const parts = after.map((_, i) => (i < doublings ? `conv_up${i + 1}` : i === doublings ? 'conv_hr' : 'conv_last'));
  const names = new Map([['0', 'conv_first'], ...after.map((number, i) => [String(number), parts[i]!] as const)]);
  return (key) => {
    const inner = /^model\.1\.sub\.(\d+)\.RDB(\d)\.conv(\d)\.0\.(.+)$/.exec(key);
    if (inner) return `body.${inner[1]}.rdb${inner[2]}.conv${inner[3]}.${inner[4]}`;
    const trunk = /^model\.1\.sub\.\d+\.(weight|bias)$/.exec(key);
    if (trunk) return `conv_body.${trunk[1]}`;
    const [, number = '', part = ''] = /^model\.(\d+)\.(weight|bias)$/.exec(key) ?? [];
    const name = names.get(number);
    return name === undefined ? key : `${name}.${part}`;
  };
}

function laterName(key: string): string {
  const inner = /^RRDB_trunk\.(\d+)\.RDB(\d)\.(.+)$/.exec(key);
  if (inner) return `body.${inner[1]}.rdb${inner[2]}.${inner[3]}`;
  const [, part = '', rest = ''] = /^([^.]+)\.(.+)$/.exec(key) ?? [];
  if (/^upconv\d$/.test(part)) return `conv_${part.slice(0, 2)}${part.at(-1)}.${rest}`;
  return OTHER_PARTS[part] === undefined ? key : `${OTHER_PARTS[part]}.${rest}`;
}
