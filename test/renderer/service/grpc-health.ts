import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Client, credentials, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';

/** Any method of any service, as a stranger with the proto file would call it. */
function stranger(file: string, service: string, address: string): Client {
  const loaded = loadPackageDefinition(loadSync(file, { enums: String, defaults: true }));
  const Service = service.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], loaded);
  return new (Service as ServiceClientConstructor)(address, credentials.createInsecure());
}

/** grpc.health.v1: one answer. */
export function checkHealth(address: string, service: string): Promise<string> {
  const client = stranger(protoPath, 'grpc.health.v1.Health', address) as unknown as HealthClient;
  return new Promise((resolve, reject) => {
    client.check({ service }, (error, reply) => {
      client.close();
      if (error) reject(error);
      else resolve(reply.status);
    });
  });
}

/** grpc.health.v1: every status from now on, until `leave`. */
export function watchHealth(address: string, service: string): { readonly seen: readonly string[]; leave(): void } {
  const client = stranger(protoPath, 'grpc.health.v1.Health', address) as unknown as HealthClient;
  const seen: string[] = [];
  const call = client.watch({ service });
  call.on('data', ({ status }) => seen.push(status));
  call.on('error', () => {});
  return {
    seen,
    leave() {
      call.cancel();
      client.close();
    },
  };
}

/** grpc.reflection.v1: the services a stranger finds. */
export async function listServices(address: string): Promise<string[]> {
  const { listServicesResponse } = await askReflection(address, { listServices: '' });
  return listServicesResponse!.service.map(({ name }) => name);
}

/** grpc.reflection.v1: the file that has this message, in its wire format, as text. */
export async function fileOf(address: string, message: string): Promise<string> {
  const { fileDescriptorResponse } = await askReflection(address, { fileContainingSymbol: message });
  return Buffer.concat(fileDescriptorResponse!.fileDescriptorProto).toString('latin1');
}

function askReflection(address: string, question: object): Promise<ReflectionAnswer> {
  const folder = dirname(createRequire(import.meta.url).resolve('@grpc/reflection/package.json'));
  const file = join(folder, 'build/proto/grpc/reflection/v1/reflection.proto');
  const client = stranger(file, 'grpc.reflection.v1.ServerReflection', address) as unknown as ReflectionClient;
  return new Promise((resolve, reject) => {
    const call = client.serverReflectionInfo();
    call.on('error', (error) => {
      client.close();
      reject(error);
    });
    call.on('data', (answer) => {
      resolve(answer);
      call.end();
      client.close();
    });
    call.write(question);
  });
}

interface ReflectionAnswer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] };
}

interface HealthClient {
  check(request: object, done: (error: Error | null, reply: { status: string }) => void): void;
  watch(request: object): {
    on(event: 'data', hear: (reply: { status: string }) => void): void;
    on(event: 'error', hear: (error: Error) => void): void;
    cancel(): void;
  };
  close(): void;
}

interface ReflectionClient {
  serverReflectionInfo(): {
    on(event: 'data', hear: (answer: ReflectionAnswer) => void): void;
    on(event: 'error', hear: (error: Error) => void): void;
    write(request: object): void;
    end(): void;
  };
  close(): void;
}
