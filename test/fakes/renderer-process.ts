import { startFakeRenderer } from '#test/fakes/renderer.ts';

/**
 * A fake renderer in a process of its own, as the bot starts them: says where it listens over the IPC channel, ends on
 * SIGTERM and when the bot is gone, and gives its process id as its version. An argument changes that: "deaf" does not end
 * on SIGTERM, "mute" never says anything.
 */
const [manner] = process.argv.slice(2);
const renderer = await startFakeRenderer({ description: { version: String(process.pid) } });
if (manner !== 'mute') process.send!({ kind: 'listening', address: renderer.address });
process.on('SIGTERM', () => {
  if (manner !== 'deaf') process.exit(0);
});
process.on('disconnect', () => process.exit(0));
