/**
 * Where the forms of the pages go: `routes.ts` and `authorize/` name the same paths. Those without
 * a tenant are the same for all; which tenant it is, the flow token says.
 */

/** For the route table. */
export const PAGE_PATHS = {
  login: '/:tenant/login',
  reprocess: '/:tenant/reprocess',
  consent: '/:tenant/Consent/Set',
  changePassword: '/:tenant/ChangePassword',
  keepSignedIn: '/kmsi',
  beginAuth: '/common/SAS/BeginAuth',
  endAuth: '/common/SAS/EndAuth',
  processAuth: '/common/SAS/ProcessAuth',
  deviceAuth: '/common/oauth2/deviceauth',
  credentialType: '/common/GetCredentialType',
} as const;

export type PageForm = keyof typeof PAGE_PATHS;

/** The path of a form, for a browser. */
export function pageUrl(form: PageForm, { tenantSegment }: { tenantSegment: string }): string {
  return PAGE_PATHS[form].replace(':tenant', () =>
    encodeURIComponent(tenantSegment.toWellFormed() || 'common'),
  );
}
