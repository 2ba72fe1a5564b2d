import { describe } from 'vitest';
import { checkEachCase, checkNothingLeftOut } from '#test/golden/check/stored-file-tests.ts';

describe('everything of engine.json', () => {
  checkNothingLeftOut('engine', 105);
  checkEachCase('engine');
});
