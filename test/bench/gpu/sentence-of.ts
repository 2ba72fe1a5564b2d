/** The first line of what ONNX Runtime said, or of the error itself, fit for a cell of a table. */
export function sentenceOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return (cause instanceof Error ? cause.message : message).split('\n')[0]!.replaceAll('|', '/');
}
