import { createHash } from 'node:crypto';
import { isSafetensors } from '#bot/dispatch/file-heads.ts';
import { wrongResult } from '#bot/dispatch/piece-assembly.ts';
import type { Progress } from '#bot/domain/job.ts';
import { say } from '#bot/text/say.ts';
import type { Interim } from '#shared/contract/messages.ts';

/** Hashes that are kept: pictures drawn with what a training was are drawn again by them. */
const HASHES_MAX = 64;

/** What becomes known of a training's interim files. */
export interface InterimFiles {
  /** Throws `internal` for what is no such file. */
  take(interim: Interim): Pick<Progress, 'interim' | 'interimHashes'>;
}

/** None has come. */
export function interimFiles(): InterimFiles {
  let interimHashes: readonly string[] = [];
  return {
    take(interim) {
      const data = Buffer.from(interim.data);
      if (!isSafetensors(data)) throw wrongResult(say('result.no-safetensors'));
      const sha256 = createHash('sha256').update(data).digest('hex');
      interimHashes = [...interimHashes.slice(1 - HASHES_MAX), sha256];
      return { interim: { ...interim, data }, interimHashes };
    },
  };
}
