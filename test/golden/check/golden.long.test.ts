import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { type StoredGolden, storedGolden } from '#test/golden/check/check-case.ts';

const scratch = scratchFolder();
const program = fileURLToPath(new URL('golden.ts', import.meta.url));

/** `npm run golden -- …` in the scratch folder: how it ended, and what it printed. */
async function golden(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  const child = spawn(process.execPath, [program, ...words], { cwd: scratch, stdio: ['ignore', 'pipe', 'inherit'] });
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { code, out };
}

type Content = Record<string, unknown>;

/** Writes a file with these keys of a stored one, and with what `change` does to them. */
function write(
  name: string,
  [stem, keys]: readonly [StoredGolden, readonly string[]],
  change?: (all: Content) => void,
) {
  const all: Content = {};
  for (const key of keys) {
    const path = key.split('.');
    let [from, to] = [storedGolden(stem).content, all];
    for (const step of path.slice(0, -1)) {
      from = from[step] as Content;
      to[step] ??= {};
      to = to[step] as Content;
    }
    to[path.at(-1)!] = structuredClone(from[path.at(-1)!]);
  }
  change?.(all);
  writeFileSync(`${scratch}/${name}`, JSON.stringify(all));
  return name;
}

const SLICE = ['control', ['resize.gray', 'preprocess.hed', 'depth.dpt', 'versions']] as const;

/** Networks of sizes that no other file has, whose every name is hashed behind `families/`. */
const FAMILIES = [
  'control-families',
  ['prefix', 'unet', 'controlnet.net_sd21', 'controlnet.sd21_14x20', 'controlnet.vae8'],
] as const;

describe('npm run golden', () => {
  it('prints the worst error of each part beside its bound, and ends with 0 where all are within theirs', async () => {
    const { code, out } = await golden(write('right.json', SLICE));
    expect(out.split('\n').map((line) => line.replace(/\d+\.\d s$/, 'SECONDS'))).toEqual([
      '',
      'right.json',
      expect.stringMatching(/^resize\.gray +ok +2 {2}0 of 0 \(z1 pillow\) {2}SECONDS$/),
      expect.stringMatching(/^preprocess\.hed +ok +5 {2}\d\.\de-\d+ of 0\.0001 \(side\d\) {2}SECONDS$/),
      expect.stringMatching(/^depth\.dpt +ok +1 {2}\d\.\de-\d+ of 0\.0001 \(\) {2}SECONDS$/),
      'notes only: versions',
      '',
    ]);
    expect(code).toBe(0);
  });

  it('names the part, the error and the bound of a number that is not that, and ends with 1', async () => {
    const spoilt = write('spoilt.json', SLICE, ({ preprocess }) => {
      const { outputs } = (preprocess as { hed: { outputs: { absmean: number; val: number[] }[] } }).hed;
      outputs[2]!.val[5]! += outputs[2]!.absmean / 100;
    });
    const { code, out } = await golden(spoilt);
    expect(out).toMatch(/^resize\.gray +ok /m);
    expect(out).toMatch(/^preprocess\.hed +SHORT +5 {2}1\.0e-2 of 0\.0001 \(side3\)/m);
    expect(out).toMatch(/^ {2}short: side3: 1\.0e-2, at most 0\.0001$/m);
    expect(out).toMatch(/^depth\.dpt +ok /m);
    expect(code).toBe(1);
  });

  it('checks files with another prefix, other sizes and UNets of their own', async () => {
    const right = await golden(write('families.json', FAMILIES));
    expect(right.out).toMatch(/^controlnet\.sd21_14x20 +ok +14 /m);
    expect(right.out).toMatch(/^notes only: prefix, unet$/m);
    expect(right.code).toBe(0);
    const wrong = write('wrong.json', FAMILIES, (all) => Object.assign(all, { prefix: 'x/' }));
    const { code, out } = await golden(wrong, '--only', 'controlnet.sd21');
    expect(out).toMatch(/^controlnet\.sd21_14x20 +SHORT +14 /m);
    expect(out).not.toMatch(/net_sd21/);
    expect(code).toBe(1);
  });

  it('says what nobody checks, and ends with 2 for what it cannot check at all', async () => {
    const unknown = write('unknown.json', ['control', ['resize.gray']], ({ resize }) =>
      Object.assign(resize as object, { sharper: {} }),
    );
    expect(await golden(unknown)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/\nnot checked yet: resize\.sharper\n$/),
    });
    writeFileSync(`${scratch}/other.json`, '{"name": "package"}');
    expect(await golden('other.json')).toEqual({
      code: 2,
      out: expect.stringMatching(/^Cannot check other\.json: it must have the keys of /),
    });
    expect(await golden(unknown, '--only', 'sam')).toMatchObject({ code: 2 });
    expect(await golden()).toMatchObject({
      code: 2,
      out: expect.stringMatching(/^Cannot check golden files: name one/),
    });
  });
});
