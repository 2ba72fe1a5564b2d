// The program of an engine child on a machine for which koffi has no part.
import '#test/fakes/without-koffi.ts';

await import('#renderer/engine/process/engine-process.ts');
