// `npm run bench [name …]`: the figures, as a table. Each bench compares within one run on this machine.
// EASEL_BENCH_PYTHON names a Python with torch and diffusers to compare with; without it those rows are left out.
import { benchDiscordLatency } from '#test/bench/discord-latency.ts';
import { benchEngineStart } from '#test/bench/engine-start.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { benchStart } from '#test/bench/start-time.ts';
import { benchUNetStep } from '#test/bench/unet-step.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  start: benchStart,
  discord: benchDiscordLatency,
  engine: benchEngineStart,
  unet: benchUNetStep,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  print(`Cannot run bench ${unknown}: it must be one of ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  print(`\n${name}`);
  for (const row of await bench()) print(line(row));
}

function line({ name, value, unit, note }: BenchRow): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `  ${name.padEnd(58)} ${value.toFixed(digits).padStart(9)} ${unit.padEnd(8)} ${note ?? ''}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
