import { openPictureStore } from '#bot/storage/picture-store.ts';
import { Failure } from '#shared/failure.ts';

/** Puts a picture of so many bytes into a folder and writes how it went; for a process that may not write much. */
const [folder, bytes] = process.argv.slice(2);
const pictures = openPictureStore({ folder: folder! });
try {
  await pictures.put('large.png', Buffer.alloc(Number(bytes), 7));
  process.stdout.write(JSON.stringify({ kind: 'stored' }));
} catch (thrown) {
  const { code, message } = Failure.from(thrown);
  process.stdout.write(JSON.stringify({ kind: 'failed', code, message }));
}
