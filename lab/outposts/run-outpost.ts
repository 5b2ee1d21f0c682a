/**
 * The life of an outpost's process: dial, do what the lab says, and when that lab goes, forget all
 * of it and dial again. One outpost serves one lab at a time.
 */
import { LabError } from '../../runtime/lab-error.ts';
import { LOOPBACK } from '../../runtime/live/names.ts';
import { createSiteResolver } from './agent/site-resolver.ts';
import { type Dialled, dialLink } from './link/dial-link.ts';
import {
  type Outpost,
  type OutpostPorts,
  type ToOutpost,
  WEB_PROXY_PORT,
} from './link/messages.ts';
import type { OutpostKind } from './outposts.ts';
import { findDefaultRoute, findOwnAddress } from './own-address.ts';

export interface OutpostOptions {
  kind: OutpostKind;
  name: string;
  /** Of its own kind: what `writeLinkFolder` has left there. */
  runFolder: string;
  /** Own address as the others reach it. Default: on the network of the default route. */
  address?: string;
  /** Of an egress: what its site knows as its router. */
  siteGateway?: string;
  signal: AbortSignal;
  log(entry: OutpostEvent): void;
  /** What it does for its lab. Default: what its kind does. */
  start?(dialled: Dialled, ports: OutpostPorts): Promise<Outpost>;
}

export type OutpostEvent =
  | { event: 'waiting'; why: string }
  | { event: 'connected'; lab: string }
  | { event: 'asked'; for: ToOutpost['type']; outcome: 'done' | 'failed'; why?: string }
  | { event: 'disconnected' };

/** Until it is told to stop. */
export async function runOutpost(options: OutpostOptions): Promise<void> {
  const { kind, name, runFolder, signal, log } = options;
  const address = options.address ?? findOwnAddress();
  const who = { kind, name, ...(address !== undefined && { address }) };
  const waiting = (why: string) => log({ event: 'waiting', why });
  while (!signal.aborted) {
    const dialled = await dialLink({ who, runFolder, signal, waiting });
    if (dialled === undefined) return;
    log({ event: 'connected', lab: new URL(dialled.address.url).host });
    await serveLab(dialled, options);
    log({ event: 'disconnected' });
  }
}

async function serveLab(dialled: Dialled, options: OutpostOptions): Promise<void> {
  const { kind, name, siteGateway } = options;
  const start = options.start ?? ((...given) => startKind(kind, ...given));
  const ports = { name, tell: dialled.tell, ...(siteGateway !== undefined && { siteGateway }) };
  const outpost = await start(dialled, ports);
  dialled.onHeard((message) => void answer(outpost, message, dialled, options));
  await dialled.gone;
  await outpost[Symbol.asyncDispose]();
}

async function answer(
  outpost: Outpost,
  message: ToOutpost,
  { tell }: Dialled,
  { log }: OutpostOptions,
): Promise<void> {
  const asked = 'id' in message ? message : undefined;
  try {
    await outpost.hear(message);
    if (asked === undefined) return;
    tell({ type: 'done', id: asked.id });
    log({ event: 'asked', for: message.type, outcome: 'done' });
  } catch (error) {
    const { code, why } = describe(error);
    log({ event: 'asked', for: message.type, outcome: 'failed', why });
    if (asked) tell({ type: 'failed', id: asked.id, code, message: why });
    else tell({ type: 'trouble', code, message: why });
  }
}

function describe(error: unknown): { code: string; why: string } {
  const code = error instanceof LabError ? error.code : 'HARNESS_OUTPOST';
  return { code, why: error instanceof Error ? error.message : String(error) };
}

/** Loaded on demand: an agent's container has neither packet filter nor Samba. */
async function startKind(
  kind: OutpostKind,
  { address }: Dialled,
  ports: OutpostPorts,
): Promise<Outpost> {
  switch (kind) {
    case 'agent': {
      const { startAgentOutpost } = await import('./agent/start-agent-outpost.ts');
      // Resolver and web proxy of its site are its router.
      const router = findDefaultRoute()?.gateway ?? LOOPBACK;
      const resolver = createSiteResolver(router);
      const proxy = new URL(`http://${router}:${WEB_PROXY_PORT}`);
      return startAgentOutpost({ ...ports, address, resolver, proxy });
    }
    case 'egress': {
      const { startEgress } = await import('./egress/start-egress.ts');
      return startEgress(ports);
    }
    case 'controller': {
      const { startController } = await import('./controller/start-controller.ts');
      return startController(ports);
    }
  }
}
