import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWeights, readWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { writeConstants } from '#test/renderer/engine/adapters/adapter-styles.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';
import { floats, torchLegacy, torchZip } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const page = '<!DOCTYPE html>\n<html><body>Please log in</body></html>'.padEnd(600);
const pointer =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22e\nsize 4265380512\n';

describe('readWeights', () => {
  it.each(['w.safetensors', 'w.ckpt', 'w.bin', 'w.pti'])('reads safetensors called %s', (name) =>
    withFolder(async (folder) => {
      const file = join(folder, name);
      await writeConstants(join(folder, 'made.safetensors'), { a: [2] }, { metadata: { title: 'ink' } });
      await rename(join(folder, 'made.safetensors'), file);
      const { weights, metadata } = await readWeightsFile(file);
      expect([...weights.keys()]).toEqual(['a']);
      expect(metadata).toEqual({ title: 'ink' });
    }),
  );

  it.each(['w.safetensors', 'w.ckpt', 'w.pt'])('reads both files of torch.save called %s, and runs nothing', (name) =>
    withFolder(async (folder) => {
      const tensors = new Map([['a', { dtype: 'F32', shape: [2], bytes: floats(1, 2) } as const]]);
      for (const content of [torchZip(tensors), torchLegacy(tensors)]) {
        await writeFile(join(folder, name), content);
        expect((await readWeights(join(folder, name))).get('a')).toMatchObject({ dtype: 'F32', shape: [2], bytes: 8 });
      }
    }),
  );

  it.each([
    ['a page', page, 'it is a web page, not weights'],
    ['an XML error', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'it is a web page, not weights'],
    ['a pointer', pointer, 'it is a git-lfs pointer, not the weights: run "git lfs pull"'],
    [
      'an answer of an API',
      '{"error":"Unauthorized","message":"The creator of this asset requires you to be logged in"}',
      'it is a text (JSON), not weights',
    ],
    ['GGUF', `GGUF${'\0'.repeat(40)}`, 'it is a GGUF file: its weights are quantised'],
    ['a 7-Zip archive', `7z\xbc\xaf\x27\x1c${'x'.repeat(40)}`, 'it is a packed archive: unpack it'],
    ['a picture', `\x89PNG\r\n\x1a\n${'x'.repeat(40)}`, 'it is a picture, not weights'],
    ['a file of Keras', `\x89HDF\r\n\x1a\n${'x'.repeat(40)}`, 'it is a file of Keras'],
    ['a download that was allocated and never filled', '\0'.repeat(600), 'it begins with nothing but zeros'],
  ])('says what %s is, whatever it is called', (_what, content, sentence) =>
    withFolder(async (folder) => {
      for (const name of ['model.safetensors', 'model.ckpt']) {
        const file = join(folder, name);
        await writeFile(file, content, 'latin1');
        await expect(readWeights(file)).rejects.toThrow(`/${name}: ${sentence}`);
      }
    }),
  );
});
