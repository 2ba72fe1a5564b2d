import { compareBytes, type GoldenBytes } from '#test/golden/check/compare.ts';
import { type GoldenPart, recordedAt } from '#test/golden/check/part.ts';

const KEY = 'preprocess.picture_check';

interface PictureCheck extends GoldenBytes {
  readonly name: string;
  readonly h: number;
  readonly w: number;
}

/** The pictures of the recipe itself, control.json: where these differ, nothing that is made of pictures agrees. */
export const PICTURE_PART: GoldenPart = {
  format: 'control',
  key: KEY,
  cases: (file) =>
    recordedAt<readonly PictureCheck[]>(file, KEY).map((expected) => ({
      name: expected.name,
      run: async () => {
        const { data } = file.recipe.picture(expected.name, [expected.h, expected.w]);
        return [compareBytes('', data, expected)];
      },
    })),
};
