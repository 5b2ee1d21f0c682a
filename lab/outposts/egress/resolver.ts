/**
 * The site's name server on port 53, UDP and TCP: it reads queries and sends answers, and what to
 * answer is decided in `answer-query.ts`. What cannot be read as a query gets no answer.
 */
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import {
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  RECURSION_DESIRED,
} from 'dns-packet';
import { DNS_PORT } from '../../../protocol/tcp.ts';
import { listen } from '../../../runtime/live/listen.ts';
import { trackSocket } from '../../../runtime/live/track-socket.ts';
import { createUndoStack } from '../../../runtime/undo.ts';
import type { QueryAnswer } from './answer-query.ts';

export interface ResolverOptions {
  address: string;
  /** Default 53. */
  port?: number;
  /** `from`: the address that asks. */
  answer(question: NonNullable<Packet['questions']>[number] | undefined, from: string): QueryAnswer;
}

export interface SiteNameServer extends AsyncDisposable {
  readonly port: number;
}

/** @throws LabError `PORT_BUSY`, `PORT_FORBIDDEN` */
export async function startResolver({
  address,
  answer,
  port = DNS_PORT,
}: ResolverOptions): Promise<SiteNameServer> {
  const undo = createUndoStack();
  const late = new Set<NodeJS.Timeout>();
  undo.defer(() => late.forEach(clearTimeout));

  function respond(query: Buffer, from: string, send: (bytes: Buffer) => void): void {
    const packet = read(query);
    if (!packet) return;
    const { afterMs, ...answered } = answer(packet.questions?.[0], from);
    const bytes = encode(renderAnswer(packet, answered));
    if (afterMs === 0) {
      send(bytes);
      return;
    }
    const timer = setTimeout(() => {
      late.delete(timer);
      send(bytes);
    }, afterMs);
    late.add(timer);
  }

  const udp = createSocket('udp4', (query, { address: from, port }) =>
    respond(query, from, (bytes) => udp.send(bytes, port, from)),
  );
  udp.on('error', () => {});
  const sockets = new Set<Socket>();
  const tcp = createServer({ noDelay: true }, (socket) => {
    trackSocket(sockets, socket);
    const from = socket.remoteAddress ?? '';
    readFramed(socket, (query) => respond(query, from, (bytes) => writeFramed(socket, bytes)));
  });
  const bound = await listen(tcp, port, address);
  undo.defer(() => {
    tcp.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => {
    udp.bind(bound, address, resolve);
  });
  undo.defer(() => void udp.close());
  return { port: bound, [Symbol.asyncDispose]: () => undo[Symbol.asyncDispose]() };
}

function renderAnswer(
  { id, questions, flag_rd }: DecodedPacket,
  { code, answers }: Omit<QueryAnswer, 'afterMs'>,
): Packet {
  return {
    type: 'response',
    ...(id !== undefined && { id }),
    flags: AUTHORITATIVE_ANSWER | (flag_rd ? RECURSION_DESIRED : 0) | code,
    questions: questions ?? [],
    answers: [...answers],
  };
}

function read(bytes: Buffer): DecodedPacket | undefined {
  try {
    const packet = decode(bytes);
    return packet.type === 'query' ? packet : undefined;
  } catch {
    // Anybody may send anything to a port; there is nobody to tell.
    return undefined;
  }
}

/** RFC 1035, 4.2.2: two bytes of length before each message. */
function readFramed(socket: Socket, heard: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      heard(rest.subarray(2, end));
      rest = rest.subarray(end);
    }
  });
}

function writeFramed(socket: Socket, message: Buffer): void {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  if (socket.writable) socket.write(Buffer.concat([length, message]));
}
