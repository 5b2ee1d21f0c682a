/**
 * Bytes of one validation as they cross an agent's sockets, TLS and framing included: counted by
 * Node itself where they enter the site's gateway, so that no code of ours says how large its own
 * messages are. What it costs to open a connection is left out: agents keep theirs.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import type { LabOptions } from '../lab/estate.ts';
import type { Lab } from '../lab/lab.ts';
import { attemptSignIn } from '../lab/people/sign-in.ts';
import { startLab } from '../lab/start-lab.ts';
import type { LiveNetwork } from '../runtime/live/network.ts';
import type { Network } from '../runtime/ports.ts';
import { createUndoStack } from '../runtime/undo.ts';

export interface PayloadWeights {
  /** From the cloud to the agent: the notification with one value per registered agent. */
  requestBytes: number;
  /** From the agent to the cloud: the POST that carries the answer. */
  responseBytes: number;
  /** What both bring back: the frame that takes the request, the status that takes the answer. */
  receiptBytes: number;
}

const NEW_SOCKET = 'net.server.socket';
const WANTED = 5;
const SIGN_INS_MAX = 400;
/** Until the last receipt has come. */
const SETTLE_MS = 20;
/** No keep-alive, no receipt and no logon at a controller is as large. */
const MESSAGE_BYTES_MIN = 400;

export async function weighPayloads(
  agents: number,
  options: Pick<LabOptions, 'crypto' | 'stateDir'> = {},
): Promise<PayloadWeights> {
  const sockets = new Set<Socket>();
  const add = (message: unknown) => {
    const socket = socketOf(message);
    if (socket) sockets.add(socket);
  };
  const undo = createUndoStack();
  undo.defer(() => void unsubscribe(NEW_SOCKET, add));
  try {
    subscribe(NEW_SOCKET, add);
    const lab = undo.use(await startLab({ mode: 'live', agents, traffic: false, ...options }));
    return await weigh(lab, sockets);
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

function socketOf(message: unknown): Socket | undefined {
  if (typeof message !== 'object' || message === null || !('socket' in message)) return undefined;
  return message.socket instanceof Socket ? message.socket : undefined;
}

/** The median keeps out a keep-alive that came in between. */
async function weigh(lab: Lab, sockets: ReadonlySet<Socket>): Promise<PayloadWeights> {
  const ports = gatewayPortsOf(lab);
  const seen: PayloadWeights[] = [];
  for (let at = 0; at < SIGN_INS_MAX && seen.length < WANTED; at++) {
    const open = [...sockets].filter(
      ({ localPort, destroyed }) => ports.has(localPort) && !destroyed,
    );
    const weights = await weighOne(lab, open, `weighed-${at}`);
    if (weights) seen.push(weights);
  }
  const median = seen.toSorted((one, other) => sumOf(one) - sumOf(other))[WANTED >> 1];
  if (!median) throw new Error(`of ${SIGN_INS_MAX} sign-ins, fewer than ${WANTED} were weighed`);
  return median;
}

function sumOf({ requestBytes, responseBytes, receiptBytes }: PayloadWeights): number {
  return requestBytes + responseBytes + receiptBytes;
}

/** `undefined` where the agent had to open a connection for its answer first. */
async function weighOne(
  lab: Lab,
  open: readonly Socket[],
  correlationId: string,
): Promise<PayloadWeights | undefined> {
  const before = open.map((socket) => ({ socket, ...countsOf(socket) }));
  await signIn(lab, correlationId);
  await lab.wait(SETTLE_MS);
  const moved = before.map(({ socket, toAgent, toCloud }) => {
    const now = countsOf(socket);
    return { toAgent: now.toAgent - toAgent, toCloud: now.toCloud - toCloud };
  });
  const request = moved.find(({ toAgent }) => toAgent > MESSAGE_BYTES_MIN);
  const response = moved.find(({ toCloud }) => toCloud > MESSAGE_BYTES_MIN);
  if (!request || !response) return undefined;
  return {
    requestBytes: request.toAgent,
    responseBytes: response.toCloud,
    receiptBytes: request.toCloud + response.toAgent,
  };
}

function countsOf({ bytesWritten: toAgent, bytesRead: toCloud }: Socket) {
  return { toAgent, toCloud };
}

/** Where the agents' connections enter the gateways of their sites. */
function gatewayPortsOf({ network, sites }: Lab): ReadonlySet<number | undefined> {
  const { gatewayPortOf } = network as Network & Partial<Pick<LiveNetwork, 'gatewayPortOf'>>;
  if (!gatewayPortOf) throw new Error('expected a live lab, whose sites have gateways');
  return new Set(sites.map(({ name }) => gatewayPortOf(name)));
}

async function signIn(lab: Lab, correlationId: string): Promise<void> {
  const { network, prober: from, clientId, timings } = lab;
  const { userName = '', password = '' } = lab.accounts.healthy ?? {};
  const { result } = await attemptSignIn({
    ...{ network, from, authority: lab.endpoints.authority, clientId, scope: 'openid' },
    ...{ userName, password, correlationId, timeoutMs: timings.probeTimeoutMs },
  });
  if (result !== 0) throw new Error(`expected a sign-in that succeeds, got ${result}`);
}
