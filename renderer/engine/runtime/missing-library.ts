/** As the dynamic linker, ONNX Runtime and cuDNN say that a file is not there; cuDNN lists several names in brackets. */
const SENTENCES: readonly RegExp[] = [
  /([\w.+-]+\.so[\w.]*): cannot open shared object file/,
  /(?:Could not|Unable to|Failed to) load (?:library|any of|the library)[ '"{]+([\w.+-]+\.(?:so|dll|dylib)[\w.]*)/i,
];

/** Before it ONNX Runtime names the library that it wanted to load, which may well be there, and after it what is wrong. */
const REASON = 'with error: ';

/** The library that native code misses, by what it says or prints; null when that is not what is wrong. */
export function missingLibrary(said: string): string | null {
  const text = said.split(REASON).at(-1)!;
  for (const sentence of SENTENCES) {
    const [, library] = sentence.exec(text) ?? [];
    if (library) return library.replace(/\.$/, '');
  }
  return null;
}
