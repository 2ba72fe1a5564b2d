// Loaded before a program of ours: its time of day is off by what the file in CHAOS_CLOCK says, in milliseconds.
import { existsSync, readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 100;

const file = process.env.CHAOS_CLOCK;
if (file) {
  const now = Date.now.bind(Date);
  let offMs = 0;
  setInterval(() => {
    if (existsSync(file)) offMs = Number(readFileSync(file, 'utf8')) || 0;
  }, LOOK_EVERY_MS).unref();
  Date.now = () => now() + offMs;
}
