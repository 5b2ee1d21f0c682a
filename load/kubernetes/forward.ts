/**
 * A program: passes TCP on from one address to another, unread. In a cluster it stands on both
 * sides of the lab's loopback, so that runners reach the lab under the name that it proves itself
 * by: `node load/kubernetes/forward.ts 127.0.0.1:8443 pta-lab:8443`.
 */
import { type AddressInfo, connect, createServer } from 'node:net';

interface Place {
  host: string;
  port: number;
}

const [from, to] = process.argv.slice(2).map(readPlace);
if (from && to) forward(from, to);
else refuse();

function readPlace(text: string): Place | undefined {
  const [, host, port] = /^([^:\s]+):(\d{1,5})$/.exec(text) ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
}

function forward(listenAt: Place, target: Place): void {
  const server = createServer((caller) => {
    const onward = connect(target.port, target.host);
    caller.pipe(onward).pipe(caller);
    caller.on('error', () => onward.destroy()).on('close', () => onward.destroy());
    onward.on('error', () => caller.destroy());
  });
  server.on('error', ({ message }) => end(`Expected to listen at ${from?.host}, got: ${message}`));
  server.listen(listenAt.port, listenAt.host, () => {
    const { address, port } = server.address() as AddressInfo;
    process.stdout.write(`${address}:${port} leads to ${target.host}:${target.port}\n`);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
}

function refuse(): void {
  const got = process.argv.slice(2).join(' ') || 'nothing';
  end(`Expected two addresses such as 127.0.0.1:8443 pta-lab:8443, got ${got}.`);
}

function end(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
