/**
 * Domains of Microsoft's services: whatever lies in one of them never gets load, whoever asks for
 * it. Short and free of imports, because every virtual user of a load test loads it. A test checks
 * that it covers every real name of `hosts.ts` and `clouds.ts`.
 */
export const MICROSOFT_DOMAINS = [
  'microsoftonline.com',
  'microsoftonline-p.com',
  'microsoftazuread-sso.com',
  'microsoft.com',
  'windows.net',
  'windowsazure.com',
  'msappproxy.net',
  'azure.com',
  'azure.net',
  'live.com',
  'office.com',
  'office365.com',
  'onmicrosoft.com',
  'outlook.com',
  'b2clogin.com',
  'ciamlogin.com',
  'msauth.net',
  'msftauth.net',
  'microsoftonline.de',
  'microsoftonline.us',
  'microsoft.us',
  'azure.us',
  'usgovcloudapi.net',
  'msappproxy.us',
  'microsoftonline.cn',
  'chinacloudapi.cn',
  'azure.cn',
] as const;

/** The same as patterns, for a program that can block names. */
export const MICROSOFT_PATTERNS = MICROSOFT_DOMAINS.flatMap((domain) => [domain, `*.${domain}`]);

/** `host` without a port, as somebody typed it. */
export function isMicrosoftHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.+$/, '');
  return MICROSOFT_DOMAINS.some((domain) => name === domain || name.endsWith(`.${domain}`));
}
