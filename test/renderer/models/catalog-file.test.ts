import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SAMPLERS } from '#renderer/engine/samplers/samplers.ts';
import { catalogEntry } from '#renderer/models/catalog-entry.ts';
import { parseCatalog } from '#renderer/models/catalog-file.ts';
import { READY_MADE } from '#renderer/models/ready-made.ts';

const SAMPLER_LIST = SAMPLERS.map(({ name }) => name).join(', ');

const FULL = {
  name: 'my model',
  family: 'sdxl',
  checkpoint: { repo: 'someone/model', revision: 'v2', variant: 'fp16' },
  prediction: 'sample',
  vae: 'vae/fix.safetensors',
  taesd: { repo: 'madebyollin/taesdxl' },
  embeddings: 'words',
  adapters: [{ name: 'ink', file: 'loras/ink.safetensors', kind: 'lora', weight: 0.8, triggers: ['ink drawing'] }],
  defaults: {
    sampler: 'euler',
    karras: false,
    steps: 30,
    guidance: 5,
    width: 1024,
    height: 768,
    clipSkip: 1,
    spacing: 'trailing',
  },
  licence: { id: 'MIT', link: 'https://example.com/licence' },
};

/** One sentence for a list with one entry. */
function check(change: object, sentence: string) {
  const text = JSON.stringify({ models: [{ name: 'mine', checkpoint: 'mine.safetensors', ...change }] }, null, 2);
  const { entries, refused } = parseCatalog(text);
  expect(entries).toEqual([]);
  expect([...refused.values()].map(({ message }) => message)).toEqual([sentence]);
}

describe('the list of models', () => {
  it('takes everything that an entry can say, and defaults for what it does not', () => {
    const { entries, refused } = parseCatalog(JSON.stringify({ models: [FULL, { name: 'b', checkpoint: 'b' }] }));
    expect(refused.size).toBe(0);
    expect(entries[0]).toEqual({
      ...FULL,
      checkpoint: { kind: 'hub', repo: 'someone/model', revision: 'v2', file: null, variant: 'fp16' },
      vae: { kind: 'local', path: 'vae/fix.safetensors' },
      taesd: { kind: 'hub', repo: 'madebyollin/taesdxl', revision: 'main', file: null, variant: null },
      adapters: [{ ...FULL.adapters[0], file: { kind: 'local', path: 'loras/ink.safetensors' } }],
    });
    expect(entries[1]).toEqual({ name: 'b', checkpoint: { kind: 'local', path: 'b' }, adapters: [], defaults: {} });
  });

  it('reads A1111’s word for trailing timesteps', () => {
    const entry = { name: 'a', checkpoint: 'a', defaults: { spacing: 'sgm_uniform' } };
    const { entries } = parseCatalog(JSON.stringify({ models: [entry] }));
    expect(entries[0]!.defaults).toEqual({ spacing: 'trailing' });
  });

  it('refuses a spacing and a prediction that there is not', () => {
    check({ defaults: { spacing: 'cosy' } }, expect.stringContaining('linspace, leading, trailing'));
    check({ prediction: 'noise' }, expect.stringContaining('epsilon, v_prediction, sample'));
  });

  it('holds every ready-made entry', () => {
    const { entries, refused } = parseCatalog(JSON.stringify({ models: READY_MADE }));
    expect([...refused.values()]).toEqual([]);
    expect(entries.map(({ name }) => name)).toEqual(['sd15', 'sdxl', 'ssd-1b', 'vega']);
    for (const { licence, adapters } of entries) {
      expect(licence?.id).toMatch(/^(CreativeML OpenRAIL(\+\+)?-M|Apache-2\.0)$/);
      expect(adapters.map(({ kind }) => kind)).toEqual(['lcm-lora']);
    }
  });

  it('is what deploy/models.example.json shows', () => {
    const example = new URL('../../../deploy/models.example.json', import.meta.url);
    const { entries, refused } = parseCatalog(readFileSync(example, 'utf8'));
    expect([...refused.values()]).toEqual([]);
    // Every field that there is stands in it somewhere.
    const said = new Set(entries.flatMap((entry) => Object.keys(entry)));
    expect(Object.keys(catalogEntry.shape).filter((field) => !said.has(field))).toEqual([]);
  });

  it.each<[object, string]>([
    [{ checkpoint: undefined }, 'line 3: mine: checkpoint is missing'],
    [{ checkpoint: 7 }, 'line 5: mine: checkpoint must be a path, or an object with repo'],
    [{ checkpoint: '/etc/passwd' }, 'line 5: mine: checkpoint.path must be relative to the models folder'],
    [{ checkpoint: 'a/../../b' }, 'line 5: mine: checkpoint.path must stay inside the models folder'],
    [{ checkpoint: { repo: 'a/b/c' } }, 'line 6: mine: checkpoint.repo must be owner/name, as the hub has it'],
    [{ checkpoint: { repo: 'a/b', path: 'c' } }, 'line 5: mine: checkpoint must have either path or repo'],
    [
      { checkpoint: { repo: 'a/b', revision: '../x' } },
      'line 7: mine: checkpoint.revision must be a branch, a tag or a commit',
    ],
    [{ name: '../up' }, 'line 4: ../up: name must be letters, digits, spaces and ._+()-, 80 at most'],
    [{ name: 'demo' }, 'line 4: demo: name is the bundled model’s name'],
    [{ family: 'flux' }, 'line 6: mine: family must be one of sd15, sd21, sdxl, sdxl-refiner, ssd1b, vega'],
    [{ colour: 'red' }, 'line 3: mine: knows nothing called colour'],
    [{ defaults: { steps: 0 } }, 'line 7: mine: defaults.steps must be a whole number from 1 to 1000'],
    [{ defaults: { guidance: 7, sampler: 'magic' } }, `line 8: mine: defaults.sampler must be one of ${SAMPLER_LIST}`],
    [{ defaults: { width: 515 } }, 'line 7: mine: defaults.width must be a multiple of 8'],
    [{ defaults: { guidance: '7' } }, 'line 7: mine: defaults.guidance must be a number'],
    [{ adapters: [{ name: 'a' }] }, 'line 7: mine: adapters[0].file is missing'],
    [{ adapters: [{ name: 'a', file: 'a', weight: 99 }] }, 'line 10: mine: adapters[0].weight must be at most 10'],
    [{ licence: { id: 'MIT', link: 'javascript:0' } }, 'line 8: mine: licence.link must be an http or https address'],
  ])('names the line and the field of %j', (change, sentence) => {
    check(change, `Cannot read models.json, ${sentence}`);
  });

  it('keeps the entries that are right when others are not', () => {
    const good = { name: 'good', checkpoint: 'good' };
    const { entries, refused } = parseCatalog(JSON.stringify({ models: [7, good, { ...good, checkpoint: 'x' }] }));
    expect(entries.map(({ checkpoint }) => checkpoint)).toEqual([{ kind: 'local', path: 'good' }]);
    expect([...refused].map(([name, { message }]) => [name, message])).toEqual([
      ['entry 1', 'Cannot read models.json, line 1: entry 1: must be an object'],
      ['good (line 1)', 'Cannot read models.json, line 1: good: name is there twice'],
    ]);
  });

  it.each([
    ['{"models": [\n{"name": "a",}\n]}', 'line 2: a name in double quotes is expected, given }'],
    ['[]', 'line 1: it must be {"models": [ … ]}'],
    ['{"models": {}}', 'line 1: it must be {"models": [ … ]}'],
    ['{"models": [],\n"modles": []}', 'line 2: it knows nothing called modles'],
  ])('says what is wrong with %j as a whole', (text, sentence) => {
    const { entries, refused } = parseCatalog(text);
    expect(entries).toEqual([]);
    expect(refused.get('models.json')?.message).toBe(`Cannot read models.json, ${sentence}`);
  });
});
