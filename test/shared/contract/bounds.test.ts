import { expect, it } from 'vitest';
import { timestepSpacing } from '#shared/contract/bounds.ts';

it.each([
  ['trailing', 'trailing'],
  [' Leading ', 'leading'],
  ['sgm_uniform', 'trailing'],
  ['SGM Uniform', 'trailing'],
  ['sgm-uniform', 'trailing'],
  ['karras', null],
  ['', null],
])('timestepSpacing reads %j as %j', (word, spacing) => {
  expect(timestepSpacing(word)).toBe(spacing);
});
