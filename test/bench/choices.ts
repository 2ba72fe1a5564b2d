import { type BenchRow, median } from '#test/bench/row.ts';
import { type BotStage, startStage } from '#test/bot/discord/bot-stage.ts';
import { FAKE_DESCRIPTION } from '#test/fakes/fake-description.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';

const SAMPLES = 200;
const WARM_UP = 20;
const ADAPTERS = 2000;

const TYPED = [
  ['imagine', 'style', 'p'],
  ['style create', 'model', 't'],
  ['style create', 'sampler', 'd'],
  ['style create', 'adapters', 'lora-1'],
  ['style create', 'adapters', 'word 7'],
] as const;

const MANY_ADAPTERS = FAKE_DESCRIPTION.models.map((model) => ({
  ...model,
  adapters: Array.from({ length: ADAPTERS }, (_, n) => ({
    ...{ name: `lora-${n}`, kind: 'lora', triggers: [`word ${n}`, `other ${n}`] },
  })),
}));

/** How long Discord waits for what an option can become while it is typed; the fake Discord is in the bot's process. */
export async function benchChoices(): Promise<readonly BenchRow[]> {
  const folder = temporaryFolder();
  const stage = await startStage(folder.path, { renderer: { description: { models: MANY_ADAPTERS } } });
  try {
    const times: number[] = [];
    for (let sample = 0; sample < WARM_UP + SAMPLES; sample++) {
      const ms = await choicesMs(stage, TYPED[sample % TYPED.length]!);
      if (sample >= WARM_UP) times.push(ms);
    }
    const sorted = times.toSorted((a, b) => a - b);
    const note = `styles, models, samplers, and one of ${ADAPTERS} LoRAs by name or trigger word; aim: below 100 ms`;
    return [
      { name: 'choices while typing, median', value: median(times), unit: 'ms', note },
      {
        name: 'choices while typing, p99',
        value: sorted[Math.ceil(0.99 * SAMPLES) - 1]!,
        unit: 'ms',
        note: `of ${SAMPLES}`,
      },
    ];
  } finally {
    await stage.close();
    folder.remove();
  }
}

async function choicesMs(
  { ada, channel }: BotStage,
  [command, focused, typed]: (typeof TYPED)[number],
): Promise<number> {
  const values = { ...(command === 'imagine' ? { prompt: 'a boat' } : { name: 'ink' }), [focused]: typed };
  const began = performance.now();
  const choices = await ada.complete(channel, command, { values, focused }).choices();
  if (choices.length === 0) throw new Error(`Nothing completes ${focused} of /${command}`);
  return performance.now() - began;
}
