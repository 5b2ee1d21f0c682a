/**
 * The process on one of the rig's hosts, in that host's network namespace: the egress as it is, a
 * cloud that echoes, or an agent's dialer over the agent outpost's own way out.
 */
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createRsaCrypto } from '../../../../runtime/crypto/rsa.ts';
import { createActivity } from '../../../../runtime/live/activity.ts';
import { createLiveClock } from '../../../../runtime/live/clock.ts';
import { type DialWorld, dial } from '../../../../runtime/live/dial.ts';
import { codeOf } from '../../../../runtime/live/failure.ts';
import { createNames } from '../../../../runtime/live/names.ts';
import { createClientContexts } from '../../../../runtime/live/secure-contexts.ts';
import { type Certificate, parseCertificate, readPem } from '../../../../runtime/x509.ts';
import { startDirectUplink } from '../../agent/direct-uplink.ts';
import { createSiteResolver } from '../../agent/site-resolver.ts';
import { type Outpost, WEB_PROXY_PORT } from '../../link/messages.ts';
import { startEgress } from '../start-egress.ts';
import type { DialOrder, DialReport, Heard, RigAnswer, RigOrder } from './messages.ts';

let egress: Outpost | undefined;
let world: DialWorld | undefined;
let trust: readonly Certificate[] = [];
const kept = new Map<string, Socket>();
const arrived = new Set<string>();
const ended = new Map<string, Heard>();

process.once('disconnect', () => process.exit());
process.on('message', ({ id, order }: { id: number; order: RigOrder }) => {
  const answer = (said: RigAnswer) => void process.send?.(said);
  carryOut(order).then(
    (result) => answer({ id, result }),
    (error: unknown) => answer({ id, problem: String(error) }),
  );
});

async function carryOut(order: RigOrder): Promise<unknown> {
  switch (order.do) {
    case 'start-egress':
      egress = await startEgress(
        { name: 'hq', siteGateway: order.siteGateway, tell() {} },
        ...(order.forwards ? [async () => ({ async set() {} })] : []),
      );
      return egress.hear({ type: 'egress-start', id: 1, start: order.start });
    case 'apply':
      return egress?.hear({ ...order, type: 'egress-apply', id: 2 });
    case 'serve':
      return serve(order);
    case 'call-from':
      return standIn(order);
    case 'dial':
      return call(order);
    case 'knock':
      return knock(order);
    case 'echo':
      kept.get(order.kept)?.write('line\n');
      return hear(order);
    case 'listen':
      return hear(order);
  }
}

/** All of the cloud and a controller at once: every port of it says what it hears. */
async function serve({ certificatePem, keyPem }: Extract<RigOrder, { do: 'serve' }>) {
  const echo = (socket: Socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  };
  const tls = { cert: certificatePem, key: keyPem };
  await Promise.all([
    ...[443, 636].map((port) => listening(createTlsServer(tls, echo), port)),
    listening(createTcpServer(echo), 80),
  ]);
}

function listening(server: ReturnType<typeof createTcpServer>, port: number): Promise<void> {
  server.on('tlsClientError', () => {});
  return new Promise((resolve) => {
    server.listen(port, '0.0.0.0', resolve);
  });
}

async function standIn({ resolver, trustPem }: Extract<RigOrder, { do: 'call-from' }>) {
  const crypto = createRsaCrypto();
  const activity = createActivity({ crypto });
  const clock = createLiveClock({ quiet: activity.quiet });
  const proxy = new URL(`http://${resolver}:${WEB_PROXY_PORT}`);
  const uplink = await startDirectUplink({ resolver: createSiteResolver(resolver), proxy });
  trust = readPem('CERTIFICATE', trustPem).map(parseCertificate);
  world = {
    ...{ clock, activity, names: createNames(), namesElsewhere: true },
    clientContext: createClientContexts(crypto),
    gatewayPort: () => uplink.port,
    clientCourse: ({ proxied }) => ({
      ...{ resolution: 'right', resolveMs: 0, proxied: proxied !== false },
    }),
  };
}

async function call({ host, port, timeoutMs, keep, proxied = false }: DialOrder) {
  if (!world) throw new Error('nobody calls from here yet');
  const from = { component: 'agt-1', site: 'hq', proxied, trust };
  const target = { host, port, plain: port === 80 };
  const outcome = await dial(world, target, { from, timeoutMs });
  const { phaseMs, peer } = outcome;
  const subjects = peer?.tls?.chain.map(({ subject }) => subject) ?? [];
  if (!outcome.ok) {
    const { failure, at } = outcome;
    return { phaseMs, subjects, failure, at } satisfies DialReport;
  }
  const { socket } = outcome.value;
  if (keep === undefined) socket.destroy();
  else keepOpen(keep, socket);
  return { phaseMs, subjects } satisfies DialReport;
}

/** What comes, and how it ended, is remembered for who asks later. */
function keepOpen(name: string, socket: Socket): void {
  kept.set(name, socket);
  socket.on('data', () => arrived.add(name));
  socket.once('error', () => ended.set(name, 'reset'));
}

function knock({ address, port, timeoutMs }: Extract<RigOrder, { do: 'knock' }>): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const finish = (met: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(met);
    };
    const timer = setTimeout(() => finish('silence'), timeoutMs);
    socket.once('connect', () => finish('open'));
    socket.once('error', (error) => finish(codeOf(error)));
  });
}

function hear({ kept: name, timeoutMs }: { kept: string; timeoutMs: number }): Promise<Heard> {
  const socket = kept.get(name);
  return new Promise((resolve) => {
    if (arrived.delete(name)) return resolve('echo');
    if (!socket || socket.destroyed) return resolve(ended.get(name) ?? 'closed');
    const finish = (heard: Heard) => {
      clearTimeout(timer);
      socket.off('data', echoed).off('close', over);
      resolve(heard);
    };
    const echoed = () => {
      arrived.delete(name);
      finish('echo');
    };
    const over = () => finish(ended.get(name) ?? 'closed');
    const timer = setTimeout(() => finish('silence'), timeoutMs);
    socket.on('data', echoed).on('close', over);
  });
}
