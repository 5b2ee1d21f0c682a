/** What a test and the processes on its three hosts say to each other. */
import type { PathEffect } from '../../../../protocol/effects.ts';
import type { Outcome } from '../../../../runtime/ports.ts';
import type { EgressStart } from '../../link/messages.ts';

export type RigRole = 'egress' | 'cloud' | 'caller';

export interface DialOrder {
  host: string;
  port: number;
  timeoutMs: number;
  /** A name by which the connection is kept open. */
  keep?: string;
  /** Through the site's web proxy. */
  proxied?: boolean;
}

export type RigOrder =
  | { do: 'start-egress'; start: EgressStart; siteGateway: string; forwards: boolean }
  | { do: 'apply'; effects: readonly PathEffect[]; added: readonly number[] }
  | { do: 'serve'; certificatePem: string; keyPem: string }
  | { do: 'call-from'; resolver: string; trustPem: string }
  /** To an address, past resolver and names: `open`, an error code, or `silence`. */
  | { do: 'knock'; address: string; port: number; timeoutMs: number }
  | ({ do: 'dial' } & DialOrder)
  /** Of a connection that was kept: what becomes of a line that is sent to be sent back. */
  | { do: 'echo'; kept: string; timeoutMs: number }
  /** Waits for what becomes of it without sending anything. */
  | { do: 'listen'; kept: string; timeoutMs: number };

/** Of `echo` and `listen`. */
export type Heard = 'echo' | 'silence' | 'reset' | 'closed';

export type DialReport = Pick<Outcome<never>, 'phaseMs'> & {
  failure?: string;
  at?: string;
  /** Of the certificate that was shown, leaf first. */
  subjects: readonly string[];
};

export type RigAnswer = { id: number } & ({ result: unknown } | { problem: string });
