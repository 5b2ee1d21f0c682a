/**
 * The applications of a tenant, twice: as the cloud knows them (secrets as digests) and as their
 * owners do (`LabApplication`). The second kind goes to `up --json` and to tests, nowhere else.
 */
import type { Application, ClientCertificate } from '../../mock-entra/tenant/application.ts';
import { GRAPH } from '../../mock-entra/tenant/resources.ts';
import { createCloudPassword } from '../../mock-entra/tenant/tenant.ts';
import { canExport } from '../../runtime/crypto/key-export.ts';
import type { Crypto, Dice } from '../../runtime/ports.ts';
import { Secret } from '../../runtime/secret.ts';
import { makeCertificate, readCertificatePem } from './client-certificates.ts';
import {
  type ApplicationDescription,
  type PermissionDescription,
  PROBE_NAME,
  type TenantDescription,
} from './tenant-description.ts';

export interface LabApplication {
  clientId: string;
  /** The first of its secrets. */
  secret?: string;
  /** The first of its redirect URIs. */
  redirectUri?: string;
  /** Where the lab made them; live only. */
  certificatePem?: string;
  privateKeyPem?: string;
}

export interface Applications {
  /** Client id of the lab's own. */
  probeId: string;
  registered: readonly Application[];
  /** By name; certificates come with `certify`. */
  kept: Readonly<Record<string, LabApplication>>;
  /** Makes the certificates that are asked for and registers them: RSA keys take their time. */
  certify(crypto: Crypto, nowMs: number): Promise<void>;
}

/** Without a list of permissions it may do everything: sign in, read Graph, register agents. */
const PROBE: ApplicationDescription = {
  displayName: 'pta-lab probe',
  publicClient: true,
  multiTenant: true,
};

interface Registration {
  name: string;
  description: ApplicationDescription;
  clientId: string;
  /** Grows while certificates are being made. */
  certificates: ClientCertificate[];
}

export function createApplications(dice: Dice, description: TenantDescription): Applications {
  const { applications: { [PROBE_NAME]: probe, ...others } = {} } = description;
  const registrations = Object.entries({ [PROBE_NAME]: { ...PROBE, ...probe }, ...others }).map(
    ([name, application]) => register(dice, name, application),
  );
  const kept: Record<string, LabApplication> = {};
  const registered = registrations.map((registration) => {
    const secrets = secretsOf(dice, registration);
    kept[registration.name] = keep(registration, secrets);
    return render(registration, registrations, secrets, dice);
  });
  return {
    probeId: kept[PROBE_NAME]?.clientId ?? '',
    registered,
    kept,
    async certify(crypto, nowMs) {
      await Promise.all(registrations.map((one) => certify(one, kept, { crypto, dice, nowMs })));
    },
  };
}

function register(dice: Dice, name: string, description: ApplicationDescription): Registration {
  // The probe's id has had its own stream for longer than there are others.
  const stream = name === PROBE_NAME ? 'application' : `application/${name}`;
  return {
    name,
    description,
    clientId: description.clientId ?? dice.fork(stream).guid(),
    certificates: (description.certificates ?? []).flatMap((certificate) =>
      'pem' in certificate ? [readCertificatePem(certificate.pem)] : [],
    ),
  };
}

type NamedSecret = { id: string; value: string; expiresMs?: number };

function secretsOf(dice: Dice, { name, description }: Registration): readonly NamedSecret[] {
  return (description.secrets ?? []).map(({ value, expires }, at) => {
    const own = dice.fork(`secret/${name}/${at}`);
    return {
      id: own.guid(),
      value: value ?? `Lab~${Buffer.from(own.bytes(24)).toString('base64url')}`,
      ...(expires !== undefined && { expiresMs: Date.parse(expires) }),
    };
  });
}

function keep({ clientId, description }: Registration, secrets: readonly NamedSecret[]) {
  const [secret] = secrets;
  const [redirectUri] = Object.values(description.redirectUris ?? {}).flat();
  return {
    clientId,
    ...(secret && { secret: secret.value }),
    ...(redirectUri !== undefined && { redirectUri }),
  };
}

function render(
  { name, description, clientId, certificates }: Registration,
  all: readonly Registration[],
  secrets: readonly NamedSecret[],
  dice: Dice,
): Application {
  const { exposes, frontChannelLogoutUrl, redirectUris = {} } = description;
  const permissions = description.requiredPermissions ?? [];
  return {
    clientId,
    displayName: description.displayName ?? name,
    redirectUris: (['web', 'spa', 'native'] as const).flatMap((type) =>
      (redirectUris[type] ?? []).map((uri) => ({ uri, type })),
    ),
    publicClient: description.publicClient ?? (redirectUris.native ?? []).length > 0,
    secrets: secrets.map(({ id, value, expiresMs }, at) => ({
      id,
      secret: createCloudPassword(new Secret(value), saltFor(dice, `${name}/${at}`)),
      ...(expiresMs !== undefined && { expiresMs }),
    })),
    certificates,
    requiredPermissions: permissions.map((permission) => renderPermission(permission, all)),
    adminConsent: description.adminConsent ?? true,
    idTokenFromAuthorize: description.idTokenFromAuthorize ?? false,
    multiTenant: description.multiTenant ?? false,
    ...(frontChannelLogoutUrl !== undefined && { frontChannelLogoutUrl }),
    ...(exposes && {
      exposes: {
        identifierUri: exposes.identifierUri ?? `api://${clientId}`,
        scopes: exposes.scopes ?? [],
        roles: exposes.roles ?? [],
        accessTokenVersion: exposes.accessTokenVersion ?? 2,
      },
    }),
  };
}

function saltFor(dice: Dice, name: string): string {
  return Buffer.from(dice.fork(`salt/${name}`).bytes(16)).toString('hex');
}

function renderPermission(
  { resource, scopes = [], roles = [] }: PermissionDescription,
  all: readonly Registration[],
) {
  return { resource: audienceOf(resource, all), scopes, roles };
}

/** Of `graph` or an application's name: what `RequiredPermission.resource` calls it. */
function audienceOf(resource: string, all: readonly Registration[]): string {
  const found = all.find(({ name }) => name === resource);
  if (found === undefined) return GRAPH.audience;
  return found.description.exposes?.identifierUri ?? `api://${found.clientId}`;
}

async function certify(
  { name, description, certificates }: Registration,
  kept: Record<string, LabApplication>,
  { crypto, dice, nowMs }: { crypto: Crypto; dice: Dice; nowMs: number },
): Promise<void> {
  const asked = (description.certificates ?? []).filter((one) => 'generate' in one);
  const own = kept[name];
  // Virtual crypto keeps its keys: there is nothing a client could sign with.
  if (!canExport(crypto) || own === undefined) return;
  for (const [at] of asked.entries()) {
    const serial = dice.fork(`certificate/${name}/${at}`);
    const { registered, ...pems } = await makeCertificate(crypto, name, serial, nowMs);
    certificates.push(registered);
    if (at === 0) Object.assign(own, pems);
  }
}
