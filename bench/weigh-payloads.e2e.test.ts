/** Bytes on real sockets against the documented sizing formula. */
import { expect, test } from 'vitest';
import { requestBytes, responseBytes } from '../protocol/capacity.ts';
import { proves } from '../test/parity/proves.ts';
import { freshStateDir } from '../test/state-dir.ts';
import { weighPayloads } from './weigh-payloads.ts';

const stateDir = freshStateDir();
/** A value of 344 characters, a key id of 77, and the JSON around them. */
const VALUE_BYTES = 466;
/** TLS adds 22 to each record, and a web socket up to 10. */
const FRAMING_BYTES = 40;

const one = await weighPayloads(1, { crypto: 'fast', stateDir });

test(
  proves('load.payload.fast', 'fast crypto puts the same bytes on the wire as real keys do'),
  async () => expect(await weighPayloads(1, { crypto: 'rsa', stateDir })).toEqual(one),
);

test(
  proves(
    ['load.payload.request', 'load.payload.response'],
    'on the wire a request grows with each agent, an answer does not, and both fit the formula',
  ),
  async () => {
    const all = await weighPayloads(40, { crypto: 'fast', stateDir });
    const values = (all.requestBytes - one.requestBytes) / VALUE_BYTES;
    expect(Math.abs(values - 39)).toBeLessThan(FRAMING_BYTES / VALUE_BYTES);
    expect(all.responseBytes).toBe(one.responseBytes);
    // EVIDENCE-OF ED-QS: "a payload size of (0.5K + 1K * num_of_agents) bytes"
    expect(one.requestBytes).toBeLessThan(requestBytes(1));
    expect(all.requestBytes).toBeLessThan(requestBytes(40));
    // EVIDENCE-OF ED-QS: "Each response has a payload size of 1K bytes"
    expect(one.responseBytes).toBeGreaterThan(0.5 * responseBytes());
    expect(one.responseBytes).toBeLessThan(responseBytes());
  },
);
