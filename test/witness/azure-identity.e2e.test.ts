/** @azure/identity, unmodified: its credentials against the lab's authority host. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  UsernamePasswordCredential,
} from '@azure/identity';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proves } from '../parity/proves.ts';
import { startWitnessLab, type WitnessLab } from './witness-lab.ts';

const GRAPH = 'https://graph.microsoft.com/.default';

let witness: WitnessLab;
beforeAll(async () => {
  witness = await startWitnessLab();
});
afterAll(() => witness[Symbol.asyncDispose]());

/** What its documentation asks for with a private authority. */
function privateCloud() {
  return { authorityHost: new URL(witness.live.authority).origin, disableInstanceDiscovery: true };
}

test(
  proves(
    ['token.client-credentials', 'token.access-v1'],
    'a client secret gets an application token',
  ),
  async () => {
    const { lab } = witness;
    const { clientId, secret = '' } = lab.applications.daemon ?? expect.fail('no daemon');
    const credential = new ClientSecretCredential(lab.tenantId, clientId, secret, privateCloud());
    const { token } = await credential.getToken(GRAPH);
    expect(decodeJwt(token)).toMatchObject({ tid: lab.tenantId, appid: clientId, idtyp: 'app' });
  },
);

test(
  proves('token.client-assertion', 'a client certificate gets an application token'),
  async () => {
    const { lab, folder } = witness;
    const daemon = lab.applications.daemon ?? expect.fail('no daemon');
    const file = path.join(folder, 'daemon.pem');
    writeFileSync(file, `${daemon.privateKeyPem}${daemon.certificatePem}`, { mode: 0o600 });
    const credential = new ClientCertificateCredential(
      lab.tenantId,
      daemon.clientId,
      file,
      privateCloud(),
    );
    const { token } = await credential.getToken(GRAPH);
    expect(decodeJwt(token)).toMatchObject({ appid: daemon.clientId, appidacr: '2' });
  },
);

test(
  proves(
    ['token.password', 'sign-in.pass-through'],
    'user name and password are checked by an agent',
  ),
  async () => {
    const { lab } = witness;
    const { userName, password } = lab.accounts.healthy ?? expect.fail('nobody');
    const credential = new UsernamePasswordCredential(
      lab.tenantId,
      lab.clientId,
      userName,
      password,
      privateCloud(),
    );
    const { token } = await credential.getToken(GRAPH);
    expect(decodeJwt(token)).toMatchObject({ upn: userName });
  },
);
