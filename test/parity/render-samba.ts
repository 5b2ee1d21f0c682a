/** `docs/samba.md`: where the embedded directory and a real one differ, from the declared list. */
import { win32Row } from '../../protocol/win32.ts';
import { OUTSIDE_A_BIND, SAMBA_DIFFERENCES } from '../witness/samba-differences.ts';

const OPENING = `# Samba as judge

Generated from \`test/witness/samba-differences.ts\`: \`npm run docs\` writes it, and a test fails when it is out of date.

\`test/witness/samba.e2e.test.ts\` puts an account in every state, and in every pair of states, into a domain controller
of Samba, by the means of the container lab, and asks there and in the embedded directory for the right and for a wrong
password, over LDAPS with the same client. Both say the same sub-code (\`data …\`) every time, but for these:
`;

const OUTSIDE = `
## What a bind cannot show

Agents call LogonUser, and that knows more than a simple bind over LDAP. Of the codes that the lab emulates these lie
outside it; no directory can be asked for them this way, and in the container lab they do not come:
`;

export function renderSamba(): string {
  const rows = SAMBA_DIFFERENCES.map(({ bind, embedded, samba, reason }) =>
    row([bind, describe(embedded), describe(samba), reason]),
  );
  const outside = OUTSIDE_A_BIND.map(({ win32, reason }) => row([describe(win32), reason]));
  return [
    ...[OPENING, row(['Bind', 'Embedded', 'Samba 4.17', 'Why']), row(['---', '---', '---', '---'])],
    ...[...rows, OUTSIDE, row(['Code', 'Why']), row(['---', '---']), ...outside, ''],
  ].join('\n');
}

function describe(win32: number): string {
  return `${win32} ${win32Row(win32)?.name ?? ''}`.trim();
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
