/** TLS 1.2 switched off on the agent's server: the cloud takes nothing older. */
import type { Fault } from './fault.ts';
import { agentsGoneClaims } from './shared/symptoms.ts';
import { onServers } from './shared/where.ts';

export const agentTls12Off: Fault = {
  id: 'agent-tls12-off',
  title: 'TLS 1.2 off on the agent’s server',
  family: 'agent',
  cause:
    'Hardening or a template has disabled TLS 1.2 in the registry (SCHANNEL, Client), or .NET does not ' +
    'use strong cryptography, and the service was started again since.',
  where: ['agents'],
  parameters: {},
  effects: (where) => [{ ...onServers(where), kind: 'no-tls-1.2' }],
  symptoms: (timings) => agentsGoneClaims(timings, [31034]),
  lookAlike: {
    fault: 'tls-old-protocol',
    toldApartBy:
      'Here the server offers too little, to whomever it calls; there the path in between does, and ' +
      'from another site the same server settings work.',
  },
  fix:
    'Enable TLS 1.2 for the client side (SCHANNEL\\Protocols\\TLS 1.2\\Client, SchUseStrongCrypto) and ' +
    'restart the server. A registration fails for the same reason until then.',
  basis: 'documented',
  sources: ['ED-QS', 'ED-VER', 'ED-APX'],
};
