import { startFakeRenderer } from '#test/fakes/renderer.ts';

/**
 * A fake renderer in a process of its own, as the bot starts them: says where it listens over the IPC channel, ends
 * on SIGTERM and when the bot is gone, and gives its process id as its version. An argument changes that: "deaf" does
 * not end until it is killed, "mute" never says anything, "slow" takes a while for each step, "broken" ends at once.
 */
const [manner] = process.argv.slice(2);
if (manner === 'broken') process.exit(1);
const renderer = await startFakeRenderer({
  description: { version: String(process.pid) },
  stepMs: manner === 'slow' ? 60 : 2,
});
if (manner !== 'mute') process.send!({ kind: 'listening', address: renderer.address });
const leave = () => {
  if (manner !== 'deaf') process.exit(0);
};
process.on('SIGTERM', leave);
process.on('disconnect', leave);
setTimeout(() => process.exit(1), 120_000); // whatever happens to the test, nothing stays behind
