/**
 * What the agent writes and reads: XML for registration, bootstrap and renewal, a header of claims
 * for answers. What comes from the cloud is checked here and trusted afterwards. Shapes:
 * `protocol/messages.ts`.
 */
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import {
  type BootstrapRequest,
  type BootstrapResponse,
  CLAIM_AUTHENTICATION,
  CLAIM_FAILURE,
  CLAIM_NAME,
  CLAIM_RIGHT,
  type RegistrationRequest,
  type RegistrationResult,
  type SignalFrame,
  type SignallingEndpoint,
  type TrustRenewalRequest,
  type ValidationClaim,
  XML_NAMESPACES,
} from '../protocol/messages.ts';
import type { Answer } from './state.ts';

const builder = new XMLBuilder({ ignoreAttributes: false });
const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
});

export const XML_HEADERS = { 'content-type': 'application/xml; charset=utf-8' };

export function renderRegistration(request: RegistrationRequest): string {
  return renderXml('RegistrationRequest', XML_NAMESPACES.registration, { ...request });
}

export function renderBootstrap(request: BootstrapRequest): string {
  return renderXml('BootstrapRequest', XML_NAMESPACES.bootstrap, { ...request });
}

export function renderRenewal(request: TrustRenewalRequest): string {
  return renderXml('TrustRenewalRequest', XML_NAMESPACES.renewal, { ...request });
}

export function renderXml(
  root: string,
  namespace: string,
  members: Record<string, unknown>,
): string {
  return String(builder.build({ [root]: { '@_xmlns': namespace, ...members } }));
}

type Fields = Record<string, unknown>;

/** `RegistrationResult` and `TrustRenewalResult` have the same members. */
export function parseCertificateResult(
  xml: string,
  root: 'RegistrationResult' | 'TrustRenewalResult',
): RegistrationResult | undefined {
  const result = rootOf(xml, root);
  if (!result) return undefined;
  return {
    IsSuccessful: text(result, 'IsSuccessful') === 'true',
    Certificate: text(result, 'Certificate'),
    ErrorMessage: text(result, 'ErrorMessage'),
  };
}

/** What an updater is told to install; an empty version is nothing. */
export function parseUpdate(xml: string): { version: string } | undefined {
  const reply = rootOf(xml, 'UpdateResponse');
  return reply && { version: text(reply, 'Version') };
}

/** A heartbeat is answered with the same text for months. */
let lastBootstrap: { xml: string; response: BootstrapResponse | undefined } | undefined;

export function parseBootstrap(xml: string): BootstrapResponse | undefined {
  if (lastBootstrap?.xml !== xml) lastBootstrap = { xml, response: readBootstrap(xml) };
  return lastBootstrap.response;
}

function readBootstrap(xml: string): BootstrapResponse | undefined {
  const reply = rootOf(xml, 'BootstrapResponse');
  const endpoints = reply && listenersOf(reply);
  if (!reply || !endpoints || text(reply, 'ConnectorState') !== 'Ok') return undefined;
  const number = (name: string) => Number(text(reply, name));
  const response: BootstrapResponse = {
    ConnectorState: 'Ok',
    PeriodicBootstrapIntervalMilliseconds: number('PeriodicBootstrapIntervalMilliseconds'),
    CheckForTrustRenewPeriodInMinutes: number('CheckForTrustRenewPeriodInMinutes'),
    MinutesInTrustLifetimeBeforeRenew: number('MinutesInTrustLifetimeBeforeRenew'),
    LogicalResponseTimeoutMilliseconds: number('LogicalResponseTimeoutMilliseconds'),
    ResponseEndpoint: text(reply, 'ResponseEndpoint'),
    TrustRenewEndpoint: text(reply, 'TrustRenewEndpoint'),
    SignalingListenerEndpoints: endpoints,
  };
  const complete = response.ResponseEndpoint && response.PeriodicBootstrapIntervalMilliseconds > 0;
  return complete ? response : undefined;
}

function listenersOf(reply: Fields): SignallingEndpoint[] | undefined {
  const list = reply.SignalingListenerEndpoints;
  if (!isFields(list)) return undefined;
  const settings = list.SignalingListenerEndpointSettings;
  const rows = Array.isArray(settings) ? settings : [settings];
  const endpoints = rows
    .filter(isFields)
    .map((row) => ({ Name: text(row, 'Name'), Url: text(row, 'Url') }));
  return endpoints.every(({ Url }) => Url !== '') ? endpoints : undefined;
}

function rootOf(xml: string, name: string): Fields | undefined {
  const parsed: unknown = parser.parse(xml);
  const root = isFields(parsed) ? parsed[name] : undefined;
  return isFields(root) ? root : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** A frame the agent does not know is nothing it can act on. */
export function parseFrame(frame: string): SignalFrame | undefined {
  const parsed: unknown = JSON.parse(frame);
  if (!isFields(parsed)) return undefined;
  const known = ['keepalive', 'keepalive-ack', 'notify', 'ack'].includes(text(parsed, 'type'));
  return known ? (parsed as SignalFrame) : undefined;
}

/** The value of the response header: base64 of a JSON array of claims (fact sheet 3.12). */
export function renderClaims(answer: Answer, userPrincipalName: string): string {
  const right = 'win32' in answer && answer.win32 === 0;
  const claims: ValidationClaim[] = [
    { ClaimType: CLAIM_AUTHENTICATION, Resource: right, Right: CLAIM_RIGHT },
    right
      ? { ClaimType: CLAIM_NAME, Resource: userPrincipalName, Right: CLAIM_RIGHT }
      : { ClaimType: CLAIM_FAILURE, Resource: failureReason(answer), Right: CLAIM_RIGHT },
  ];
  return Buffer.from(JSON.stringify(claims)).toString('base64');
}

function failureReason(answer: Answer): string {
  return 'win32' in answer ? String(answer.win32) : answer.reason;
}

export function parseSealedPassword(plain: Uint8Array): string | undefined {
  const parsed: unknown = JSON.parse(Buffer.from(plain).toString('utf8'));
  return isFields(parsed) && typeof parsed.password === 'string' ? parsed.password : undefined;
}
