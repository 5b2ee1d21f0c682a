/** OpenLDAP's own client at a controller of the lab: what it reads where a bind is refused. */
import { execFile } from 'node:child_process';
import { expect } from 'vitest';
import { ERROR } from '../../protocol/win32.ts';
import { startRig } from '../../runtime/live/rig.ts';
import { needs } from '../needs.ts';
import { proves } from '../parity/proves.ts';

const HOST = 'dc-1.corp.contoso.example.lab.localhost';

function ldapwhoami(port: number, password: string): Promise<string> {
  const url = `ldaps://127.0.0.1:${port}`;
  const args = ['-H', url, '-x', '-D', 'anna@contoso.example', '-w', password];
  // The controller's name is not one that this client could resolve: it looks at no certificate.
  const env = { ...process.env, LDAPTLS_REQCERT: 'never' };
  return new Promise((resolve) => {
    execFile('ldapwhoami', args, { env, timeout: 20_000 }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

const SUB_CODES = {
  '52e': ERROR.LOGON_FAILURE,
  '530': ERROR.INVALID_LOGON_HOURS,
  '531': ERROR.INVALID_WORKSTATION,
  '532': ERROR.PASSWORD_EXPIRED,
  '533': ERROR.ACCOUNT_DISABLED,
  '701': ERROR.ACCOUNT_EXPIRED,
  '773': ERROR.PASSWORD_MUST_CHANGE,
  '775': ERROR.ACCOUNT_LOCKED_OUT,
} as const;

needs('ldapwhoami')(
  proves('directory.ldap', 'an OpenLDAP client reads result 49 with the sub-code of each state'),
  async () => {
    await using rig = await startRig();
    await rig.network.serve([HOST], {
      clientCertificate: 'none',
      bind: async ({ password }) => ({ win32: Number(password.reveal()) }),
    });
    const port = rig.network.portOf(HOST) ?? 0;
    for (const [data, win32] of Object.entries(SUB_CODES)) {
      const said = await ldapwhoami(port, String(win32));
      expect(said).toContain('ldap_bind: Invalid credentials (49)');
      expect(said).toMatch(new RegExp(`80090308: LdapErr: .* data ${data}, v`));
    }
    expect(await ldapwhoami(port, '0')).not.toContain('ldap_bind');
  },
);
