import { startFakeRenderer } from '#test/fakes/renderer.ts';

/**
 * A fake renderer in a process of its own, as the bot starts them: says where it listens over the IPC channel, ends
 * on SIGTERM and when the bot is gone, and gives its process id as its version. An argument changes that: "deaf" does
 * not end until it is killed, "mute" never says anything, "silent" says where nobody answers, "slow" takes a while for
 * each step, "broken" ends at once. Without a channel it prints where it listens.
 */
const [manner] = process.argv.slice(2);
if (manner === 'broken') process.exit(1);
const renderer = await startFakeRenderer({
  description: { version: String(process.pid) },
  stepMs: manner === 'slow' ? 60 : 2,
});
const address = manner === 'silent' ? '127.0.0.1:9' : renderer.address;
if (manner !== 'mute') process.send?.({ kind: 'listening', address });
if (!process.send) process.stdout.write(`${address}\n`);
const leave = () => {
  if (manner !== 'deaf') process.exit(0);
};
process.on('SIGTERM', leave);
if (process.send) process.on('disconnect', leave);
setTimeout(() => process.exit(1), 120_000); // whatever happens to the test, nothing stays behind
