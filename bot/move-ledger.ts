// `npm run ledger:move`: copies the ledger of EASEL_DATA into the PostgreSQL database EASEL_DATABASE_URL. The bot is stopped.
import { join } from 'node:path';
import { moveLedger } from '#bot/storage/move-ledger.ts';
import { failure } from '#bot/text/say.ts';
import { readBotConfig } from '#shared/config/bot.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { Failure } from '#shared/failure.ts';
import { createLog } from '#shared/log.ts';

try {
  loadEnvFile();
  const { dataFolder, databaseUrl: url, logLevel: level } = readBotConfig(process.env);
  if (url === null) throw failure('invalid', 'ledger.move-nowhere');
  const log = createLog({ name: 'easel', level });
  const copied = await moveLedger({ file: join(dataFolder, 'easel.sqlite'), url, log });
  for (const [table, rows] of copied) process.stdout.write(`easel: ${table} ${rows}\n`);
} catch (thrown) {
  process.stderr.write(`easel: ${Failure.from(thrown).message}\n`);
  process.exitCode = 1;
}
