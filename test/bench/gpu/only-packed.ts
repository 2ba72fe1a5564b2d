/*
 * For Node's `--import`: a program finds no other packages than a machine has that was lent for gpu:check, to which
 * somebody brought just these.
 */
import { isBuiltin, registerHooks } from 'node:module';

const PACKED = ['onnxruntime-node', 'onnxruntime-common', 'koffi', 'protobufjs', 'long', 'zod'];

registerHooks({
  resolve(specifier, context, next) {
    const isOurs = !context.parentURL?.includes('/node_modules/');
    const isPackage = /^[@a-z]/.test(specifier) && !/^[a-z]+:/.test(specifier) && !isBuiltin(specifier);
    const isThere = PACKED.some((name) => specifier === name || specifier.startsWith(`${name}/`));
    if (isOurs && isPackage && !isThere) throw new Error(`Cannot find package ${specifier}: it was not brought along`);
    return next(specifier, context);
  },
});
