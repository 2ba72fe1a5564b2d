import { expect, it } from 'vitest';
import { readAdapterTags } from '#bot/prompt/adapter-tags.ts';
import { isNamed, readCivitaiName } from '#shared/contract/civitai-name.ts';

it('knows a resource of Civitai by its AIR, whole or short, and no other name', () => {
  const named = { type: 'lora', modelId: 58390, versionId: 62833 };
  for (const air of [
    'urn:air:sd1:lora:civitai:58390@62833',
    'sd1:lora:civitai:58390@62833.safetensors',
    'lora:civitai:58390@62833',
  ])
    expect(readCivitaiName(air)).toEqual(named);
  for (const none of ['detail', 'urn:air:sd1:lora:civitai:58390', 'urn:air:sd1:lora:huggingface:a/b@1', ''])
    expect(readCivitaiName(none)).toBeNull();
});

it('finds in a prompt what was pulled under an AIR', () => {
  const { adapters, problems } = readAdapterTags(
    'a boat <lora:urn:air:sd1:lora:civitai:58390@62833:0.8> <lora:ink:0.5>',
  );
  expect([adapters, problems]).toMatchObject([
    [
      { name: 'urn:air:sd1:lora:civitai:58390@62833', weight: 0.8 },
      { name: 'ink', weight: 0.5 },
    ],
    [],
  ]);
  const [air] = adapters;
  expect(isNamed('Detail Tweaker LoRA (civitai 62833)', air!.name)).toBe(true);
  expect(isNamed('Detail Tweaker LoRA (civitai 2833)', air!.name)).toBe(false);
});
