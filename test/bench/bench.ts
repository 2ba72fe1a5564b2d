// `npm run bench [NAME | NAME:CASE …]`: the figures, as a table. Each bench compares within one run on this machine, and
// `unet:vega` runs the cases of one bench whose names begin so.
// EASEL_BENCH_PYTHON names a Python with torch and diffusers to compare with (for `networks` also with spandrel,
// segment_anything and transformers; for `training-torch` with peft); without it those rows are left out.
import { sweepAtEnd } from '#test/bench/bench-scratch.ts';
import { benchCancels } from '#test/bench/cancels.ts';
import { benchCanvas } from '#test/bench/canvas.ts';
import { benchChoices } from '#test/bench/choices.ts';
import { benchCpuWeights } from '#test/bench/cpu-weights.ts';
import { benchDecode } from '#test/bench/decode.ts';
import { benchDiscordLatency } from '#test/bench/discord-latency.ts';
import { benchDoor } from '#test/bench/door.ts';
import { benchEngineStart } from '#test/bench/engine-start.ts';
import { benchError } from '#test/bench/error.ts';
import { benchFamilies } from '#test/bench/families.ts';
import { benchGallery } from '#test/bench/gallery.ts';
import { benchGraph } from '#test/bench/graph-build.ts';
import { benchInteraction } from '#test/bench/interaction.ts';
import { benchLoad } from '#test/bench/load/bench-load.ts';
import { benchLongQueue } from '#test/bench/long-queue.ts';
import { benchLora } from '#test/bench/lora-step.ts';
import { benchOtherNetworks } from '#test/bench/other-networks.ts';
import { benchPicture } from '#test/bench/picture.ts';
import { benchPlacement } from '#test/bench/placement.ts';
import { benchPolicy } from '#test/bench/policy/bench-policy.ts';
import { benchPromptLanguage } from '#test/bench/prompt-language.ts';
import { type Bench, rowText } from '#test/bench/row.ts';
import { benchSessionWays } from '#test/bench/session-ways.ts';
import { benchSoak } from '#test/bench/soak/bench-soak.ts';
import { benchStart } from '#test/bench/start-time.ts';
import { benchTogether } from '#test/bench/together.ts';
import { benchTrainingProbe } from '#test/bench/training-probe.ts';
import { benchTrainingTorch } from '#test/bench/training-torch.ts';
import { benchUNetStep } from '#test/bench/unet-step.ts';
import { benchWatermark } from '#test/bench/watermark.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  start: benchStart,
  discord: benchDiscordLatency,
  placement: benchPlacement,
  policy: benchPolicy,
  queue: benchLongQueue,
  language: benchPromptLanguage,
  load: benchLoad,
  soak: benchSoak,
  choices: benchChoices,
  gallery: benchGallery,
  interaction: benchInteraction,
  canvas: benchCanvas,
  door: benchDoor,
  engine: benchEngineStart,
  graph: benchGraph,
  families: benchFamilies,
  unet: benchUNetStep,
  weights: benchCpuWeights,
  decode: benchDecode,
  networks: benchOtherNetworks,
  picture: benchPicture,
  lora: benchLora,
  together: benchTogether,
  sessions: benchSessionWays,
  cancels: benchCancels,
  'training-probe': benchTrainingProbe,
  'training-torch': benchTrainingTorch,
  error: benchError,
  watermark: benchWatermark,
};

const words = process.argv.slice(2);
const asked = (words.length > 0 ? words : Object.keys(BENCHES)).map((word) => word.split(':'));
const unknown = asked.find(([name = '']) => !(name in BENCHES));
if (unknown !== undefined) {
  print(`Cannot run bench ${unknown[0]}: it must be one of ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
sweepAtEnd();
for (const [name = '', only = ''] of asked) {
  print(`\n${name}`);
  for await (const row of await BENCHES[name]!(only)) print(rowText(row));
}
// Bots that a soak has killed leave timers of their connections behind.
process.exit();

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
