import { describe } from 'vitest';
import { checkEachCase, checkNothingLeftOut } from '#test/golden/check/stored-file-tests.ts';

describe("control networks of SD 2.1 and SDXL's small ones, of sizes of their own", () => {
  checkNothingLeftOut('control-families', 12);
  checkEachCase('control-families');
});
