import { describe } from 'vitest';
import { checkEachCase, checkNothingLeftOut } from '#test/golden/check/stored-file-tests.ts';

describe('a file of other sizes, behind a prefix', () => {
  checkNothingLeftOut('other-sizes', 8);
  checkEachCase('other-sizes');
});
