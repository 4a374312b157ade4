export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export type Transport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss' | 'sctp';

/** Where a message came from and where it arrived. */
export interface Reception {
  readonly source: Endpoint;
  readonly socket: Socket;
  readonly transport: Transport;
}

/** A socket that the server listens on. */
export interface Socket extends Endpoint {
  readonly transport: Transport;
  readonly tag: string | undefined;
  readonly advertisedHost: string | undefined;
  readonly advertisedPort: number | undefined;
  /** As in the script: `udp:127.0.0.1:5060`. */
  readonly name: string;
}
