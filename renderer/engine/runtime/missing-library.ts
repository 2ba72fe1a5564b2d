/** As the dynamic linker, ONNX Runtime and cuDNN say that a file is not there; cuDNN lists several names in brackets. */
const SENTENCES: readonly RegExp[] = [
  /([\w.+-]+\.so[\w.]*): cannot open shared object file/,
  /(?:Could not|Unable to|Failed to) load (?:library|any of|the library)[ '"{]+([\w.+-]+\.(?:so|dll|dylib)[\w.]*)/i,
];

/** The library that native code misses, by what it says or prints; null when that is not what is wrong. */
export function missingLibrary(text: string): string | null {
  for (const sentence of SENTENCES) {
    const [, library] = sentence.exec(text) ?? [];
    if (library) return library.replace(/\.$/, '');
  }
  return null;
}
