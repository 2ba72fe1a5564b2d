/** An ONNX model ready to be opened: a few KB of protobuf whose weights point into the user's own files. */
export interface BuiltGraph {
  /** What it is, for messages: "unet", "text encoder", "vae decoder" … */
  readonly name: string;
  /** ModelProto. External data locations are absolute paths without the leading slash. */
  readonly bytes: Uint8Array;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whether ONNX Runtime's optimiser would find nothing in it: trying takes a quarter of the time to open it. */
  readonly isSettled?: boolean;
}
