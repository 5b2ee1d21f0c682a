/**
 * What `pta-lab up` tells a person when it is ready. No password is in it; in a container it is a
 * log as well, so that no user's name is in it where they are handed over.
 */
import path from 'node:path';
import type { Ready } from '../../lab/describe-ready.ts';
import type { Lab } from '../../lab/lab.ts';
import { renderTable } from '../table.ts';
import { FILES } from './hand-over.ts';
import type { UpOptions } from './lab-options.ts';

export function renderReady(
  lab: Lab,
  ready: Ready,
  { handOver, 443: wanted443 }: Pick<UpOptions, 'handOver' | 443>,
): string {
  const agents = lab.sites.flatMap((site) => site.agents).join(', ');
  const real = lab.endpoints.live?.realNames ? ', Microsoft’s own names too' : '';
  return [
    `pta-lab is up: tenant ${lab.tenantName}, agents ${agents}\n\n`,
    renderTable(
      [
        ['authority', ready.authority],
        ['graph', ready.graph],
        ['control', ready.control],
        ...(ready.proxy ? [['proxy', `${ready.proxy} (this lab only${real})`]] : []),
        ['client id', ready.clientId],
        ['CA', ready.caFile],
        ...(lab.cryptoKind === 'fast' ? [['crypto', FAST]] : []),
      ],
      '  ',
    ),
    wanted443 ? describe443(ready.port443) : '',
    handOver === undefined
      ? renderAccounts(ready)
      : `\nAccounts, with passwords: ${path.join(handOver, FILES.line)}\n`,
    `\nTo trust the lab in Node: NODE_EXTRA_CA_CERTS=${ready.caFile}\n`,
    'Variables for a shell: eval "$(pta-lab env)"; other programs: pta-lab trust\n',
    `To break something: pta-lab faults on block-443 --control ${ready.control}\n`,
    ready.loadTarget
      ? `To load it: k6 run load/peak.k6.ts -e PTA_LAB_TARGET=${ready.loadTarget}\n`
      : '',
    ready.loadTarget
      ? `To load it: k6 run load/smoke.k6.ts -e PTA_LAB_TARGET=${ready.loadTarget}\n`
      : '',
    'One more agent, in a process of its own: pta-lab agent --help\n',
    'Ctrl-C takes it down.\n',
  ].join('');
}

function renderAccounts({ accounts }: Ready): string {
  const users = Object.entries(accounts).map(([kind, { userName }]) => [kind, userName]);
  return `\nAccounts (passwords: pta-lab up --json)\n${renderTable(users, '  ')}`;
}

const FAST = 'fast: no RSA, no statement about the throughput of real agents';

function describe443(had: boolean): string {
  return had
    ? '  Port 443 of 127.0.0.1 answers too.\n'
    : '  Port 443 of 127.0.0.1 is busy or reserved: lab names need their port.\n';
}
