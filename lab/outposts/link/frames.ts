/**
 * Messages of the link as bytes: structured clones, as Node's own IPC has them, so that what goes
 * on to an agent's process arrives there as if it came from its parent.
 */
import { deserialize, serialize } from 'node:v8';
import type { RawData, WebSocket } from 'ws';

/** The accounts of a large tenant come in one piece. */
export const LINK_BYTES_MAX = 64 * 1024 * 1024;

/** Who is not heard of for so long is gone; a busy machine is late by seconds, not by this. */
export const SILENCE_MS_MAX = 30_000;
export const PING_EVERY_MS = 5_000;

export function sendFrame(ws: WebSocket, message: object): void {
  // To one that is going: it hears nothing any more, and that is all right.
  if (ws.readyState === ws.OPEN) ws.send(serialize(message));
}

/** Undefined: no message. What an outpost's host says is a stranger's, should somebody own it. */
export function readFrame(data: RawData): { type: string } | undefined {
  try {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.concat([data].flat() as Buffer[]);
    const message: unknown = deserialize(bytes);
    return isMessage(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

function isMessage(message: unknown): message is { type: string } {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  return typeof message.type === 'string';
}
