import { describe, expect, it } from 'vitest';
import { readPackageIndexConfig } from '#shared/config/package-index.ts';

describe('readPackageIndexConfig', () => {
  it('asks the public index where nothing is said', () => {
    expect(readPackageIndexConfig({ PIP_INDEX_URL: ' ' })).toEqual({
      url: 'https://pypi.org/simple',
      authorization: null,
    });
  });

  it('takes a name and a password out of the address', () => {
    const { url, authorization } = readPackageIndexConfig({ PIP_INDEX_URL: 'https://a:b@mirror:8443/pypi/simple/' });
    expect(url).toBe('https://mirror:8443/pypi/simple');
    expect(authorization).toBe('Basic YTpi');
  });

  it('never shows a wrong address, which may hold a password', () => {
    const read = () => readPackageIndexConfig({ PIP_INDEX_URL: 'ftp://me:secret@mirror' });
    expect(read).toThrow(/PIP_INDEX_URL must be an http or https address/);
    expect(read).not.toThrow(/secret/);
  });
});
