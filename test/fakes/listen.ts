import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { rendererService } from '#shared/rpc/contract.ts';

/** A gRPC server with the renderer's contract on this port of the loopback, 0 = any, and the port that it got. */
export async function listen(
  handlers: UntypedServiceImplementation,
  port: number,
  contract: ServiceDefinition = rendererService,
): Promise<[Server, number]> {
  const server = new Server(); // without channelz forceShutdown leaves connections open
  server.addService(contract, handlers);
  return [server, await bind(server, port)];
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
}
