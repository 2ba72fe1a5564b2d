import { describe, expect, it } from 'vitest';
import { readHubConfig } from '#shared/config/hub.ts';

describe('the configuration of the hub', () => {
  it('is the public hub without a token where nothing is said', () => {
    expect(readHubConfig({ HF_ENDPOINT: '', HF_TOKEN: ' ' })).toEqual({
      endpoint: 'https://huggingface.co',
      token: null,
    });
  });

  it('takes a mirror and a token', () => {
    expect(readHubConfig({ HF_ENDPOINT: 'http://mirror:8080/', HF_TOKEN: 'hf_secret\n' })).toEqual({
      endpoint: 'http://mirror:8080',
      token: 'hf_secret',
    });
  });

  it('refuses an address that is none, and never repeats a token', () => {
    expect(() => readHubConfig({ HF_ENDPOINT: 'ftp://mirror' })).toThrow(
      'HF_ENDPOINT must be an http or https address',
    );
    const wrong = () => readHubConfig({ HF_TOKEN: 'hf_one two' });
    expect(wrong).toThrow('HF_TOKEN must be one word');
    expect(wrong).not.toThrow('hf_one');
  });
});
