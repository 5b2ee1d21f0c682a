/**
 * An outpost's end of the link. It dials until its lab is there, and again after the lab went
 * away: what it reads in the run folder then may be another lab's, to which nothing of the old one
 * is left.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientOptions, WebSocket } from 'ws';
import type { OutpostName } from '../outposts.ts';
import { LINK_BYTES_MAX, readFrame, SILENCE_MS_MAX, sendFrame } from './frames.ts';
import { OUTPOSTS_PATH } from './link.ts';
import type { FromOutpost, ToOutpost } from './messages.ts';
import { LINK_NAME, type LinkAddress, readLinkFolder } from './run-folder.ts';

export interface Dialled {
  /** Where the lab is, for tunnels. */
  address: LinkAddress;
  tell(message: FromOutpost): void;
  onHeard(listener: (message: ToOutpost) => void): void;
  readonly gone: Promise<void>;
}

export interface DialOptions {
  who: OutpostName;
  runFolder: string;
  signal: AbortSignal;
  /** Told once for each reason while the lab is not there. */
  waiting(why: string): void;
}

const AGAIN_AFTER_MS = 500;
const HANDSHAKE_MS_MAX = 10_000;

/** Undefined: it was told to stop before there was a lab. */
export async function dialLink(options: DialOptions): Promise<Dialled | undefined> {
  const { who, runFolder, signal, waiting } = options;
  let said = '';
  while (!signal.aborted) {
    const address = await readLinkFolder(runFolder);
    const opened =
      'lacking' in address ? renderLacking(address, runFolder) : await open(address, who, signal);
    if (typeof opened !== 'string') return opened;
    if (opened !== said) waiting(opened);
    said = opened;
    await sleep(AGAIN_AFTER_MS, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

function renderLacking({ lacking }: { lacking: string }, runFolder: string): string {
  if (lacking === 'ENOENT') return `no lab has written ${runFolder} yet`;
  return `${runFolder} cannot be read (${lacking}): give this container the lab's group`;
}

/** What went wrong, in words that name no secret. */
function open(
  address: LinkAddress,
  { kind, name, address: own }: OutpostName,
  signal: AbortSignal,
): Promise<Dialled | string> {
  const query = new URLSearchParams({ kind, name, ...(own !== undefined && { address: own }) });
  const options: ClientOptions & { servername: string } = {
    ca: address.caPem,
    servername: LINK_NAME,
    headers: { authorization: `Bearer ${address.token}` },
    handshakeTimeout: HANDSHAKE_MS_MAX,
    maxPayload: LINK_BYTES_MAX,
    perMessageDeflate: false,
  };
  const ws = new WebSocket(`${address.url}${OUTPOSTS_PATH}?${query}`, [], options);
  return new Promise((resolve) => {
    // At once: what the lab says first may be here already.
    ws.once('open', () => resolve(carry(ws, address, signal)));
    ws.once('unexpected-response', (request, { statusCode }) => {
      request.destroy();
      resolve(`the lab refused it with ${statusCode}`);
    });
    ws.on('error', ({ message }) => resolve(`the lab cannot be reached: ${message}`));
  });
}

function carry(ws: WebSocket, address: LinkAddress, signal: AbortSignal): Dialled {
  let silent = setTimeout(() => ws.terminate(), SILENCE_MS_MAX);
  const close = () => ws.close(1000);
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  ws.on('ping', () => {
    clearTimeout(silent);
    silent = setTimeout(() => ws.terminate(), SILENCE_MS_MAX);
  });
  const gone = new Promise<void>((resolve) => {
    ws.once('close', () => {
      clearTimeout(silent);
      signal.removeEventListener('abort', close);
      resolve();
    });
  });
  const early: ToOutpost[] = [];
  let hear: (message: ToOutpost) => void = (message) => early.push(message);
  ws.on('message', (data) => {
    const message = readFrame(data) as ToOutpost | undefined;
    if (message) hear(message);
  });
  return {
    address,
    gone,
    tell: (message) => sendFrame(ws, message),
    onHeard(listener) {
      hear = listener;
      for (const message of early.splice(0)) listener(message);
    },
  };
}
