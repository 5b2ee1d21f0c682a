/**
 * The load of a figure, in a process of its own: one password sign-in again and again over kept TLS
 * connections, as fast as answers come or at a rate. It writes and reads HTTP by hand, because a
 * client library would cost as much as the sign-in leaves: answers of the lab say their length.
 */
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { connect, createSecureContext } from 'node:tls';

export interface LoadOrder {
  port: number;
  path: string;
  /** A form. It holds a password: this comes over stdin, never as an argument. */
  body: string;
  caPem: string;
  connections: number;
  warmUpMs: number;
  measureMs: number;
  /** Due at this rate, whether or not somebody is free; absent: as fast as answers come. */
  perSecond?: number;
}

export interface LoadTold {
  done: number;
  failed: number;
  seconds: number;
  /** Of this process. */
  cpuMs: number;
  p50: number;
  p99: number;
}

const order = JSON.parse(await text(process.stdin)) as LoadOrder;
const request = Buffer.from(
  `POST ${order.path} HTTP/1.1\r\nhost: localhost:${order.port}\r\n` +
    'content-type: application/x-www-form-urlencoded\r\n' +
    `content-length: ${Buffer.byteLength(order.body)}\r\n\r\n${order.body}`,
);
/** From when it was due, ms. */
let latencies: number[] = [];
let failed = 0;
/** Due and not yet begun; since when. */
const waiting: number[] = [];
const free: ((dueMs: number) => void)[] = [];

async function openConnection(): Promise<void> {
  const context = createSecureContext({ ca: order.caPem });
  const place = { host: '127.0.0.1', port: order.port, servername: 'localhost' };
  const socket = connect({ ...place, secureContext: context, ALPNProtocols: ['http/1.1'] });
  await once(socket, 'secureConnect');
  socket.setNoDelay(true);
  let dueMs = 0;
  let unread: Buffer = Buffer.alloc(0);
  const ask = (due: number) => {
    dueMs = due;
    socket.write(request);
  };
  socket.on('data', (chunk: Buffer) => {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    const status = statusOf(unread);
    if (status === undefined) return;
    unread = Buffer.alloc(0);
    if (status !== 200) failed += 1;
    latencies.push(performance.now() - dueMs);
    const next = order.perSecond === undefined ? performance.now() : waiting.shift();
    if (next === undefined) free.push(ask);
    else ask(next);
  });
  if (order.perSecond === undefined) ask(performance.now());
  else free.push(ask);
}

/** Of an answer that is there to its last byte. */
function statusOf(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  return bytes.length < end + 4 + length ? undefined : Number(head.slice(9, 12));
}

async function pass(ms: number): Promise<void> {
  const fromMs = performance.now();
  const { perSecond } = order;
  for (let due = 0; performance.now() - fromMs < ms; ) {
    await new Promise((resolve) => setTimeout(resolve, perSecond === undefined ? ms : 1));
    if (perSecond === undefined) continue;
    const dueMax = Math.floor(((performance.now() - fromMs) * perSecond) / 1000);
    for (; due < dueMax; due += 1) begin(fromMs + (due * 1000) / perSecond);
  }
}

function begin(dueMs: number): void {
  const ask = free.pop();
  if (ask) ask(dueMs);
  else waiting.push(dueMs);
}

await Promise.all(Array.from({ length: order.connections }, openConnection));
await pass(order.warmUpMs);
process.send?.('begun');
[latencies, failed] = [[], 0];
const [fromMs, before] = [performance.now(), process.cpuUsage()];
await pass(order.measureMs);
const seconds = (performance.now() - fromMs) / 1000;
const { user, system } = process.cpuUsage(before);
const sorted = latencies.toSorted((a, b) => a - b);
const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
const told: LoadTold = {
  ...{ done: sorted.length, failed, seconds, cpuMs: (user + system) / 1000 },
  ...{ p50: at(0.5), p99: at(0.99) },
};
process.send?.(told, () => process.exit(0));
