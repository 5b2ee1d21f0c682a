/** Registration, heartbeats, renewal, and who is refused. */
import { expect, test } from 'vitest';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { createAuthority } from '../../runtime/certificate-authority.ts';
import { createDice } from '../../runtime/dice.ts';
import { REGISTRATION_AUTHORITY } from '../../runtime/x509.ts';
import { proves } from '../../test/parity/proves.ts';
import {
  askToken,
  call,
  codeOf,
  createWorld,
  MIA,
  NOAH,
  START_MS,
  TENANT_ID,
  tokenFor,
} from '../stub-world.ts';
import {
  accepts,
  answer,
  bootstrap,
  clientOf,
  endpointFor,
  enrol,
  listen,
  openChannel,
  register,
  renew,
} from './stub-agent.ts';

const T = timingsWith();
const REGISTRATION = 'https://proxy.cloudwebappproxy.net.lab.localhost/registerapp/.default';

test(
  proves(
    'agents.registration',
    'registration gives a certificate of the tenant with the agent id and lists it as Inactive',
  ),
  async () => {
    const world = await createWorld();
    const { certificate, status } = await register(world, 'agt-1');
    expect(status).toBe(200);
    expect(certificate).toMatchObject({
      subject: TENANT_ID,
      issuer: REGISTRATION_AUTHORITY,
      notBeforeMs: START_MS - T.certificateBackdatedMs,
      notAfterMs: START_MS + T.certificateLifetimeMs,
    });
    expect(world.changes).toEqual([
      {
        agentId: certificate?.agentId,
        machineName: 'agt-1',
        from: 'none',
        to: 'Inactive',
        atMs: START_MS,
      },
    ]);
  },
);

test('registration needs the token of an administrator for this very audience', async () => {
  const world = await createWorld();
  const attempts = [
    ['garbage', 'not one of this tenant'],
    [await tokenFor(world, 'https://graph.microsoft.com/.default'), 'not for'],
    [await tokenFor(world, REGISTRATION, NOAH), 'neither Global Administrator'],
  ] as const;
  for (const [token, why] of attempts) {
    const { certificate, refused } = await register(world, 'agt-1', { token });
    expect(certificate).toBeUndefined();
    expect(refused).toContain(why);
  }
  expect(world.changes).toEqual([]);
});

test('a token signed here for the real registration audience is refused', async () => {
  const world = await createWorld();
  const good = await tokenFor(world, REGISTRATION);
  const [header, payload] = good.split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
  const aud = 'https://proxy.cloudwebappproxy.net/registerapp';
  const body = Buffer.from(JSON.stringify({ ...claims, aud })).toString('base64url');
  const input = `${header}.${body}`;
  const signature = await world.crypto.sign(world.signingKey, Buffer.from(input));
  const token = `${input}.${Buffer.from(signature).toString('base64url')}`;
  expect((await register(world, 'agt-1', { token })).refused).toContain('not for');
});

test('an expired registration token is refused, a second before that it is taken', async () => {
  const world = await createWorld();
  const token = await tokenFor(world, REGISTRATION);
  await world.clock.advanceTo(START_MS + T.accessTokenLifetimeMs - 1);
  expect((await register(world, 'agt-1', { token })).certificate).toBeDefined();
  await world.clock.advanceTo(START_MS + T.accessTokenLifetimeMs);
  expect((await register(world, 'agt-2', { token })).refused).toContain('expired');
});

test('a signing request that is none, and another tenant, are refused', async () => {
  const world = await createWorld();
  const csr = Buffer.from('no request').toString('base64');
  expect((await register(world, 'agt-1', { csr })).refused).toContain('signing request');
  const tenantId = '99999999-9999-4999-8999-999999999999';
  expect((await register(world, 'agt-1', { tenantId })).refused).toContain('tenant');
});

test('what is not XML, or brings a document type, is a bad request', async () => {
  const world = await createWorld();
  const url = `https://${labHost(HOSTS.registration(TENANT_ID))}/register/RegisterConnector`;
  const bomb = '<!DOCTYPE r [<!ENTITY a "b">]><RegistrationRequest>&a;</RegistrationRequest>';
  for (const body of ['', '{}', '<RegistrationRequest>', '<Other/>', bomb]) {
    expect((await call(world, 'POST', url, { body })).status).toBe(400);
  }
});

test('the tenant takes 40 agents and refuses the 41st with a message', async () => {
  // EVIDENCE-OF ED-QS: at most 40 agents in a tenant
  const world = await createWorld();
  for (let n = 1; n <= 40; n++) await enrol(world, `agt-${n}`);
  const { certificate, refused } = await register(world, 'agt-41');
  expect(certificate).toBeUndefined();
  expect(refused).toContain('40');
  expect(world.entra.agents()).toHaveLength(40);
});

test(
  proves(
    'agents.status',
    'a bootstrap makes an agent Active and says where to listen and where to answer',
  ),
  async () => {
    const world = await createWorld();
    const agent = await enrol(world, 'agt-1');
    const { status, body } = await bootstrap(world, agent);
    expect(status).toBe(200);
    expect(world.changes.at(-1)).toMatchObject({ from: 'Inactive', to: 'Active' });
    expect(
      body.match(/<Url>wss:\/\/his-lab1\.servicebus\.windows\.net\.lab\.localhost\//g),
    ).toHaveLength(4);
    expect(body).toContain('<PeriodicBootstrapIntervalMilliseconds>600000<');
    expect(body).toContain('<MinutesInTrustLifetimeBeforeRenew>43200<');
  },
);

test(
  proves('agents.status', 'an agent that stays away is Inactive, then Removed, at the very times'),
  async () => {
    const world = await createWorld();
    const agent = await enrol(world, 'agt-1');
    await bootstrap(world, agent);
    await world.clock.advanceTo(START_MS + T.inactiveAfterMs - 1);
    expect(world.entra.agents()).toMatchObject([{ status: 'Active' }]);
    await world.clock.advanceTo(START_MS + T.inactiveAfterMs);
    expect(world.entra.agents()).toMatchObject([{ status: 'Inactive' }]);
    await world.clock.advanceTo(START_MS + T.removedAfterMs + 5_000);
    expect(world.entra.agents()).toEqual([]);
    const seen = world.changes.map(({ to, atMs }) => [to, atMs - START_MS]);
    expect(seen).toEqual([
      ['Inactive', 0],
      ['Active', 0],
      ['Inactive', T.inactiveAfterMs],
      ['Removed', T.removedAfterMs],
    ]);
  },
);

test('every heartbeat pushes the threshold out', async () => {
  const world = await createWorld();
  const agent = await enrol(world, 'agt-1');
  for (let n = 0; n < 30; n++) {
    await bootstrap(world, agent);
    await world.clock.advanceTo(world.clock.nowMs() + T.bootstrapIntervalMs);
  }
  expect(world.changes).toHaveLength(2);
});

test('a removed agent is refused everywhere and loses its connections', async () => {
  const world = await createWorld({ inactiveAfterMs: 5_000, removedAfterMs: 10_000 });
  const agent = await enrol(world, 'agt-1');
  const url = await endpointFor(world, agent);
  const channel = await openChannel(world, url, clientOf(agent));
  await world.clock.advanceTo(START_MS + 9_999);
  expect(channel.closed).toBe(false);
  await world.clock.advanceTo(START_MS + 10_000);
  expect(channel.closed).toBe(true);
  expect((await bootstrap(world, agent)).status).toBe(403);
  expect((await renew(world, agent)).status).toBe(403);
  expect((await answer(world, agent, 'x', accepts(MIA))).status).toBe(403);
  await expect(openChannel(world, url, clientOf(agent))).rejects.toThrow(
    '403 The agent was removed',
  );
});

test('an agent goes when its certificate ends before it was renewed', async () => {
  const world = await createWorld({ certificateLifetimeMs: 3_600_000, inactiveAfterMs: 7_200_000 });
  const agent = await enrol(world, 'agt-1');
  const endMs = START_MS + 3_600_000;
  await world.clock.advanceTo(endMs - 1_000);
  const channel = await listen(world, agent);
  await world.clock.advanceTo(endMs);
  expect((await bootstrap(world, agent)).status).toBe(200);
  await world.clock.advanceTo(endMs + 1);
  expect(world.changes.at(-1)).toMatchObject({ to: 'Removed', atMs: endMs + 1 });
  expect(channel.closed).toBe(true);
  const late = await bootstrap(world, agent);
  expect(late.status).toBe(403);
  expect(late.body).toBe('The certificate has expired.');
});

test(
  proves('agents.renewal', 'renewal keeps the agent and makes its old certificate worthless'),
  async () => {
    const world = await createWorld();
    const agent = await enrol(world, 'agt-1');
    await bootstrap(world, agent);
    await world.clock.advanceTo(START_MS + 60_000);
    const { certificate } = await renew(world, agent);
    if (!certificate) throw new Error('no certificate');
    expect(certificate.agentId).toBe(agent.id);
    expect(certificate.thumbprint).not.toBe(agent.certificate.thumbprint);

    const old = await bootstrap(world, agent);
    expect(old.status).toBe(403);
    expect(old.body).toContain('replaced');
    expect((await renew(world, agent)).status).toBe(403);
    expect((await bootstrap(world, { ...agent, certificate })).status).toBe(200);
    expect(world.entra.agents()).toMatchObject([{ agentId: agent.id, status: 'Active' }]);
  },
);

test('after renewal passwords are sealed for the new key', async () => {
  const world = await createWorld();
  const agent = await enrol(world, 'agt-1');
  const { certificate, key } = await renew(world, agent);
  if (!certificate) throw new Error('no certificate');
  const channel = await listen(world, { ...agent, certificate, key });
  const reply = askToken(world, { username: MIA, password: 'p' });
  await world.clock.advanceTo(START_MS);
  const [value, ...more] = channel.requests()[0]?.EncryptedData ?? [];
  expect(more).toEqual([]);
  expect(value?.KeyIdentifer).toBe(`${agent.id}_${certificate.thumbprint}`);
  const sealed = Buffer.from(value?.Base64EncryptedData ?? '', 'base64');
  expect(await world.crypto.open(agent.key, sealed)).toBe('undecryptable');
  expect(await world.crypto.open(key, sealed)).not.toBe('undecryptable');
  expect(codeOf(await world.clock.drive(reply))).toBe(80002);
});

test(
  proves(
    'agents.certificate',
    'a caller without a certificate, or with one of somebody else’s, reads why it is refused',
  ),
  async () => {
    const world = await createWorld();
    const agent = await enrol(world, 'agt-1');
    const stranger = await createAuthority(world.crypto, {
      name: REGISTRATION_AUTHORITY,
      nowMs: START_MS,
      dice: createDice('stranger'),
      lifetimeMs: 86_400_000,
      nameConstraints: false,
    });
    const forged = await stranger.issueAgent({
      tenantId: TENANT_ID,
      agentId: agent.id,
      spki: agent.key.spki,
      notBeforeMs: START_MS - T.certificateBackdatedMs,
      notAfterMs: START_MS + 1_000_000,
    });
    const none = await bootstrap(world, agent, { address: '198.51.100.1' });
    expect(none).toMatchObject({ status: 403, body: 'No client certificate was presented.' });
    const other = await bootstrap(world, agent, clientOf({ certificate: forged }));
    expect(other.status).toBe(403);
    expect(other.body).toContain('certificate-untrusted');
    expect(world.traced.map(({ surface }) => surface)).toEqual(['bootstrap', 'bootstrap']);
  },
);

test('an agent cannot bootstrap as another one', async () => {
  const world = await createWorld();
  const one = await enrol(world, 'agt-1');
  const two = await enrol(world, 'agt-2');
  expect((await bootstrap(world, one, clientOf(two))).status).toBe(403);
  expect(world.changes.map(({ to }) => to)).toEqual(['Inactive', 'Inactive']);
});
