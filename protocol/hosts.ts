/**
 * Host names. Every component of the lab uses the real name with the lab suffix behind it
 * (`login.microsoftonline.com.lab.localhost`), so that nothing here can reach Microsoft by
 * accident. Patterns and the names behind them: fact sheet 1.3 and 3.2.
 */
export const LAB_SUFFIX = 'lab.localhost';

/** `login.microsoftonline.com` → `login.microsoftonline.com.lab.localhost`. */
export function labHost(realName: string): string {
  return `${realName}.${LAB_SUFFIX}`;
}

/** The real name behind a lab name; a name without the suffix is returned as it is. */
export function realHost(name: string): string {
  return name.endsWith(`.${LAB_SUFFIX}`) ? name.slice(0, -LAB_SUFFIX.length - 1) : name;
}

/**
 * Real names. Source: fact sheet 3.2 (AAI, WHO), 1.3 (ED-QS); the region and worker labels are the
 * lab's own.
 */
export const HOSTS = {
  signIn: 'login.microsoftonline.com',
  graph: 'graph.microsoft.com',
  registration: (tenantId: string) => `${tenantId}.registration.msappproxy.net`,
  bootstrap: (tenantId: string) => `${tenantId}.pta.bootstrap.his.msappproxy.net`,
  signalling: 'his-lab1.servicebus.windows.net',
  connector: 'worker1-lab1.connector.his.msappproxy.net',
  renewal: 'lab1.renewtrust.msappproxy.net',
  /** The updater's address is not public (fact sheet 8.2): the lab's own label. */
  updater: 'lab1.updater.msappproxy.net',
  /** One of those that ED-QS lists for revocation lists on port 80. */
  revocation: 'crl3.digicert.com',
} as const;

/**
 * Names of the public cloud's sign-in service, as instance discovery lists them (AZSDKJS, MSALJS).
 */
export const SIGN_IN_ALIASES = [
  HOSTS.signIn,
  'login.windows.net',
  'login.microsoft.com',
  'sts.windows.net',
] as const;

/** The tenant of all personal accounts (ED-IDTOKEN). */
export const CONSUMERS_TENANT_ID = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** The realm every Entra tenant has in its federations (fact sheet 4.1). */
export const FEDERATION_REALM = 'urn:federation:MicrosoftOnline';

/** The two domains that must be on the allow list (ED-QS). */
export const ALLOW_LIST = ['*.msappproxy.net', '*.servicebus.windows.net'] as const;

/** Everything an agent reaches over 443, as host patterns for path effects. */
export const CLOUD_PATTERNS = [
  ...ALLOW_LIST,
  'login.microsoftonline.com',
  'login.windows.net',
] as const;

/** Ports that agents call (ED-QS): everything; revocation lists; the status while 443 is shut. */
export const CLOUD_PORTS = { https: 443, revocation: 80, status: 8080 } as const;

/**
 * Audience of the administrator's token that registers an agent (fact sheet 3.2; AAI, WHO), under
 * the lab's name: the real one is refused, so that nothing here can register a real agent.
 */
export const REGISTRATION_AUDIENCE = `https://${labHost('proxy.cloudwebappproxy.net')}/registerapp`;

/**
 * `password_change_url` of 50055: the member is observed (fact sheet 4.6), the address is the
 * lab's.
 */
export const PASSWORD_CHANGE_URL = `https://${labHost(HOSTS.signIn)}/common/ChangePassword`;

/**
 * True if `name` (with or without the lab suffix) matches one of the patterns: a full name,
 * `*.suffix` or `*`.
 */
export function matchesHost(patterns: readonly string[], name: string): boolean {
  const real = realHost(name);
  return patterns.some((pattern) => {
    if (pattern === '*') return true;
    if (pattern.startsWith('*.')) return real.endsWith(pattern.slice(1));
    return real === pattern;
  });
}

/** The forest's domain. `.example` is reserved (RFC 2606). */
export const DIRECTORY_DOMAIN = 'corp.contoso.example';
export const DIRECTORY_PATTERN = `*.${DIRECTORY_DOMAIN}`;

/** The SRV record by which servers of the domain find its controllers (DC locator). */
export const CONTROLLER_SERVICE = labHost(`_ldap._tcp.dc._msdcs.${DIRECTORY_DOMAIN}`);

/** `dc-1` → `dc-1.corp.contoso.example.lab.localhost`. */
export function controllerHost(name: string): string {
  return labHost(`${name}.${DIRECTORY_DOMAIN}`);
}

/** Whose certificate is shown where a path leads to the wrong host. `.example`: RFC 2606. */
export const OTHER_HOST = 'another-host.example';
