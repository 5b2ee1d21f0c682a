import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { responseBytes } from '../protocol/capacity.ts';
import { LIMITS } from '../protocol/limits.ts';
import { proves } from '../test/parity/proves.ts';
import {
  parseBootstrap,
  parseCertificateResult,
  parseFrame,
  parseSealedPassword,
  renderClaims,
  renderRegistration,
} from './wire.ts';

/** Request line, host and the other headers of an answer, as weighed on a live lab. */
const HEAD_BYTES = 380;
const decode = (header: string) => JSON.parse(Buffer.from(header, 'base64').toString());
const BOOTSTRAP = `<BootstrapResponse xmlns="x"><ConnectorState>Ok</ConnectorState>
  <PeriodicBootstrapIntervalMilliseconds>600000</PeriodicBootstrapIntervalMilliseconds>
  <ResponseEndpoint>https://w.lab.localhost/subscriber/connection</ResponseEndpoint>
  <SignalingListenerEndpoints>LISTENERS</SignalingListenerEndpoints></BootstrapResponse>`;
const LISTENER =
  '<SignalingListenerEndpointSettings><Name>a</Name><Url>wss://b.lab.localhost/</Url>' +
  '</SignalingListenerEndpointSettings>';

// EVIDENCE-OF AAI-DD: "success: authentication true and the name; failure: authentication false and
// the Win32 code" (fact sheet 3.12)
test('a right password is a true claim with the name, a wrong one a false claim with the reason', () => {
  expect(decode(renderClaims({ win32: 0 }, 'a@b.example'))).toMatchObject([
    { Resource: true },
    { ClaimType: expect.stringMatching(/claims\/name$/), Resource: 'a@b.example' },
  ]);
  expect(decode(renderClaims({ win32: 1326 }, 'a@b.example'))).toMatchObject([
    { Resource: false },
    { ClaimType: expect.stringMatching(/validationfailurereasoning$/), Resource: '1326' },
  ]);
});

test(
  proves('load.payload.response', 'the largest claims leave room for a head within the formula'),
  () => {
    const longest = 'x'.repeat(LIMITS.userNameCharsMax.value);
    // EVIDENCE-OF ED-QS: "Each response has a payload size of 1K bytes"
    for (const answer of [{ win32: 0 }, { win32: 1326 }, { reason: 'EncryptionDataNotFound' }]) {
      expect(renderClaims(answer, longest).length).toBeLessThan(responseBytes() - HEAD_BYTES);
    }
  },
);

test('text in a registration is escaped, so that no member can break out of its element', () => {
  const xml = renderRegistration({
    Base64Csr: 'AA==',
    AuthenticationToken: 'a</AuthenticationToken><Feature>x',
    FeatureString: 'PassthroughAuthentication',
    TenantId: 't',
    MachineName: 'agt & <1>',
    UserAgent: 'u',
  });
  const { RegistrationRequest: read } = new XMLParser().parse(xml);
  expect(read.MachineName).toBe('agt & <1>');
  expect(read.Feature).toBeUndefined();
});

test('one listener or several are read alike, and an incomplete bootstrap is no configuration', () => {
  const one = parseBootstrap(BOOTSTRAP.replace('LISTENERS', LISTENER));
  const two = parseBootstrap(BOOTSTRAP.replace('LISTENERS', LISTENER + LISTENER));
  expect(one?.SignalingListenerEndpoints).toHaveLength(1);
  expect(two?.SignalingListenerEndpoints).toHaveLength(2);
  expect(
    parseBootstrap('<BootstrapResponse><ConnectorState>Ok</ConnectorState></BootstrapResponse>'),
  ).toBeUndefined();
  expect(parseBootstrap('<Other/>')).toBeUndefined();
});

test('a refused registration keeps its message', () => {
  const xml =
    '<RegistrationResult><Certificate/><ErrorMessage>full</ErrorMessage>' +
    '<IsSuccessful>false</IsSuccessful></RegistrationResult>';
  expect(parseCertificateResult(xml, 'RegistrationResult')).toEqual({
    IsSuccessful: false,
    Certificate: '',
    ErrorMessage: 'full',
  });
});

test('unknown frames and passwords of another shape are nothing', () => {
  expect(parseFrame('{"type":"keepalive-ack","sequence":1}')).toMatchObject({ sequence: 1 });
  expect(parseFrame('{"type":"shutdown"}')).toBeUndefined();
  expect(parseFrame('[]')).toBeUndefined();
  expect(parseSealedPassword(Buffer.from('{"password":"x"}'))).toBe('x');
  expect(parseSealedPassword(Buffer.from('{"p":"x"}'))).toBeUndefined();
});
