import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { RUNTIMES } from '#shared/config/engine.ts';
import { type Log, silentLog } from '#shared/log.ts';
import { demoModel, demoRender, difference, engineSettings, picturesOf } from '#test/contract/engine.ts';

const WITHOUT_KOFFI = new URL('../../../fakes/engine-without-koffi.ts', import.meta.url);

interface Drawn {
  readonly plain: Uint8Array;
  readonly styled: Uint8Array;
  /** What the engine wanted its operator to know. */
  readonly warned: readonly unknown[];
}

/** What an engine of its own draws that calls ONNX Runtime this way, without a LoRA and with one. */
async function drawnBy(runtime: string, entry?: URL): Promise<Drawn> {
  vi.stubEnv('EASEL_RUNTIME', runtime);
  const warned: unknown[] = [];
  const log: Log = { ...silentLog, warn: (about: unknown) => void warned.push(about), child: () => log };
  const engine = new ChildEngine(engineSettings(), { log, ...(entry && { entry }) });
  try {
    await engine.ready;
    const { adapters } = demoModel('blueprint');
    const [plain] = await picturesOf(engine, demoRender({ steps: 3 }));
    const [styled] = await picturesOf(engine, demoRender({ steps: 3, styleLoras: adapters }));
    return { plain: plain!, styled: styled!, warned };
  } finally {
    vi.unstubAllEnvs();
    await engine.close();
  }
}

describe('an engine draws the same whichever way it calls ONNX Runtime', () => {
  let usual: Drawn;
  beforeAll(async () => {
    usual = await drawnBy('c-api');
  }, 280_000);
  afterAll(() => vi.unstubAllEnvs());

  /** Less than one of 255 levels from what the usual way draws. */
  async function expectSame({ plain, styled }: Drawn): Promise<void> {
    expect(await difference(plain, usual.plain)).toBeLessThan(1);
    expect(await difference(styled, usual.styled)).toBeLessThan(1);
  }

  it('sees a LoRA in a picture', async () => {
    expect(await difference(usual.plain, usual.styled)).toBeGreaterThan(5);
    expect(usual.warned).toEqual([]);
  });

  it.each(RUNTIMES.filter((way) => way !== 'c-api'))('%s', { timeout: 280_000 }, async (way) => {
    const drawn = await drawnBy(way);
    await expectSame(drawn);
    expect(drawn.warned).toEqual([]);
  });

  it('without what calls the C API, of which the operator is told once', { timeout: 280_000 }, async () => {
    const drawn = await drawnBy('c-api', WITHOUT_KOFFI);
    await expectSame(drawn);
    expect(drawn.warned).toEqual([
      { trouble: expect.stringMatching(/^Networks are called by the npm package .*: Cannot/) },
    ]);
  });
});
