import { fileURLToPath } from 'node:url';

/** A tokenizer's folder with 957 tokens, of words of storybook scenes: what transformers makes of texts with it is golden. */
export const SMALL_TOKENIZER = fileURLToPath(new URL('../../../golden/small-tokenizer', import.meta.url));
