import type { LoraFactors, TextEncoder } from '#renderer/engine/networks/network.ts';

/** A text encoder that reads everything with these LoRAs. */
export function withLoras(encoder: TextEncoder, loras: LoraFactors): TextEncoder {
  return { ...encoder, encode: (ids, options) => encoder.encode(ids, { ...options, loras }) };
}
