import { expect, it } from 'vitest';
import { fromCompel } from '#bot/prompt/compel.ts';

it.each([
  ['a red++ ball', 'a (red:1.21) ball'],
  ['a ball- and sea--', 'a (ball:0.9) and (sea:0.81)'],
  ['(red ball)1.5, (old boat)+', '(red ball:1.5), (old boat:1.1)'],
  ['((a)+ b)-', '((a:1.1) b:0.9)'],
  ['blue-eyed, x - y, 16:9, a\\)2', 'blue-eyed, x - y, 16:9, a\\)2'],
  ['(red)', '(red)'],
])('%j is %j', (text, written) => expect(fromCompel(text)).toBe(written));
