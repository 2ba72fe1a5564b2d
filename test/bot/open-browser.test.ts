import { describe, expect, it } from 'vitest';
import { browserProgram } from '#bot/open-browser.ts';

describe('the browser at the start', () => {
  const here = { platform: 'linux', environment: { DISPLAY: ':0' }, isTerminal: true };
  it('is opened where somebody sits', () => {
    expect(browserProgram(here)).toEqual(['xdg-open']);
    expect(browserProgram({ ...here, environment: { WAYLAND_DISPLAY: 'wayland-0' } })).toEqual(['xdg-open']);
    expect(browserProgram({ ...here, platform: 'darwin', environment: {} })).toEqual(['open']);
    expect(browserProgram({ ...here, platform: 'win32', environment: {} })![0]).toBe('cmd');
  });

  it.each([
    ['in CI', { environment: { DISPLAY: ':0', CI: 'true' } }],
    ['over SSH', { environment: { DISPLAY: ':0', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' } }],
    ['without a display', { environment: {} }],
    ['as a service', { isTerminal: false }],
    ['when BROWSER says none', { environment: { DISPLAY: ':0', BROWSER: 'none' } }],
  ])('stays closed %s', (_where, change) => {
    expect(browserProgram({ ...here, ...change })).toBeNull();
  });
});
