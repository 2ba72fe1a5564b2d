import { fileURLToPath } from 'node:url';

/** The tokenizer folder of the bundled model: 957 tokens. */
export const DEMO_TOKENIZER = fileURLToPath(import.meta.resolve('#renderer/demo-model/tokenizer'));
