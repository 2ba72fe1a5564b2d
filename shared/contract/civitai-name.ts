/**
 * A resource of Civitai by its AIR: `urn:air:sd1:lora:civitai:58390@62833`, where `urn:`, `air:` and the ecosystem may
 * be left out (https://developer.civitai.com/site/guide/air).
 */
export interface CivitaiName {
  /** `checkpoint`, `lora`, `embedding` …, as it is written there. */
  readonly type: string;
  readonly modelId: number;
  readonly versionId: number;
}

/** What an AIR looks like, for patterns of more than it. */
export const AIR = String.raw`(?:urn:)?(?:air:)?(?:[\w-]+:)?[a-z]+:civitai:\d{1,12}@\d{1,12}(?:\.\w+)?`;

const PARTS = /^(?:urn:)?(?:air:)?(?:[\w-]+:)?([a-z]+):civitai:(\d{1,12})@(\d{1,12})(?:\.\w+)?$/i;

/** Null = it is none, or one without a version, which is no file. */
export function readCivitaiName(text: string): CivitaiName | null {
  const [, type, modelId, versionId] = PARTS.exec(text.trim()) ?? [];
  if (type === undefined) return null;
  return { type: type.toLowerCase(), modelId: Number(modelId), versionId: Number(versionId) };
}

/** How names of pulled files end, by which an AIR finds them again. */
export function civitaiEnding(versionId: number): string {
  return ` (civitai ${versionId})`;
}

/** Whether something goes by a name that somebody gave: in any letter case, or by its AIR. */
export function isNamed(name: string, asked: string): boolean {
  const air = readCivitaiName(asked);
  return air === null ? name.toLowerCase() === asked.toLowerCase() : name.endsWith(civitaiEnding(air.versionId));
}
