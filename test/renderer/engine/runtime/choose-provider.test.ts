import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cudaDialect } from '#renderer/engine/graph/dialects/dialect-cuda.ts';
import { chooseProvider } from '#renderer/engine/runtime/choose-provider.ts';
import { type GraphTarget, graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { buildProbe, buildWholeProbe, type ProbeResult, probe, probeImage } from '#renderer/engine/runtime/probe.ts';
import { probeApart } from '#renderer/engine/runtime/probe-apart.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { plainMessage } from '#shared/text/message.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { expandForCpu } from '#test/renderer/engine/graph/dialects/cuda-reference.ts';

const scratch = scratchFolder();

/** A trial in which these providers are refused and the others compute. */
const refusing = (refusals: Partial<Record<Provider, string>>) => (provider: Provider) =>
  Promise.resolve({
    refusal: refusals[provider] === undefined ? null : plainMessage(refusals[provider]),
    attention: 'fused' as const,
  });

/** What was chosen, in English. */
const chosen = async (...asked: Parameters<typeof chooseProvider>) => {
  const { provider, reason } = await chooseProvider(...asked);
  return { provider, reason: sharedEnglish.say(reason) };
};

/** Why a trial refused, in English. */
const refusalOf = async (trial: Promise<ProbeResult>) => {
  const { refusal } = await trial;
  return refusal && sharedEnglish.say(refusal);
};

describe('chooseProvider', () => {
  it('takes the first that computes, and says why not the others', async () => {
    expect(await chosen('auto', refusing({}))).toEqual({
      provider: 'cuda',
      reason: 'cuda is the fastest and works',
    });
    expect(await chosen('auto', refusing({ cuda: 'a trial ended with SIGSEGV', webgpu: 'no' }))).toEqual({
      provider: 'cpu',
      reason: 'cuda: a trial ended with SIGSEGV; webgpu: no',
    });
  });

  it('hands on how graphs are to be made there', async () => {
    const found = { refusal: null, attention: 'plain', precision: 'float16' } as const;
    const reason = { key: 'device.asked-for' };
    expect(await chooseProvider('webgpu', async () => found)).toMatchObject({
      provider: 'webgpu',
      attention: 'plain',
      precision: 'float16',
      reason,
    });
    expect(await chooseProvider('cpu', refusing({}))).not.toHaveProperty('precision');
  });

  it('tries only the one that is asked for', async () => {
    expect(await chosen('webgpu', refusing({}))).toEqual({ provider: 'webgpu', reason: 'asked for' });
    await expect(chooseProvider('cuda', refusing({ cuda: 'no such library' }))).rejects.toThrow(
      'Cannot compute on cuda: cuda: no such library',
    );
  });

  it('does not try what is set aside, unless it is the one that is asked for', async () => {
    const aside = [{ provider: 'cuda' as const, reason: plainMessage('it broke the engine') }];
    expect(await chosen('auto', refusing({ webgpu: 'no' }), aside)).toEqual({
      provider: 'cpu',
      reason: 'cuda: it broke the engine; webgpu: no',
    });
    expect((await chosen('cuda', refusing({}), aside)).provider).toBe('cuda');
  });

  it('finds something that computes on this machine', async () => {
    const { provider, reason } = await chosen('auto');
    expect(reason).not.toBe('');
    if (provider === 'cpu') expect(reason).toMatch(/cuda: .+; webgpu: .+/);
  });
});

describe('probe', () => {
  it('finds the CPU able', async () => {
    expect(await probe('cpu')).toEqual({ refusal: null, attention: 'fused' });
  });

  for (const build of [buildProbe, buildWholeProbe])
    it(`gives the same numbers in every target: ${build.name}`, async () => {
      const cuda: GraphTarget = { dialect: cudaDialect, residency: 'prepacked', precision: 'float16' };
      const webgpu = graphTargetOf('webgpu', 'fused', 'float16');
      expect(webgpu.precision).toBe('float16');
      const results: Float32Array[] = [];
      for (const target of [graphTargetOf('cpu'), graphTargetOf('webgpu', 'plain'), webgpu, cuda]) {
        const session = await openSession(expandForCpu(build(target)), { provider: 'cpu', threads: 1 });
        results.push((await session.run({ image: probeImage() })).y!.data);
        await session.release();
      }
      for (const result of results)
        expect(Math.max(...result.map((value, i) => Math.abs(value - results[0]![i]!)))).toBeLessThan(0.01);
    });
});

describe('probeApart', () => {
  const program = (name: string, text: string) => {
    const entry = join(scratch, `${name}.mjs`);
    writeFileSync(entry, text);
    return entry;
  };

  it('says what the trial in another process found', async () => {
    expect(await probeApart('cpu')).toEqual({ refusal: null, attention: 'fused' });
  });

  it.each([
    ['a crash', 'process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000);', 'a trial ended with SIGSEGV'],
    ['an abort', 'process.abort();', 'a trial ended with SIGABRT'],
    ['an exit', 'process.exit(3);', 'a trial ended with exit code 3'],
    [
      'a library that cuDNN misses',
      'process.stderr.write("Unable to load any of {libcudnn_graph.so.9.1.0, libcudnn_graph.so.9}\\n", () => process.abort());',
      'libcudnn_graph.so.9.1.0 is not installed: npm run gpu:install',
    ],
  ])('survives %s', async (name, text, refusal) => {
    expect(await refusalOf(probeApart('cuda', { entry: program(name, text) }))).toBe(refusal);
  });

  it.each([
    ['tells in time', 'process.send({ ...found, sharesWeights: true });', { sharesWeights: true }],
    ['hangs at', 'setInterval(() => {}, 1000);', {}],
    ['dies of', 'process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 1000);', {}],
  ])('uses what computes, and shares weights only where the trial %s', async (name, text, shares) => {
    const found = { refusal: null, attention: 'plain' };
    const first = `const found = ${JSON.stringify(found)}; process.send(found, () => { ${text} });`;
    const entry = program(`sharing ${name}`, first);
    expect(await probeApart('webgpu', { entry, sharingPatienceMs: 300 })).toEqual({ ...found, ...shares });
  });

  it('does not wait for one that hangs', async () => {
    const entry = program('hang', 'setInterval(() => {}, 1000);');
    const verdict = probeApart('cuda', { entry, patienceMs: 300 });
    expect(await refusalOf(verdict)).toBe('it gave no answer within 0.3 s');
  });
});
