/** An adapter that comes with a render, for it alone. */
export interface OwnAdapterFile {
  /** For messages and the picture's settings. */
  readonly name: string;
  /** Safetensors. */
  readonly data: Uint8Array;
  readonly weight: number;
  /** Of a textual inversion: what stands for it in prompts; null = a LoRA. */
  readonly word: string | null;
}
