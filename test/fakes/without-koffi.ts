// For `node --import`: a process in which koffi has no part for this machine, as after `npm install --omit=optional`.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier.includes('@koromix/')) throw new Error(`Cannot find module ${specifier}`);
    return nextResolve(specifier, context);
  },
});
