import { expect, it } from 'vitest';
import { createCallAllowance } from '#renderer/engine/runtime/call-allowance.ts';

it('the first call of a network may take minutes, on a GPU fewer', () => {
  expect(createCallAllowance('cpu').allowedMs(1)).toBe(600_000);
  expect(createCallAllowance('cuda').allowedMs(1)).toBe(120_000);
});

it('a call may take eight times what was measured, and 20 s in any case', () => {
  const allowance = createCallAllowance('cuda');
  allowance.took(4096, 50);
  expect(allowance.allowedMs(4096)).toBe(20_000);
  allowance.took(4096, 10_000);
  expect(allowance.allowedMs(4096)).toBe(80_000);
});

it('a larger call is expected to take longer, at worst with the square of its size', () => {
  const allowance = createCallAllowance('cpu');
  allowance.took(4096, 3_000);
  expect(allowance.allowedMs(4 * 4096)).toBe(8 * 16 * 3_000);
  expect(allowance.allowedMs(1024)).toBe(24_000);
});

it('what the first, slow calls took is forgotten', () => {
  const allowance = createCallAllowance('cuda');
  allowance.took(4096, 60_000);
  for (let call = 0; call < 8; call += 1) allowance.took(4096, 100);
  expect(allowance.allowedMs(4096)).toBe(20_000);
});
