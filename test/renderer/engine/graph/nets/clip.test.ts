import { describe, expect, it } from 'vitest';
import { cpuDialect } from '#renderer/engine/graph/dialects/dialect.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipTextEncoder, hiddenOutput, normedOutput } from '#renderer/engine/graph/nets/clip.ts';
import { parseClipConfig } from '#renderer/engine/graph/nets/clip-config.ts';
import { openSession, type Session } from '#renderer/engine/runtime/session.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { expectGolden, golden, withParameters } from '#test/renderer/engine/graph/golden.ts';

const options = { dialect: cpuDialect, residency: 'mapped' } as const;

/** Opens a golden encoder; `rename` changes the keys on the way, as other writers of the file would. */
async function withEncoder(
  name: string,
  use: (session: Session) => Promise<void>,
  rename: (weights: WeightMap) => WeightMap = (weights) => weights,
): Promise<void> {
  const { config, text_embeds } = golden.clip[name]!;
  const parsed = parseClipConfig(config);
  const has = (key: string) =>
    key.startsWith('text_model.') || (text_embeds !== undefined && key.startsWith('text_pro'));
  const shapes = wantedWeights((weights) => buildClipTextEncoder(parsed, weights, options), has);
  await withParameters(shapes, async (weights) => {
    const session = await openSession(buildClipTextEncoder(parsed, rename(weights), options), {
      provider: 'cpu',
      threads: 1,
    });
    await use(session);
    await session.release();
  });
}

function ids(name: string): { dims: number[]; ints: Int32Array } {
  return { dims: [1, 77], ints: Int32Array.from(golden.clip[name]!.ids) };
}

describe('buildClipTextEncoder', () => {
  for (const [name, expected] of Object.entries(golden.clip)) {
    it(`gives the numbers of transformers for ${name}`, () =>
      withEncoder(name, async (session) => {
        const outputs = await session.run({ input_ids: ids(name) });
        expectGolden(outputs[normedOutput(0)]!, expected.last_hidden_state);
        expectGolden(outputs[hiddenOutput(1)]!, expected.hidden_m2);
        expectGolden(outputs.pooled!, (expected.text_embeds ?? expected.pooler_output)!);
      }));
  }

  it('takes keys without the prefix, and ignores stored positions', () =>
    withEncoder(
      'l_quick_gelu',
      async (session) => {
        const outputs = await session.run({ input_ids: ids('l_quick_gelu') }, [normedOutput(0)]);
        expect(Object.keys(outputs)).toEqual([normedOutput(0)]);
        expectGolden(outputs[normedOutput(0)]!, golden.clip.l_quick_gelu!.last_hidden_state);
      },
      (weights) => {
        const positions: WeightEntry = { ...[...weights.values()][0]!, dtype: 'I64', shape: [1, 77] };
        const bare = [...weights].map(([key, entry]) => [key.replace(/^text_model\./, ''), entry] as const);
        return new Map([...bare, ['embeddings.position_ids', positions]]);
      },
    ));

  it('treats the windows of a batch alone', () =>
    withEncoder('h_gelu', async (session) => {
      const { ints } = ids('h_gelu');
      const both = Int32Array.of(...ints, ...ints.map((id, i) => (i === 1 ? 5 : id)));
      const outputs = await session.run({ input_ids: { dims: [2, 77], ints: both } }, [normedOutput(0)]);
      const first = outputs[normedOutput(0)]!;
      expectGolden({ dims: [1, 77, 32], data: first.data.slice(0, 77 * 32) }, golden.clip.h_gelu!.last_hidden_state);
      expect(first.data.slice(77 * 32)).not.toEqual(first.data.slice(0, 77 * 32));
    }));
});
