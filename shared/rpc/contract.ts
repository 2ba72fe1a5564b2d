import { fileURLToPath } from 'node:url';
import {
  type GrpcObject,
  loadPackageDefinition,
  type ServiceClientConstructor,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';

/** The folder that `easel/v1/…` is relative to. */
const PROTO_ROOT = fileURLToPath(new URL('../../proto', import.meta.url));

/** The loaded contract; reflection serves it as it is. */
export const packageDefinition: PackageDefinition = loadSync('easel/v1/renderer.proto', {
  includeDirs: [PROTO_ROOT],
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
});

const client = findService(loadPackageDefinition(packageDefinition), 'easel.v1.Renderer');

/** The service as @grpc/grpc-js wants it for a server. */
export const rendererService: ServiceDefinition = client.service;

/** Its name in grpc.health.v1. */
export const RENDERER_SERVICE_NAME = 'easel.v1.Renderer';

function findService(root: GrpcObject, path: string): ServiceClientConstructor {
  const found = path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], root);
  return found as ServiceClientConstructor;
}
