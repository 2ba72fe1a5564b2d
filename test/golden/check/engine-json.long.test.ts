import { describe } from 'vitest';
import { checkEachCase, checkNothingLeftOut, keysOf } from '#test/golden/check/stored-file-tests.ts';

describe('everything of engine.json', () => {
  const keys = keysOf('engine');
  checkNothingLeftOut('engine', keys);
  checkEachCase('engine', keys);
});
