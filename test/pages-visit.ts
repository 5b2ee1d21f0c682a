/**
 * Somebody's browser at a live lab: goes to the authorization endpoint of an application and gets
 * its answer from the application's own server. It talks to those two and to nobody else.
 */
import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';
import { CALLBACK, describePagesTenant } from './pages-tenant.ts';
import { type Receiver, startReceiver } from './witness/receiver.ts';

export interface PagesWorld extends AsyncDisposable {
  lab: Lab;
  application: Receiver;
  /** `https://localhost:{port}/{tenant}` */
  authority: string;
}

export async function startPagesWorld(stateDir: string): Promise<PagesWorld> {
  const application = await startReceiver();
  const tenantFile = describePagesTenant(application.origin);
  const lab = await startLab({ mode: 'live', traffic: false, agents: 1, stateDir, tenantFile });
  const authority = lab.endpoints.live?.authority ?? '';
  return {
    ...{ lab, application, authority },
    async [Symbol.asyncDispose]() {
      await lab[Symbol.asyncDispose]();
      await application[Symbol.asyncDispose]();
    },
  };
}

export interface Visitor extends AsyncDisposable {
  tab: Tab;
  /** Opens the sign-in page for an application of the tenant. */
  ask(parameters?: Readonly<Record<string, string>>, name?: string): Promise<void>;
  /** What the application is sent next. */
  answer(): Promise<Readonly<Record<string, string>>>;
  /** Requests to anybody but the lab and the application, and what the console complained of. */
  surprises: readonly string[];
}

/** The lab's certificate is taken as it is; trusting it is the subject of `witness/`. */
export async function createVisitor(
  browser: Browser,
  { lab, application, authority }: PagesWorld,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  const tab = await context.newPage();
  tab.setDefaultTimeout(15_000);
  const surprises: string[] = [];
  const known = [new URL(authority).origin, application.origin];
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !known.includes(origin)) surprises.push(origin);
  });
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) surprises.push(message.text());
  });
  context.on('weberror', (error) => void surprises.push(String(error.error())));
  return {
    tab,
    surprises,
    async ask(parameters = {}, name = 'web') {
      const query = new URLSearchParams({
        client_id: lab.applications[name]?.clientId ?? '',
        redirect_uri: `${application.origin}${CALLBACK}`,
        ...{ response_type: 'code', scope: 'openid profile User.Read', state: 'as sent' },
        ...parameters,
      });
      await tab.goto(`${authority}/oauth2/v2.0/authorize?${query}`);
    },
    answer: async () => Object.fromEntries(await application.next(CALLBACK)),
    [Symbol.asyncDispose]: () => context.close(),
  };
}
