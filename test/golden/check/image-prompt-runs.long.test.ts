import { describe, expect, it } from 'vitest';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { recordedAt } from '#test/golden/check/part.ts';
import { checkEachCase } from '#test/golden/check/stored-file-tests.ts';

describe('image prompts, alone and in whole runs', () => {
  it('are the eleven runs of control.json', () => {
    expect(recordedAt<readonly unknown[]>(storedGolden('control'), 'ipadapter.pipelines')).toHaveLength(11);
  });

  checkEachCase('control', ['ipadapter']);
});
