import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Lines that are kept. */
const COMPLAINTS_MAX = 10;

/** What native code writes to standard error: each line is told, and the last ones are kept to explain a death. */
export function hearComplaints(child: ChildProcess, tell: (line: string) => void): readonly string[] {
  const last: string[] = [];
  if (!child.stderr) return last;
  createInterface({ input: child.stderr }).on('line', (line) => {
    tell(line);
    last.push(line);
    if (last.length > COMPLAINTS_MAX) last.shift();
  });
  return last;
}
