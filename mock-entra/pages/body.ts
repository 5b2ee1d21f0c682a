/**
 * What one kind of page hands to the layout: its words and forms, and what it has to be allowed.
 */
import type { Html } from './html.ts';
import type { Page } from './page.ts';

export type PageOf<Kind extends Page['kind']> = Extract<Page, { kind: Kind }>;

export interface Body {
  title: string;
  main: Html;
  /** Members of `$Config` besides those of every page. Absent: the page has no `$Config`. */
  config?: Readonly<Record<string, unknown>>;
  /** Of this folder: nothing a stranger sent may be part of it. */
  script?: string;
  /** Beyond the strict policy of `content-policy.ts`. */
  allow?: {
    /** Origins of front-channel logout. */
    frames?: readonly string[];
    /** Calls to the origin of the page. */
    calls?: true;
    /** Shown inside other pages: answers only, never a page where somebody types. */
    framed?: true;
  };
}

/** Names the request, for support. */
export interface Stamp {
  traceId: string;
  correlationId: string;
  /** `2026-01-05 08:00:00Z`. */
  time: string;
}
