/*
 * The engine's program on a machine that was lent for minutes, where sharp need not be: what it makes of a finished
 * picture is made without it there. Nothing is changed where it is.
 */
import { registerHooks } from 'node:module';

const PLAIN_PNG = new URL('plain-png.ts', import.meta.url).href;
const IN_ITS_PLACE = `data:text/javascript,export { plainPng as default } from ${JSON.stringify(PLAIN_PNG)};`;

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (specifier !== 'sharp') throw error;
      return { url: IN_ITS_PLACE, shortCircuit: true };
    }
  },
});

await import('#renderer/engine/process/engine-process.ts');
