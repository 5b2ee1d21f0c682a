/**
 * Bytes of one request and one answer on an agent's sockets, TLS included, beside the documented
 * sizing formula. What is below it stays below: the frame is the lab's own (`docs/wire.md`), and
 * plans reckon with the formula.
 */
import { requestBytes, responseBytes } from '../protocol/capacity.ts';
import { type Figure, type Row, row } from './figure.ts';
import { weighPayloads } from './weigh-payloads.ts';

const AGENTS = [1, 2, 3, 10, 40] as const;

export const payloads: Figure = {
  name: 'payloads',
  about: 'bytes per validation on the wire for 1 to 40 agents, against 0.5K + 1K × agents and 1K',
  async measure(progress) {
    const rows: Row[] = [];
    for (const agents of AGENTS) {
      const weights = await weighPayloads(agents);
      progress(`${agents} agents: ${JSON.stringify(weights)}`);
      rows.push(
        row(
          { name: `payload-request-${agents}`, value: weights.requestBytes, unit: 'bytes' },
          { what: 'formula', value: requestBytes(agents) },
          { atMost: 1 },
        ),
        row(
          { name: `payload-response-${agents}`, value: weights.responseBytes, unit: 'bytes' },
          { what: 'formula', value: responseBytes() },
          { atMost: 1 },
        ),
      );
    }
    return rows;
  },
};
