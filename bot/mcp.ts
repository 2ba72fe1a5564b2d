// `npm run mcp`: what an assistant starts as a program of its own speaks, by way of a running bot's door.
import { bridgeToDoor } from '#bot/api/mcp/stdio-bridge.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readMcpConfig } from '#shared/config/mcp.ts';
import { Failure } from '#shared/failure.ts';

try {
  loadEnvFile();
  await bridgeToDoor(readMcpConfig(process.env));
} catch (thrown) {
  process.stderr.write(`easel: ${Failure.from(thrown).message}\n`);
  process.exitCode = 1;
}
