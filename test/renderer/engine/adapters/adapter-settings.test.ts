import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapterSettings, configBeside } from '#renderer/engine/adapters/adapter-settings.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const NONE = '/nowhere/style.safetensors';

/** The settings of an adapter that peft saved with this configuration. */
function besideConfig(config: unknown, use: (file: string) => Promise<void>) {
  return withFolder(async (folder) => {
    const text = typeof config === 'string' ? config : JSON.stringify(config);
    await writeFile(join(folder, 'adapter_config.json'), text);
    const file = join(folder, 'adapter_model.safetensors');
    await writeFile(file, '');
    await use(file);
  });
}

describe('adapterSettings', () => {
  it('reads what diffusers writes into the metadata, by network', async () => {
    const metadata = {
      lora_adapter_metadata: JSON.stringify({
        'unet.r': 4,
        'unet.lora_alpha': 8,
        'unet.alpha_pattern': { 'attn1.to_q': 2 },
        'text_encoder.lora_alpha': 16,
        'text_encoder.use_rslora': true,
      }),
    };
    const settings = await adapterSettings(NONE, metadata);
    expect(settings.alphaOf('unet.a.attn1.to_k')).toBe(8);
    expect(settings.alphaOf('unet.a.attn1.to_q')).toBe(2);
    expect(settings.alphaOf('unet.a.xattn1.to_q')).toBe(8);
    expect(settings.alphaOf('text_encoder.a')).toBe(16);
    expect(settings.alphaOf('lora_unet_a')).toBeNull();
    expect(settings.isRankStabilised('text_encoder.a')).toBe(true);
    expect(settings.isRankStabilised('unet.a')).toBe(false);
    expect(settings.notes).toEqual([]);
  });

  it.each([[{}], [{ lora_adapter_metadata: '{broken' }], [{ lora_adapter_metadata: 'null' }]])(
    'says nothing for %j',
    async (metadata) => {
      const settings = await adapterSettings(NONE, metadata as Record<string, string>);
      expect([settings.alphaOf('unet.a'), settings.method, settings.notes]).toEqual([null, null, []]);
    },
  );

  it('reads adapter_config.json beside a file that peft saved', () =>
    besideConfig(
      { peft_type: 'LORA', r: 4, lora_alpha: 16, use_rslora: true, alpha_pattern: { 'mid_block.proj_in': 3 } },
      async (file) => {
        const settings = await adapterSettings(file, {});
        expect(settings.alphaOf('down_blocks.0.proj_in')).toBe(16);
        expect(settings.alphaOf('mid_block.proj_in')).toBe(3);
        expect(settings.alphaOf('unet.mid_block.proj_in')).toBe(3);
        expect(settings.isRankStabilised('down_blocks.0.proj_in')).toBe(true);
        expect([settings.method, settings.notes]).toEqual(['LORA', []]);
      },
    ));

  it('tells what of it is not known or not read', () =>
    besideConfig(
      { lora_alpha: 4, use_magic: true, alpha_pattern: { '^down.*to_q$': 2 }, fan_in_fan_out: true },
      async (file) => {
        const { notes } = await adapterSettings(file, {});
        expect(notes.map((note) => sharedEnglish.say(note))).toEqual([
          'Its configuration has settings that are not known here and not obeyed (use_magic)',
          'Its configuration gives an alpha for the pattern ^down.*to_q$, which is read only where it is the end of a name',
          'Its configuration has settings that are not known here and not obeyed (fan_in_fan_out)',
        ]);
      },
    ));

  it('refuses one that is damaged or nests without end', async () => {
    for (const text of ['{"r": 4', '['.repeat(100_000)]) {
      await besideConfig(text, (file) => expect(adapterSettings(file, {})).rejects.toThrow(SyntaxError));
    }
  });

  it('belongs to the only file of weights in its folder, or to adapter_model', () =>
    besideConfig({}, async (file) => {
      const config = join(dirname(file), 'adapter_config.json');
      const other = join(dirname(file), 'style.safetensors');
      expect(await configBeside(file)).toBe(config);
      await writeFile(other, '');
      expect([await configBeside(file), await configBeside(other)]).toEqual([config, null]);
      await mkdir(join(dirname(file), 'away'));
      await rename(file, join(dirname(file), 'away', 'adapter_model.safetensors'));
      expect(await configBeside(other)).toBe(config);
    }));
});
