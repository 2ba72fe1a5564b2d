import { missingLibrary } from '#renderer/engine/runtime/missing-library.ts';
import { missingFile } from '#renderer/engine/runtime/missing-part.ts';
import { Failure } from '#shared/failure.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** As ONNX Runtime says what a library of CUDA answered; where in its code that was stands before and after. */
const CALL = /\b(?:CUDA|CUDNN|CUDNN_FE|CUBLAS|CUBLASLT|CURAND|CUFFT) failure (\d+): [^;\n]*?(?=\s*(?:;|\n|$))/;

/** As it says why a library could not be loaded. */
const LOADING = /with error: (?<problem>[^\n]+)/;

/** A function of the driver's library that ONNX Runtime's part for CUDA is linked to: those before 525 lack one. */
const DRIVER_FUNCTION = /undefined symbol: cu[A-Z]\w+/;

/** Characters of a sentence that nobody here has worded. */
const SENTENCE_MAX = 160;

/** Answers of CUDA's runtime (cudaError) for which an operator can do something. */
const ANSWERS: Readonly<Record<number, (driver: string | null) => Message>> = {
  2: () => message('device.full'),
  35: (driver) => message('device.old-driver', { driver }),
  100: () => message('device.hidden'),
  209: () => message('device.old-card'),
  802: () => message('device.no-fabric'),
  803: (driver) => message('device.other-driver', { driver }),
  804: (driver) => message('device.other-driver', { driver }),
};

/**
 * Why a provider cannot be used, as one sentence, by what its trial threw: what ONNX Runtime says carries source paths
 * and signatures before and after the words that matter. `driver` is the version of NVIDIA's that is loaded.
 */
export function refusalFor(error: unknown, driver: string | null): Message {
  const cause = error instanceof Failure ? error.cause : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  const library = missingLibrary(text);
  if (library) return missingFile(library);
  if (text.includes('No supported adapters')) return message('device.no-vulkan');
  if (DRIVER_FUNCTION.test(text)) return message('device.old-driver', { driver });
  const [said, number] = CALL.exec(text) ?? [];
  const answer = said?.startsWith('CUDA ') ? ANSWERS[Number(number)] : undefined;
  if (answer) return answer(driver);
  return message('device.problem', { problem: (said ?? plainWords(text)).slice(0, SENTENCE_MAX).trim() });
}

function plainWords(text: string): string {
  const loading = LOADING.exec(text)?.groups?.problem;
  return loading ?? text.split('\n')[0]!.replace(/^.*?(?:\) |: )(?=[A-Z][a-z]+ )/, '');
}
