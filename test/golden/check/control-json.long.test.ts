import { describe } from 'vitest';
import { checkEachCase, checkNothingLeftOut, keysOf } from '#test/golden/check/stored-file-tests.ts';

/** Files of their own, beside this one. */
const ELSEWHERE = ['controlnet.pipelines', 'ipadapter'];

describe('everything of control.json', () => {
  checkNothingLeftOut('control', 354);
  checkEachCase(
    'control',
    keysOf('control').filter((key) => !ELSEWHERE.includes(key)),
  );
});
