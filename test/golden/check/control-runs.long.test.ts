import { describe, expect, it } from 'vitest';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { checkEachCase } from '#test/golden/check/stored-file-tests.ts';

describe('whole runs with control networks', () => {
  it('are the twenty of control.json', () => {
    expect(recordedAt<readonly unknown[]>(storedGolden('control'), 'controlnet.pipelines')).toHaveLength(20);
  });

  checkEachCase('control', ['controlnet.pipelines']);
  checkEachCase('inpaint-control');
});
