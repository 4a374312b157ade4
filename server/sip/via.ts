import { type Parameter, parameterValue, parseParameters } from './parameters.ts';
import { type Piece, type SyntaxProblem, slicePiece, trimPiece } from './piece.ts';
import { isHost, parseHost, portNumber } from './uri.ts';

/** One hop of a Via header field (RFC 3261 section 20.42). Parts that are missing are empty pieces. */
export interface ViaHop {
  readonly source: Piece;
  /** `SIP`, as written. */
  readonly protocol: Piece;
  /** `2.0`, as written. */
  readonly version: Piece;
  /** `UDP`, `TCP`, `TLS`, `WS`, `WSS`, `SCTP`, as written. */
  readonly transport: Piece;
  /** Host of sent-by; an IPv6 address keeps its brackets. */
  readonly host: Piece;
  readonly port: Piece | undefined;
  readonly parameters: readonly Parameter[];
  readonly problems: readonly SyntaxProblem[];
}

/** Reads one hop; white space around the slashes is allowed. */
export function parseVia(value: Piece): ViaHop {
  const source = trimPiece(value);
  const problems: SyntaxProblem[] = [];
  const first = source.text.indexOf('/');
  const second = first < 0 ? -1 : source.text.indexOf('/', first + 1);
  const protocol = trimPiece(source, 0, Math.max(first, 0));
  const version = trimPiece(source, first + 1, Math.max(second, 0));
  const rest = trimPiece(source, Math.max(first, second) + 1);
  const space = rest.text.search(/[\s;]/);
  const transport = slicePiece(rest, 0, space < 0 ? rest.text.length : space);
  const sentBy = trimPiece(rest, space < 0 ? rest.text.length : space);
  const semicolon = sentBy.text.indexOf(';');
  const address = trimPiece(semicolon < 0 ? sentBy : slicePiece(sentBy, 0, semicolon));
  const parts = parseHost(address);
  const host = trimPiece(parts.host);
  const port = parts.port === undefined ? undefined : trimPiece(parts.port);
  if (second < 0) report('via-bad-protocol', 'A Via must start with `SIP/2.0/` and the transport.', source);
  else if (host.text === '') report('via-without-host', 'This Via has no sent-by host.', source);
  else if (!isHost(host.text)) report('via-bad-host', 'This is neither a host name nor an IP address.', host);
  if (port !== undefined && portNumber(port) === undefined) {
    report('via-bad-port', 'A port must be a number from 1 to 65535.', port);
  }
  return {
    source,
    protocol,
    version,
    transport,
    host,
    port,
    parameters: semicolon < 0 ? [] : parseParameters(slicePiece(sentBy, semicolon + 1)),
    problems,
  };

  function report(code: string, message: string, place: Piece): void {
    problems.push({ code, message, start: place.start, end: place.end });
  }
}

/** The branch parameter; undefined when there is none. */
export function viaBranch(via: ViaHop): string | undefined {
  return parameterValue(via.parameters, 'branch');
}
