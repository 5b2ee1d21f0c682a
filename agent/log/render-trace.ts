/** The trace file of the agent: failed requests, in the shape that the documents show (ED-TS). */
import { SERVICES } from '../../protocol/events.ts';
import type { TraceLine } from './agent-log.ts';

export function renderTrace(lines: readonly TraceLine[]): string {
  return lines.map(renderLine).join('');
}

function renderLine({ requestId, reason, threadId, atMs }: TraceLine): string {
  const { executable } = SERVICES.agent;
  const text = `Passthrough Authentication request failed. RequestId: '${requestId}'. Reason: '${reason}'.`;
  const time = new Date(atMs).toISOString().replace('Z', '0000Z');
  return `${executable} Error: 0 : ${text}\n    ThreadId=${threadId}\n    DateTime=${time}\n`;
}
