import { fileURLToPath } from 'node:url';
import {
  type GrpcObject,
  loadPackageDefinition,
  type MethodDefinition,
  type ServiceClientConstructor,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { boundedReader, wireShape } from '#shared/rpc/bounded-request.ts';

/** The folder that `easel/v1/…` is relative to. */
const PROTO_ROOT = fileURLToPath(new URL('../../proto', import.meta.url));

const CONTRACT = 'easel/v1/renderer.proto';

/** The loaded contract, with the names of fields that messages.ts has. */
export const packageDefinition: PackageDefinition = loadSync(CONTRACT, {
  includeDirs: [PROTO_ROOT],
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
});

const client = findService(loadPackageDefinition(packageDefinition), 'easel.v1.Renderer');

/**
 * The service as @grpc/grpc-js wants it for a server and for clients. A server's handlers get requests as they arrived,
 * which serve.ts has decoded within bounds.
 */
export const rendererService: ServiceDefinition = Object.fromEntries(
  Object.entries(client.service).map(([name, method]) => [name, boundedMethod(name, method)]),
);

/**
 * The contract and other loaded files as a stranger asks for them (gRPC's server reflection): with the names of fields
 * that the files themselves have.
 */
export function asWritten(files: readonly string[]): PackageDefinition {
  return loadSync([CONTRACT, ...files], { includeDirs: [PROTO_ROOT], keepCase: true });
}

/** Its name in grpc.health.v1. */
export const RENDERER_SERVICE_NAME = 'easel.v1.Renderer';

function findService(root: GrpcObject, path: string): ServiceClientConstructor {
  const found = path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], root);
  return found as ServiceClientConstructor;
}

function boundedMethod(name: string, method: MethodDefinition<unknown, unknown>): MethodDefinition<unknown, unknown> {
  const { requestDeserialize: decode, requestType } = method as typeof method & {
    requestType: { type: { name: string } };
  };
  const shape = wireShape(packageDefinition, `easel.v1.${requestType.type.name}`);
  return { ...method, requestDeserialize: boundedReader({ name, decode }, shape) };
}
